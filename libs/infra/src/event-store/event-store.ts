/** An event as it lies in the store: data and metadata are the sealed bytes, not parsed. */
export interface StoredEvent {
  readonly stream: string;
  /** Counts from 0 within the stream. */
  readonly revision: number;
  /** Opaque; later events have greater ones, compared as text. */
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
  /** When the store took it, by real time, whatever the movable clock said. */
  readonly storedAt: Date;
}

/** The wrapped key of an event for one subject; committed with the event or before it. */
export interface EventKey {
  readonly eventId: string;
  readonly subjectKey: string;
  readonly tenant: string;
  readonly stream: string;
  readonly wrapped: Buffer;
}

export interface NewStoredEvent {
  readonly eventId: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
}

export interface Append {
  readonly tenant: string;
  readonly stream: string;
  /** The revision of the stream's last event, -1 when there is none. There is no "any". */
  readonly expectedRevision: number;
  readonly events: readonly NewStoredEvent[];
  readonly keys: readonly EventKey[];
}

/** An event that another store held: it gets the same revision here, and a position of this store. */
export type MovedEvent = Pick<StoredEvent, 'stream' | 'revision' | 'eventId' | 'type' | 'data' | 'meta'> & { readonly tenant: string };

export type AppendOutcome =
  | { readonly outcome: 'ok'; readonly revision: number; readonly position: string }
  /** Somebody was faster: `revision` is the stream's newest. */
  | { readonly outcome: 'conflict'; readonly revision: number }
  /** An event with one of these ids lies in that stream already: this command was carried out before. */
  | { readonly outcome: 'taken'; readonly stream: string };

export interface Tail {
  readonly events: readonly StoredEvent[];
  /** The stream that holds the event asked for by id, if any does. */
  readonly holder?: string;
}

/** The log, whatever keeps it. Every adapter passes the same contract suite. */
export interface EventStore {
  append(append: Append): Promise<AppendOutcome>;
  /**
   * Appends events of several streams in exactly this order, all or none, for a log that moves here whole; one outcome a stream. A store that
   * cannot do this in one call leaves it out, and takes one run of events of one stream after the other.
   */
  appendInOrder?(events: readonly MovedEvent[]): Promise<readonly AppendOutcome[]>;
  /** The events of a stream after a revision (-1 = all), and which stream holds an event id. */
  read(stream: string, afterRevision: number, eventId?: string): Promise<Tail>;
  /** At most `limit` events after a position ('' = from the beginning), in order, none left out. */
  readAll(afterPosition: string, limit: number): Promise<readonly StoredEvent[]>;
  /** The position of the newest event, '' when there is none. */
  lastPosition(): Promise<string>;
  /** Rings when something was appended, by whomever; it says that, never what, and may ring for nothing or miss one. */
  onAppended(bell: () => void): Promise<() => Promise<void>>;
}

/** The store does not answer now, and whether something was written is not known; asking again with the same ids is safe. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  /** `code` names what the store's client threw, without its text. */
  constructor(readonly code: string) {
    super('The event store cannot be reached now.');
  }
}
