import { createHash } from 'node:crypto';
import type { StoredEvent } from '../event-store/event-store.js';

/** What of an event is sealed: everything that is the same in every store. Position and the moment of storing are the store's own. */
export type SealedPart = Pick<StoredEvent, 'stream' | 'revision' | 'eventId' | 'type' | 'data' | 'meta'>;

/** The log up to and with an event: how many events, and their hash. */
export interface Link {
  readonly ordinal: number;
  readonly hash: Buffer;
}

/** The chain before the first event. */
export const origin: Link = { ordinal: 0, hash: Buffer.alloc(32) };

/** The hash of an event by itself: each part with its length before it, so that no two events are written alike. */
export function contentOf({ stream, revision, eventId, type, data, meta }: SealedPart): Buffer {
  const hash = createHash('sha256');
  for (const part of [stream, String(revision), eventId.toLowerCase(), type, data, meta]) {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  return hash.digest();
}

/** The next link: the ordinal, the content of its event, and all that went before. */
export function linkOf(before: Link, content: Buffer): Link {
  const ordinal = before.ordinal + 1;
  return { ordinal, hash: createHash('sha256').update(`samenspel 1:${ordinal}:`).update(content).update(before.hash).digest() };
}
