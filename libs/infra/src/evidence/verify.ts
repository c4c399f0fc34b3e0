import type { Pool } from 'pg';
import type { EventStore } from '../event-store/event-store.js';
import type { Link } from './chain.js';
import { contentOf, linkOf, origin } from './chain.js';
import type { KeptCheckpoints } from './checkpoint-file.js';
import { tagOf, tracesOf } from './checkpoint-file.js';
import type { Difference, Trace } from './differences.js';
import { differences } from './differences.js';

const pageSize = 1_000;

/** What does not agree, and with what. */
export type Finding =
  | (Difference & { readonly against: 'seals' | 'checkpoints' | 'file' })
  /** The seals contradict themselves from this ordinal on: they were changed, whatever became of the log. */
  | { readonly kind: 'seals-changed'; readonly ordinal: number }
  /** Somewhere after `from` and up to `ordinal` the log is not what was signed. */
  | { readonly kind: 'not-what-was-signed'; readonly from: number; readonly ordinal: number }
  /** No checkpoint tells the single events after `from` and up to `ordinal`. */
  | { readonly kind: 'checkpoint-missing'; readonly from: number; readonly ordinal: number }
  | { readonly kind: 'checkpoint-unsound'; readonly line: number };

export interface Verified {
  readonly findings: readonly Finding[];
  /** The chain of the store as it is now. */
  readonly chain: Link;
}

/** So many differences are named; a log of which more changed is another log. */
const mostNamed = 1_000;

/** The events of a store as traces, with the chain that is computed on the way. */
export async function* storeTraces(
  store: EventStore,
  tag: (content: Buffer) => string,
  onLink: (link: Link) => void = () => undefined,
): AsyncGenerator<Trace> {
  let link = origin;
  for (let position = ''; ;) {
    const events = await store.readAll(position, pageSize);
    if (events.length === 0) return;
    for (const event of events) {
      const content = contentOf(event);
      link = linkOf(link, content);
      onLink(link);
      yield { ordinal: link.ordinal, tag: tag(content), eventId: event.eventId, position: event.position };
    }
    position = events.at(-1)!.position;
  }
}

/** Compares the log with the seals in the database: names every event that was changed, taken out, put in or moved since it was sealed. */
export async function verifySeals(pool: Pool, store: EventStore): Promise<Verified> {
  const findings: Finding[] = [];
  let chain = origin;
  const hex = (content: Buffer): string => content.toString('hex');
  const found = storeTraces(store, hex, (link) => (chain = link));
  for await (const difference of differences(sealTraces(pool, findings), found, { isWhole: false })) {
    findings.push({ ...difference, against: 'seals' });
    if (findings.length >= mostNamed) break;
  }
  await drain(found);
  return { findings, chain };
}

/** The seals as traces; where they do not chain to what stands beside them, that is found too. */
async function* sealTraces(pool: Pool, findings: Finding[]): AsyncGenerator<Trace> {
  let link = origin;
  let isSound = true;
  const doubt = (ordinal: number): void => {
    if (isSound) findings.push({ kind: 'seals-changed', ordinal });
    isSound = false;
  };
  for (;;) {
    const { rows } = await pool.query<{ ordinal: number; position: string; event_id: string; content: Buffer; hash: Buffer }>({
      name: 'seals',
      text: `select ordinal, position, event_id, content, hash from evidence.seals where ordinal > $1 order by ordinal limit ${pageSize}`,
      values: [link.ordinal],
    });
    for (const { ordinal, position, event_id: eventId, content, hash } of rows) {
      for (let lost = link.ordinal + 1; lost < ordinal; lost += 1) {
        doubt(lost);
        yield { ordinal: lost, tag: undefined };
      }
      const next = linkOf({ ordinal: ordinal - 1, hash: link.hash }, content);
      if (!next.hash.equals(hash)) doubt(ordinal);
      link = { ordinal, hash };
      yield { ordinal, tag: content.toString('hex'), eventId, position };
    }
    if (rows.length < pageSize) break;
  }
  const { rows } = await pool.query<{ ordinal: number; hash: Buffer }>('select ordinal, hash from evidence.head');
  if (rows[0]?.ordinal !== link.ordinal || !rows[0].hash.equals(link.hash)) doubt(link.ordinal + 1);
}

/** Compares the log with checkpoints kept elsewhere, which nobody without the key could have made. */
export async function verifyCheckpoints(store: EventStore, { checkpoints, unsound }: KeptCheckpoints): Promise<Verified> {
  const findings: Finding[] = unsound.map((line) => ({ kind: 'checkpoint-unsound', line }));
  const signed = new Map<number, Buffer>();
  const wanted = new Set(checkpoints.map(({ ordinal }) => ordinal));
  let chain = origin;
  const found = storeTraces(store, tagOf, (link) => {
    chain = link;
    if (wanted.has(link.ordinal)) signed.set(link.ordinal, link.hash);
  });
  let named = 0;
  for await (const difference of differences(tracesOf(checkpoints), found, { isWhole: false })) {
    findings.push({ ...difference, against: 'checkpoints' });
    if (++named >= mostNamed) break;
  }
  await drain(found);
  let before = 0;
  for (const { from, ordinal, hash } of checkpoints) {
    if (from > before) findings.push({ kind: 'checkpoint-missing', from: before, ordinal: from });
    const isSame = signed.get(ordinal)?.toString('base64') === hash;
    // A named difference spoils every hash after it; only one that nobody could name needs a word of its own.
    if (!isSame && named === 0) {
      findings.push({ kind: 'not-what-was-signed', from: before, ordinal });
      named += 1;
    }
    before = Math.max(before, ordinal);
  }
  return { findings, chain };
}

/** Reads on to the end, so that the chain is that of the whole log. */
async function drain(traces: AsyncGenerator<Trace>): Promise<void> {
  while (!(await traces.next()).done);
}
