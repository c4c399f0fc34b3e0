import type { Pool } from 'pg';
import { Grouped } from '../grouped.js';
import type { Append } from './event-store.js';

/** Where an event lies if it was appended, and which append may write it there. */
export interface Claim {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly owner: string;
  /** How long ago it was made. */
  readonly seconds: number;
}

interface Ask {
  readonly append: Append;
  readonly owner: string;
  readonly void: readonly string[];
}

interface Row {
  readonly append: number;
  readonly event_id: string;
  readonly stream: string;
  readonly revision: number;
  readonly owner: string;
  readonly seconds: number;
}

const claimOf = (row: Row): Claim => ({
  eventId: row.event_id,
  stream: row.stream,
  revision: row.revision,
  owner: row.owner,
  seconds: row.seconds,
});

/**
 * What KurrentDB cannot say, kept in PostgreSQL: which stream an event id belongs to. A claim and the keys are committed before the append;
 * the log alone says whether it came. An event has one owner at a time, because each attempt seals with keys of its own: only the attempt
 * whose keys are stored may append.
 */
export class Claims {
  readonly #pool: Pool;
  readonly #claims: Grouped<Ask, readonly Claim[]>;
  readonly #looks: Grouped<string, Claim | undefined>;

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#claims = new Grouped((asks) => this.#claimAll(asks));
    this.#looks = new Grouped((ids) => this.#lookAll(ids));
  }

  /** Claims the events of an append and, when it has them all, stores its keys; gives the claims of others that stand in the way. */
  claim(append: Append, owner: string, overruled: readonly string[]): Promise<readonly Claim[]> {
    return this.#claims.send({ append, owner, void: overruled });
  }

  /** The claim of an event, if there is one. */
  of(eventId: string): Promise<Claim | undefined> {
    return this.#looks.send(eventId);
  }

  /** Gives up what an append claimed and will never write. Its keys stay: they open nothing, and go with their subject. */
  async release(owner: string): Promise<void> {
    await this.#pool.query({ name: 'release-claims', text: 'delete from kurrentdb.claims where owner = $1', values: [owner] });
  }

  async #claimAll(asks: readonly Ask[]): Promise<(readonly Claim[])[]> {
    const events = asks.flatMap(({ append }, index) => append.events.map(({ eventId }) => ({ eventId, append: index + 1 })));
    const keys = asks.flatMap(({ append }, index) => append.keys.map((key) => ({ ...key, append: index + 1 })));
    const { rows } = await this.#pool.query<Row>({
      name: 'claim-events',
      text: 'select * from kurrentdb.claim($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      values: [
        asks.map(({ append }) => append.stream),
        asks.map(({ append }) => append.expectedRevision),
        asks.map(({ owner }) => owner),
        asks.flatMap((ask) => ask.void),
        events.map(({ append }) => append),
        events.map(({ eventId }) => eventId),
        keys.map((key) => key.append),
        keys.map((key) => key.eventId),
        keys.map((key) => key.subjectKey),
        keys.map((key) => key.tenant),
        keys.map((key) => key.stream),
        keys.map((key) => key.wrapped),
      ],
    });
    const claims = asks.map((): Claim[] => []);
    for (const row of rows) claims[row.append - 1]!.push(claimOf(row));
    return claims;
  }

  async #lookAll(ids: readonly string[]): Promise<(Claim | undefined)[]> {
    const { rows } = await this.#pool.query<Row>({
      name: 'claims-of',
      text: 'select event_id, stream, revision, owner, 0::float8 as seconds from kurrentdb.claims where event_id = any($1::uuid[])',
      values: [ids],
    });
    const found = new Map(rows.map((row) => [row.event_id, claimOf(row)]));
    return ids.map((id) => found.get(id));
  }
}
