import type { Filter, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { BACKWARDS, END, START, WrongExpectedVersionError, streamNameFilter } from '@kurrent/kurrentdb-client';
import type { Pool } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { newUuid } from '../uuid.js';
import type { Append, AppendOutcome, EventStore, StoredEvent, Tail } from './event-store.js';
import { StoreUnavailable } from './event-store.js';
import { kurrentDbAddress } from './kurrentdb-address.js';
import { KurrentDbBell } from './kurrentdb-bell.js';
import { Claims } from './kurrentdb-claims.js';
import { positionOf, stateOf, storedOf, textOf, written } from './kurrentdb-events.js';
import { KurrentDbReader, connected } from './kurrentdb-reader.js';
import { patienceFromNow, patienceMs, patiently, within } from './kurrentdb-patience.js';

/** The longest that one try of an append may take, also at the server. */
const tryMs = 1_000;
/** After so long nothing of an append can come any more: twice its patience, and a second. */
const graceSeconds = (2 * patienceMs + 1_000) / 1_000;
const lookAgainMs = 25;
/** A page of the log may lie behind many events of others. */
const pageMs = 30_000;

const ourStreams = (prefix: string): string =>
  `^${prefix.replaceAll('.', String.raw`\.`)}[A-Za-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`;

/**
 * Events in KurrentDB, by its plain protocol as servers speak it from EventStoreDB 23.10 on. The log says what happened; PostgreSQL holds
 * the keys, and where each event lies if it came (see Claims). Every call has an end, and asks the leader, so that nothing is judged on
 * what a follower has not heard yet.
 */
export class KurrentDbEventStore implements EventStore {
  /** Appends and the subscription; reads have a client of their own. */
  readonly #client: KurrentDBClient;
  readonly #reader: KurrentDbReader;
  readonly #credentials: { readonly username: string; readonly password: string };
  readonly #claims: Claims;
  readonly #prefix: string;
  readonly #bell: KurrentDbBell;

  /** `url` is a connection string; `prefix` stands before the name of each stream and keeps several services on one server apart. */
  constructor(url: string, pool: Pool, prefix = '') {
    const address = kurrentDbAddress(url);
    this.#client = connected(address.connection);
    this.#credentials = address.credentials;
    this.#claims = new Claims(pool);
    this.#prefix = prefix;
    const filter: Filter = streamNameFilter({ regex: ourStreams(prefix), checkpointInterval: 1_000 });
    this.#reader = new KurrentDbReader({ address, prefix, filter });
    this.#bell = new KurrentDbBell({
      subscribe: (after) => this.#client.subscribeToAll({ fromPosition: after === '' ? END : positionOf(after), filter }),
      heard: ({ event }) => storedOf(event, prefix)?.position,
      last: () => this.lastPosition(),
    });
  }

  async append(append: Append): Promise<AppendOutcome> {
    const owner = newUuid();
    const until = patienceFromNow();
    const taken = await this.#claim(append, owner, until);
    if (taken === undefined) return this.#write(append, owner, until);
    await this.#claims.release(owner);
    return { outcome: 'taken', stream: taken };
  }

  async read(stream: string, afterRevision: number, eventId?: string): Promise<Tail> {
    const [events, claim] = await Promise.all([
      this.#reader.stream(patienceFromNow(), stream, afterRevision),
      eventId === undefined ? undefined : this.#claims.of(eventId),
    ]);
    if (eventId === undefined || claim === undefined) return { events };
    const isHere = claim.stream === stream && claim.revision > afterRevision;
    const isHeld = isHere
      ? events.some((event) => event.eventId === eventId)
      : (await this.#reader.at(patienceFromNow(), claim.stream, claim.revision))?.eventId === eventId;
    return { events, ...(isHeld && { holder: claim.stream }) };
  }

  async readAll(afterPosition: string, limit: number): Promise<readonly StoredEvent[]> {
    for (let after = afterPosition; ;) {
      // The position itself is read again: the server begins with it.
      const page = await this.#reader.all({ fromPosition: after === '' ? START : positionOf(after), maxCount: limit + 1 }, pageMs);
      const events = page.flatMap(({ event }) => storedOf(event, this.#prefix) ?? []).filter(({ position }) => position > afterPosition);
      const last = events.at(limit - 1) ?? events.at(-1);
      if (last) this.#bell.saw(last.position);
      if (last || page.length <= limit) return events.slice(0, limit);
      // A page full of what others wrote, or the server: on behind it.
      after = textOf(page.at(-1)!.event!.position);
    }
  }

  async lastPosition(): Promise<string> {
    for (let before: string | undefined; ;) {
      const fromPosition = before === undefined ? END : positionOf(before);
      const page = await this.#reader.all({ fromPosition, maxCount: before === undefined ? 1 : 100, direction: BACKWARDS }, patienceMs);
      const last = page.flatMap(({ event }) => storedOf(event, this.#prefix) ?? []).at(0);
      if (last) return last.position;
      if (page.length === 0) return '';
      before = textOf(page.at(-1)!.event!.position);
    }
  }

  onAppended(bell: () => void): Promise<() => Promise<void>> {
    return Promise.resolve(this.#bell.add(bell));
  }

  /** Ends what this store keeps open; the pool is the caller's. */
  async close(): Promise<void> {
    this.#bell.stop();
    await within(patienceMs, this.#client.dispose()).catch(() => undefined);
  }

  /** Gives the stream that holds one of the events already; undefined when this append may write them all. */
  async #claim(append: Append, owner: string, until: number): Promise<string | undefined> {
    for (let overruled: string[] = []; ;) {
      const others = await this.#claims.claim(append, owner, overruled);
      if (others.length === 0) return undefined;
      overruled = [];
      for (const claim of others) {
        const there = await this.#reader.at(until, claim.stream, claim.revision);
        if (there?.eventId === claim.eventId) return claim.stream;
        // Another event has its place, or it was given up: that append can no longer come.
        if (there || claim.seconds > graceSeconds) overruled.push(claim.owner);
      }
      if (overruled.length > 0) continue;
      if (performance.now() > until) {
        await this.#claims.release(owner);
        throw new StoreUnavailable('ClaimedByAnother');
      }
      await delay(lookAgainMs);
    }
  }

  async #write(append: Append, owner: string, until: number): Promise<AppendOutcome> {
    const { stream, events, expectedRevision } = append;
    return patiently(until, async (leftMs, inDoubt) => {
      try {
        const deadline = Math.min(tryMs, leftMs);
        const { nextExpectedRevision, position, success } = await within(
          deadline + 200,
          this.#client.appendToStream(this.#prefix + stream, events.map(written), {
            streamState: stateOf(expectedRevision),
            requiresLeader: true,
            deadline,
            // Given with the call they keep the client from its shared append stream, which has no end of its own.
            credentials: this.#credentials,
          }),
        );
        if (!success) return await this.#refused(until, append, owner, Number(nextExpectedRevision), inDoubt);
        const revision = expectedRevision + events.length;
        const text = position ? textOf(position) : await this.#positionAt(until, stream, revision);
        this.#bell.saw(text);
        return { outcome: 'ok', revision, position: text };
      } catch (error) {
        if (!(error instanceof WrongExpectedVersionError)) throw error;
        return this.#refused(until, append, owner, typeof error.actualState === 'bigint' ? Number(error.actualState) : -1, inDoubt);
      }
    });
  }

  /** The stream was elsewhere: because somebody was faster, or because an earlier try of ours came through. */
  async #refused(
    until: number,
    { stream, events, expectedRevision }: Append,
    owner: string,
    current: number,
    inDoubt: boolean,
  ): Promise<AppendOutcome> {
    const first = await this.#reader.at(until, stream, expectedRevision + 1);
    if (first && events.some(({ eventId }) => eventId === first.eventId)) {
      if (!inDoubt) return { outcome: 'taken', stream };
      const revision = expectedRevision + events.length;
      return { outcome: 'ok', revision, position: await this.#positionAt(until, stream, revision) };
    }
    // The leader knows of more than its cluster has taken: that may be ours, and may come to nothing yet.
    if (!first && inDoubt && current > expectedRevision) throw new StoreUnavailable('NotReadableYet');
    await this.#claims.release(owner);
    return { outcome: 'conflict', revision: current };
  }

  async #positionAt(until: number, stream: string, revision: number): Promise<string> {
    const there = await this.#reader.at(until, stream, revision);
    if (!there) throw new StoreUnavailable('NotReadableYet');
    return there.position;
  }
}
