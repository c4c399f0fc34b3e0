import type { Meta } from '#domain/kernel/index.js';
import type { StoredEvent } from './event-store.js';

/** An event as the present vocabulary knows it; texts are envelopes still. */
export interface ReadEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: Meta;
}

type Upcaster = (event: ReadEvent) => ReadEvent;

/**
 * What turns an older version of an event into the next one, by `type@schemaVersion`. Stored events are never edited. An upcaster is
 * pure and moves envelopes whole, because they are bound to the event and field under which they were first stored.
 */
export const upcasters: { readonly [typeAndVersion: string]: Upcaster } = {};

/** Parses a stored event and brings it to the present version. */
export function upcast(stored: StoredEvent, table: { readonly [typeAndVersion: string]: Upcaster } = upcasters): ReadEvent {
  let event: ReadEvent = { type: stored.type, data: JSON.parse(stored.data) as ReadEvent['data'], meta: JSON.parse(stored.meta) as Meta };
  for (let next = table[`${event.type}@${event.meta.schemaVersion}`]; next; next = table[`${event.type}@${event.meta.schemaVersion}`]) {
    const { schemaVersion } = event.meta;
    event = next(event);
    if (event.meta.schemaVersion <= schemaVersion)
      throw new Error(`The upcaster of ${event.type}@${schemaVersion} does not raise the version.`);
  }
  return event;
}
