import type { Pool } from 'pg';
import type { Clock } from '../clock.js';
import type { EventStore } from '../event-store/event-store.js';
import type { Streams } from '../execute/streams.js';
import type { Alarms } from '../reminders/alarms.js';
import type { Vault } from '../sealing/vault.js';
import { AddressBook } from './contacts.js';
import type { Attachment } from './calendar-file.js';
import type { Mailer } from './mailer.js';
import { Planner } from './planner.js';
import type { Claimed } from './mails.js';
import { Mails } from './mails.js';
import { Neighbourhood } from './surroundings.js';
import { Writer } from './writer.js';

const batchSize = 60;
const atOnce = 10;

/** A mail that was given up, or that its receiver refused. */
export interface ParkedDelivery {
  readonly id: string;
  readonly state: 'failed' | 'bounced';
  /** A code, such as `smtp_550` or `econnection`. */
  readonly reason: string;
  readonly attempts: number;
  readonly recipientId: string;
  readonly tenant: string;
  readonly dueAt: string;
}

export interface OutboxMail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly Attachment[];
  readonly at: string;
}

interface Parts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly streams: Streams;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'nextAt'>;
  readonly mailer: Mailer;
  readonly mailFrom: string;
  readonly publicUrl: string;
  /** For how long somebody who sends has a mail to itself, by real time; longer than a conversation can last. */
  readonly claimMs?: number;
}

/** What leaves the house. A table says what is due, `send` does it and may run twice, the queue calls it soon, a sweep surely. */
export class Deliveries {
  readonly #parts: Parts;
  readonly #planner: Planner;
  readonly #mails: Mails;
  readonly #writer: Writer;

  constructor(parts: Parts) {
    this.#parts = parts;
    const neighbourhood = new Neighbourhood(parts.streams, new AddressBook(parts.store));
    this.#planner = new Planner(parts.pool, parts.store, neighbourhood);
    this.#mails = new Mails(parts.pool, parts.claimMs ?? 5 * 60_000);
    this.#writer = new Writer({ ...parts, neighbourhood });
  }

  prepare(): Promise<void> {
    return this.#planner.prepare();
  }

  /** Turns what was told into deliveries. Gives how many were made. */
  plan(): Promise<number> {
    return this.#planner.plan();
  }

  /**
   * Sends mails that are due, oldest moment first. Gives how many were tried; 0 when nothing is due, or nobody should try now. A mail waits
   * until every alarm of its moment has been decided, so that a digest is whole; but not for longer than a minute.
   */
  async send(): Promise<number> {
    const { clock, alarms } = this.#parts;
    const alarmAt = await alarms.nextAt();
    await this.#planner.plan();
    const now = await clock.now();
    const failures = await this.#mails.failuresIfOpen(now);
    if (failures === undefined) return 0;
    const claimed = await this.#mails.claim(now, alarmAt, batchSize);
    let tried = 0;
    for (const together of inOrder(claimed, failures > 0)) {
      const outages = await Promise.all(together.map((mail) => this.#sendOne(mail, now, failures)));
      tried += together.length;
      if (outages.some(Boolean)) {
        await this.#mails.release(claimed.slice(tried));
        return tried;
      }
    }
    return tried;
  }

  /** Tries one mail and records what became of it; true when the server could not be spoken to. */
  async #sendOne(mail: Claimed, now: string, failures: number): Promise<boolean> {
    const letter = await this.#writer.letterOf(mail);
    if (letter.as === 'skipped') return this.#mails.skipped(mail, letter.cause);
    if (!(await this.#mails.isStillOurs(mail))) return false;
    const outcome = await this.#parts.mailer.send(letter.mail);
    switch (outcome.as) {
      case 'sent':
        return this.#mails.sent(mail, this.#parts.mailer.via, failures > 0);
      case 'bounced':
        return this.#mails.bounced(mail, outcome.reason);
      case 'later':
        return this.#mails.later(mail, now, outcome.reason);
      case 'outage':
        return this.#mails.outage(mail, now, outcome.reason, failures);
      case 'skipped':
        return this.#mails.skipped(mail, outcome.reason);
    }
  }

  /** The moment of the next mail by the service's clock; undefined when none waits. */
  nextAt(): Promise<string | undefined> {
    return this.#mails.nextAt();
  }

  /** Whether everything told so far has been decided and every mail due by now has been tried. */
  async isAtRest(): Promise<boolean> {
    const [position, last] = await Promise.all([this.#planner.position(), this.#parts.store.lastPosition()]);
    return (position ?? '') >= last && !(await this.isDue());
  }

  /** Whether a mail could go out now. */
  async isDue(): Promise<boolean> {
    const next = await this.nextAt();
    return next !== undefined && next <= (await this.#parts.clock.now());
  }

  /** What was given up and waits for somebody to look at it, oldest first, 200 at the most. */
  parked(): Promise<readonly ParkedDelivery[]> {
    return this.#mails.parked();
  }

  /** Lets a parked one be tried again from the beginning; false when there is none by this id. */
  async retry(id: string): Promise<boolean> {
    return (await this.#mails.retry(id, await this.#parts.clock.now())) || this.#planner.replan(id);
  }

  /** How many mails there are by state (queued and tried before: retrying); what could not be decided counts as failed. */
  counts(): Promise<Readonly<Record<'queued' | 'retrying' | 'sent' | 'failed' | 'bounced' | 'skipped', number>>> {
    return this.#mails.counts();
  }

  /** What would have gone out by mail without a server for it, oldest first, written anew for who looks at it. */
  async outbox(
    after: readonly [at: string, id: string] | undefined,
    limit: number,
  ): Promise<readonly (OutboxMail & { readonly id: string })[]> {
    const mails = await this.#mails.inOutbox(after, limit);
    return Promise.all(mails.map(async (mail) => ({ ...(await this.#writer.copyOf(mail)), id: mail.mailId })));
  }
}

/** Mails of one moment may go at once, some at a time; those of a later one come after. With a server that was down, the oldest tries alone. */
function inOrder(mails: readonly Claimed[], wasDown: boolean): Claimed[][] {
  const groups: Claimed[][] = [];
  for (const mail of mails) {
    const last = groups.at(-1);
    const most = wasDown && groups.length === 1 ? 1 : atOnce;
    if (last && last.length < most && last[0]!.dueAt === mail.dueAt) last.push(mail);
    else groups.push([mail]);
  }
  return groups;
}
