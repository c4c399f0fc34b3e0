import { open } from 'node:fs/promises';
import type { AppendOutcome, EventStore, MovedEvent, StoredEvent } from '../event-store/event-store.js';
import type { Link } from '../evidence/chain.js';
import { contentOf, linkOf, origin } from '../evidence/chain.js';
import type { Closing, FileEvent } from './event-file.js';
import { checkedEnds, entriesOf, linkOfMark } from './event-file.js';

const pageSize = 1_000;

/** The target holds something else than the beginning of what is to be imported. */
export class TargetDiffers extends Error {}

export interface Imported {
  readonly closing: Closing;
  /** How many events were there already, from a run that was cut off. */
  readonly found: number;
  readonly written: number;
}

/**
 * Brings the events of a file into a store that is empty, or that holds nothing but the beginning of them: then it goes on where it
 * stopped. Order, ids and revisions are kept; positions and the moment of storing are the target's own. Nothing is written before the whole file
 * was checked. Throws `BadEventFile` or `TargetDiffers`, and an Error when somebody else writes into the target meanwhile.
 */
export async function importEvents(
  store: EventStore,
  path: string,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<Imported> {
  const file = await open(path);
  try {
    const { header, closing } = await checkedEnds(file);
    const target = eventsOf(store);
    await passStart(target, linkOfMark(header.start));
    let found = 0;
    let written = 0;
    let waiting: FileEvent[] = [];
    const write = async (): Promise<void> => {
      await appendMoved(store, waiting.map(moved));
      written += waiting.length;
      waiting = [];
      onProgress(found + written, closing.count);
    };
    let there = await target.next();
    for await (const entry of entriesOf(file)) {
      if (!('event' in entry)) continue;
      if (!there.done) {
        if (!contentOf(there.value).equals(entry.content))
          throw new TargetDiffers(`${notEmpty} It differs from event ${entry.event.ordinal} on.`);
        found += 1;
        there = await target.next();
      } else {
        waiting.push(entry.event);
        if (waiting.length === pageSize) await write();
      }
    }
    if (!there.done) throw new TargetDiffers(`${notEmpty} It goes on after the last event of the file.`);
    if (waiting.length > 0) await write();
    return { closing, found, written };
  } finally {
    await file.close();
  }
}

const notEmpty = 'The target is not empty, and what it holds is not the beginning of this file.';

async function* eventsOf(store: EventStore): AsyncGenerator<StoredEvent, undefined> {
  for (let position = ''; ;) {
    const events = await store.readAll(position, pageSize);
    if (events.length === 0) return undefined;
    yield* events;
    position = events.at(-1)!.position;
  }
}

/** A file that follows an earlier one fits a target that holds exactly what came before it. */
async function passStart(target: AsyncGenerator<StoredEvent, undefined>, start: Link): Promise<void> {
  let link = origin;
  while (link.ordinal < start.ordinal) {
    const next = await target.next();
    if (next.done)
      throw new TargetDiffers(
        `The file begins after event ${start.ordinal}, and the target holds ${link.ordinal}: import what comes before.`,
      );
    link = linkOf(link, contentOf(next.value));
  }
  if (!link.hash.equals(start.hash)) throw new TargetDiffers(`The target's first ${start.ordinal} events are not those before this file.`);
}

const moved = ({ stream, revision, eventId, type, data, meta }: FileEvent): MovedEvent => ({
  stream,
  revision,
  eventId,
  type,
  data,
  meta,
  tenant: (JSON.parse(meta) as { readonly tenantId: string }).tenantId,
});

/** In one call where the store can; otherwise run after run of events of one stream, each waited for, because only that keeps the order. */
async function appendMoved(store: EventStore, events: readonly MovedEvent[]): Promise<void> {
  if (store.appendInOrder) {
    for (const outcome of await store.appendInOrder(events)) expectTaken(outcome);
    return;
  }
  for (let from = 0, to = 1; from < events.length; from = to, to += 1) {
    const { stream, revision, tenant } = events[from]!;
    while (events[to]?.stream === stream) to += 1;
    expectTaken(await store.append({ tenant, stream, expectedRevision: revision - 1, events: events.slice(from, to), keys: [] }), stream);
  }
}

/** An append whose answer was lost and that is sent again finds its own events in its stream: that is success too. */
function expectTaken(outcome: AppendOutcome, stream?: string): void {
  if (outcome.outcome === 'ok' || (outcome.outcome === 'taken' && outcome.stream === stream)) return;
  throw new Error('Somebody else writes into the target: stop the service, empty the target and import again.');
}
