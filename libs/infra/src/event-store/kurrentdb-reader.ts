import type { AllStreamResolvedEvent, Filter, ResolvedEvent } from '@kurrent/kurrentdb-client';
import {
  AccessDeniedError,
  KurrentDBClient,
  NotLeaderError,
  START,
  StreamDeletedError,
  StreamNotFoundError,
} from '@kurrent/kurrentdb-client';
import type { StoredEvent } from './event-store.js';
import type { KurrentDbAddress } from './kurrentdb-address.js';
import { storedOf, textOf } from './kurrentdb-events.js';
import { patienceFromNow, patiently, within } from './kurrentdb-patience.js';

const renewedAtMostEveryMs = 500;

export interface ReaderParts {
  readonly address: KurrentDbAddress;
  readonly prefix: string;
  readonly filter: Filter;
}

/**
 * The reads of a log in KurrentDB, all of the leader. The native part of the client that does them is over for good once it found no node to
 * connect to, so a client that fails is replaced.
 */
export class KurrentDbReader {
  readonly #parts: ReaderParts;
  readonly #asked: { readonly requiresLeader: true; readonly credentials?: KurrentDbAddress['credentials'] };
  #client: KurrentDBClient;
  #renewedAt = 0;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.#client = connected(parts.address.connection);
    // The native part takes user and password from the connection string as they are written there, without decoding them.
    const { credentials } = parts.address;
    this.#asked = { requiresLeader: true, ...(credentials.username !== '' && { credentials }) };
  }

  /** Our events of a stream after a revision. */
  async stream(until: number, stream: string, afterRevision: number): Promise<StoredEvent[]> {
    const events = await this.#stream(until, stream, { fromRevision: afterRevision < 0 ? START : BigInt(afterRevision + 1) });
    return events.flatMap(({ event }) => storedOf(event, this.#parts.prefix) ?? []);
  }

  /** What lies at a revision of a stream, whoever wrote it. */
  async at(until: number, stream: string, revision: number): Promise<{ readonly eventId: string; readonly position: string } | undefined> {
    const [found] = await this.#stream(until, stream, { fromRevision: BigInt(revision), maxCount: 1 });
    const event = found?.event;
    return event?.position && event.revision === BigInt(revision) ? { eventId: event.id, position: textOf(event.position) } : undefined;
  }

  /** Events of streams that are named as ours are, also such as others wrote; each piece within so many milliseconds. */
  all(options: Parameters<KurrentDBClient['readAll']>[0], milliseconds: number): Promise<AllStreamResolvedEvent[]> {
    const reading = { ...options, ...this.#asked, filter: this.#parts.filter };
    return patiently(patienceFromNow(), () => this.#read((client) => client.readAll(reading), milliseconds));
  }

  #stream(until: number, stream: string, options: Parameters<KurrentDBClient['readStream']>[1]): Promise<ResolvedEvent[]> {
    const name = this.#parts.prefix + stream;
    return patiently(until, async (leftMs) => {
      try {
        return await this.#read<ResolvedEvent>((client) => client.readStream(name, { ...options, ...this.#asked }), leftMs);
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        throw error;
      }
    });
  }

  async #read<T>(ask: (client: KurrentDBClient) => AsyncIterableIterator<T>, milliseconds: number): Promise<T[]> {
    const client = this.#client;
    try {
      const reading = ask(client);
      const all: T[] = [];
      for (;;) {
        const next = await within(milliseconds, reading.next());
        if (next.done) return all;
        all.push(next.value);
      }
    } catch (error) {
      if (!(error instanceof NotLeaderError || error instanceof StreamNotFoundError)) this.#renew(client, error);
      throw error;
    }
  }

  #renew(failed: KurrentDBClient, error: unknown): void {
    const isRefusal = error instanceof AccessDeniedError || error instanceof StreamDeletedError;
    if (isRefusal || failed !== this.#client || performance.now() - this.#renewedAt < renewedAtMostEveryMs) return;
    this.#renewedAt = performance.now();
    this.#client = connected(this.#parts.address.connection);
  }
}

/** A client; nothing is connected before it is used. What the client has to say of a wrong string may quote it, and is not repeated. */
export function connected(connection: string): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(connection);
  } catch {
    throw new Error('KURRENTDB_URL cannot be used as it stands: look at host, port, options and certificate files.');
  }
}
