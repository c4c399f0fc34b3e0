import type { AppendStreamState, EventData, Position, RecordedEvent } from '@kurrent/kurrentdb-client';
import { NO_STREAM, binaryEvent } from '@kurrent/kurrentdb-client';
import type { NewStoredEvent, StoredEvent } from './event-store.js';

/**
 * The client parses metadata that is JSON and gives no bytes back. A byte order mark in front is no JSON to it, so we get what was stored;
 * it also tells our events from those of others.
 */
const mark = Buffer.from('\u{FEFF}');
/** As wide as the largest position of a 64-bit log. */
const width = 20;
const padded = (number: bigint): string => String(number).padStart(width, '0');

/** Positions of a log of KurrentDB are opaque outside, and compared as text. Only events of old transactions have two numbers. */
export const textOf = ({ commit, prepare }: Position): string =>
  commit === prepare ? padded(commit) : `${padded(commit)}-${padded(prepare)}`;

export function positionOf(text: string): Position {
  const [commit = '0', prepare = commit] = text.split('-');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

export const stateOf = (revision: number): AppendStreamState => (revision < 0 ? NO_STREAM : BigInt(revision));

/** Binary, because the client would write JSON anew, and what was sealed has to come back byte for byte. */
export const written = ({ eventId, type, data, meta }: NewStoredEvent): EventData =>
  binaryEvent({ id: eventId, type, data: Buffer.from(data), metadata: Buffer.concat([mark, Buffer.from(meta)]) });

/** The event as it was given to the store; undefined for what others wrote, and for the marks of the server itself. */
export function storedOf(event: RecordedEvent | undefined, prefix: string): StoredEvent | undefined {
  if (!event || event.isJson || event.type.startsWith('$') || !event.streamId.startsWith(prefix) || !event.position) return undefined;
  const meta = event.metadata;
  if (!(meta instanceof Uint8Array) || !mark.equals(meta.subarray(0, mark.length))) return undefined;
  return {
    stream: event.streamId.slice(prefix.length),
    revision: Number(event.revision),
    position: textOf(event.position),
    eventId: event.id,
    type: event.type,
    data: Buffer.from(event.data as Uint8Array).toString(),
    meta: Buffer.from(meta.subarray(mark.length)).toString(),
    storedAt: event.created,
  };
}
