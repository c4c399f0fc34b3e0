import type { Aggregate, Folded, Meta } from '#domain/kernel/index.js';
import { foldOne, revive } from '#domain/kernel/index.js';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import { upcast } from '../event-store/upcast.js';

/** What one command left in a stream: enough to answer it again. */
export interface Carried {
  readonly command: string;
  readonly mac: string;
  readonly types: readonly string[];
  readonly revision: number;
  readonly position: string;
}

/** A stream folded up to its newest event. */
export interface Loaded<S> {
  readonly stream: string;
  readonly tenant: string | undefined;
  readonly state: S;
  /** -1 when the stream has no events. */
  readonly revision: number;
  readonly position: string;
  readonly carried: ReadonlyMap<string, Carried>;
  /** The stream that holds the event asked for by id, if any does. */
  readonly holder?: string;
}

const mostKept = 500;

/** Folds streams, keeping some hundred folded ones; what lies behind the kept revision is always read, so nothing is judged on old state. */
export class Streams {
  readonly #store: EventStore;
  readonly #kept = new Map<string, Loaded<unknown>>();

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** What is kept of a stream, without a look at the store: good for guessing what to read, never for judging. */
  peek<S extends Folded>(stream: string): Loaded<S> | undefined {
    return this.#kept.get(stream) as Loaded<S> | undefined;
  }

  async load<S extends Folded, T>(aggregate: Aggregate<S, T>, id: string, eventId?: string): Promise<Loaded<S>> {
    const stream = `${aggregate.name}-${id}`;
    const kept: Loaded<S> = this.peek<S>(stream) ?? {
      stream,
      tenant: undefined,
      state: aggregate.initial(id),
      revision: -1,
      position: '',
      carried: new Map(),
    };
    const { events, holder } = await this.#store.read(stream, kept.revision, eventId);
    const loaded = events.length === 0 ? kept : fold(aggregate, kept, events);
    this.#keep(loaded);
    return holder === undefined ? loaded : { ...loaded, holder };
  }

  #keep(loaded: Loaded<unknown>): void {
    if (loaded.revision < 0) return;
    const known = this.#kept.get(loaded.stream);
    if (known && known.revision > loaded.revision) return;
    this.#kept.delete(loaded.stream);
    this.#kept.set(loaded.stream, loaded);
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!);
  }
}

/** Folds stored events onto a loaded stream. */
export function fold<S extends Folded, T>(aggregate: Aggregate<S, T>, from: Loaded<S>, events: readonly StoredEvent[]): Loaded<S> {
  const carried = new Map(from.carried);
  let { state, revision, position, tenant } = from;
  for (const stored of events) {
    const event = upcast(stored);
    state = foldOne(aggregate, state, event.type, revive(event.data), event.meta);
    revision = stored.revision;
    position = stored.position;
    tenant = event.meta.tenantId;
    remember(carried, event.meta, event.type, revision, position);
  }
  return { stream: from.stream, tenant, state, revision, position, carried };
}

function remember(carried: Map<string, Carried>, meta: Meta, type: string, revision: number, position: string): void {
  const before = carried.get(meta.commandId);
  carried.set(meta.commandId, {
    command: before?.command ?? meta.command ?? '',
    mac: before?.mac ?? meta.mac ?? '',
    types: [...(before?.types ?? []), type],
    revision,
    position,
  });
}
