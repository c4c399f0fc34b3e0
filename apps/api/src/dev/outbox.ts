import type { Infer } from '#domain/kernel/index.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import type { Service } from '#infra/service.js';
import type { Page } from '../cases/case-queries.js';
import type { mailParameters } from './fields.js';

const list = 'mails';
/** The outbox spans the tenants, as the clock does. */
const everybody = '';
const pageSize = 200;

/** A page of the local outbox. Addresses lie in it sealed, so those to one of them are found by opening one after the other. */
export async function outboxPage({ deliveries, tenantKeys }: Service, asked: Infer<typeof mailParameters>): Promise<Page> {
  const limit = asked.limit ?? pageSize;
  const cursor = asked.cursor === undefined ? undefined : openCursor(tenantKeys, everybody, list, asked.cursor);
  let after = cursor as readonly [string, string] | undefined;
  const items: Record<string, unknown>[] = [];
  for (;;) {
    const mails = await deliveries.outbox(after, pageSize);
    for (const { id, ...mail } of mails) {
      if (items.length === limit) return { items, nextCursor: sealCursor(tenantKeys, everybody, list, after!) };
      after = [mail.at, id];
      if (asked.to === undefined || mail.to.toLowerCase() === asked.to.toLowerCase()) items.push(mail);
    }
    if (mails.length < pageSize) return { items, nextCursor: null };
  }
}
