import type { Pool } from 'pg';
import pg from 'pg';
import { Grouped } from '../grouped.js';
import type { Append, AppendOutcome, EventStore, MovedEvent, NewStoredEvent, StoredEvent, Tail } from './event-store.js';

interface Row {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly event_id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
  readonly stored_at: Date;
}

const columns = 'stream, revision, position, event_id, type, data, meta, stored_at';
const width = 16;
const toPosition = (position: number): string => String(position).padStart(width, '0');
const fromPosition = (position: string): number => (position === '' ? 0 : Number(position));
const stored = (row: Row): StoredEvent => ({
  stream: row.stream,
  revision: row.revision,
  position: toPosition(row.position),
  eventId: row.event_id,
  type: row.type,
  data: row.data,
  meta: row.meta,
  storedAt: row.stored_at,
});

interface TailRow extends Row {
  readonly ask: number;
  readonly holder: string | null;
}

/** An event and the append it belongs to, counted from 1. */
type Placed = NewStoredEvent & { readonly append: number; readonly tenant: string };

const placedOf = (appends: readonly Append[]): Placed[] =>
  appends.flatMap((append, index) => append.events.map((event) => ({ ...event, append: index + 1, tenant: append.tenant })));

/** Events in PostgreSQL, with a gapless global position: the appends of a process travel in groups, each group one call. */
export class PostgresEventStore implements EventStore {
  readonly #pool: Pool;
  readonly #url: string;
  readonly #appends: Grouped<Append, AppendOutcome>;
  readonly #tails: Grouped<{ stream: string; after: number; eventId: string | null }, Tail>;

  /** `url` is for the one connection that listens for the bell. */
  constructor(pool: Pool, url: string) {
    this.#pool = pool;
    this.#url = url;
    this.#appends = new Grouped((appends) => this.#appendAll(appends));
    this.#tails = new Grouped((asks) => this.#readTails(asks));
  }

  append(append: Append): Promise<AppendOutcome> {
    return this.#appends.send(append);
  }

  /** The function places events in the order they are given, whichever append they belong to: so streams may lie through one another. */
  appendInOrder(events: readonly MovedEvent[]): Promise<readonly AppendOutcome[]> {
    const places = new Map<string, number>();
    const appends: Append[] = [];
    const placed = events.map((event) => {
      const { stream, revision, tenant } = event;
      if (!places.has(stream)) places.set(stream, appends.push({ tenant, stream, expectedRevision: revision - 1, events: [], keys: [] }));
      return { ...event, append: places.get(stream)! };
    });
    return this.#call(appends, placed);
  }

  read(stream: string, afterRevision: number, eventId?: string): Promise<Tail> {
    return this.#tails.send({ stream, after: afterRevision, eventId: eventId ?? null });
  }

  async readAll(afterPosition: string, limit: number): Promise<readonly StoredEvent[]> {
    const { rows } = await this.#pool.query<Row>({
      name: 'read-all',
      text: `select ${columns} from log.events where position > $1 order by position limit $2`,
      values: [fromPosition(afterPosition), limit],
    });
    return rows.map(stored);
  }

  async lastPosition(): Promise<string> {
    const { rows } = await this.#pool.query<{ position: number }>('select position from log.counter');
    const position = rows[0]?.position ?? 0;
    return position === 0 ? '' : toPosition(position);
  }

  async onAppended(bell: () => void): Promise<() => Promise<void>> {
    let stopped = false;
    let client: pg.Client | undefined;
    let again: NodeJS.Timeout | undefined;
    const listen = async (): Promise<void> => {
      if (stopped) return;
      const next = new pg.Client({ connectionString: this.#url, keepAlive: true, application_name: 'samenspel-bell' });
      const retry = (): void => {
        next.removeAllListeners();
        next.on('error', () => {});
        void next.end().catch(() => {});
        if (!stopped) again = setTimeout(() => void listen(), 500);
      };
      next.once('error', retry);
      try {
        await next.connect();
        next.once('end', retry);
        next.on('notification', bell);
        await next.query('listen samenspel_appended');
        client = next;
        bell();
      } catch {
        retry();
      }
    };
    await listen();
    return async () => {
      stopped = true;
      clearTimeout(again);
      client?.removeAllListeners('end');
      await client?.end().catch(() => {});
    };
  }

  /** One call for all; a stream at most once in a call. If the call as a whole fails, each append is sent alone. */
  async #appendAll(appends: readonly Append[]): Promise<(AppendOutcome | Error)[]> {
    const outcomes = new Array<AppendOutcome | Error>(appends.length);
    let rest = appends.map((_, index) => index);
    while (rest.length > 0) {
      const streams = new Set<string>();
      const now = rest.filter((index) => !streams.has(appends[index]!.stream) && streams.add(appends[index]!.stream));
      const later = new Set(now);
      rest = rest.filter((index) => !later.has(index));
      try {
        const answers = await this.#call(now.map((index) => appends[index]!));
        now.forEach((index, place) => (outcomes[index] = answers[place]!));
      } catch (error) {
        if (now.length === 1) outcomes[now[0]!] = error as Error;
        else
          for (const index of now)
            outcomes[index] = await this.#call([appends[index]!]).then(
              ([one]) => one!,
              (alone: Error) => alone,
            );
      }
    }
    return outcomes;
  }

  async #call(appends: readonly Append[], events: readonly Placed[] = placedOf(appends)): Promise<AppendOutcome[]> {
    const keys = appends.flatMap((append, index) => append.keys.map((key) => ({ ...key, append: index + 1 })));
    const { rows } = await this.#pool.query<{
      append: number;
      outcome: string;
      revision: number;
      last_position: number;
      elsewhere: string;
    }>({
      name: 'append',
      text: 'select * from log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)',
      values: [
        appends.map((append) => append.stream),
        appends.map((append) => append.expectedRevision),
        events.map((event) => event.append),
        events.map((event) => event.eventId),
        events.map((event) => event.tenant),
        events.map((event) => event.type),
        events.map((event) => event.data),
        events.map((event) => event.meta),
        keys.map((key) => key.append),
        keys.map((key) => key.eventId),
        keys.map((key) => key.subjectKey),
        keys.map((key) => key.tenant),
        keys.map((key) => key.stream),
        keys.map((key) => key.wrapped),
      ],
    });
    const outcomes = new Array<AppendOutcome>(appends.length);
    for (const row of rows) {
      outcomes[row.append - 1] =
        row.outcome === 'ok'
          ? { outcome: 'ok', revision: row.revision, position: toPosition(row.last_position) }
          : row.outcome === 'conflict'
            ? { outcome: 'conflict', revision: row.revision }
            : { outcome: 'taken', stream: row.elsewhere };
    }
    return outcomes;
  }

  /** The `offset 0` keeps the planner from joining with a scan of the whole log: each stream is looked up by its index. */
  async #readTails(asks: readonly { stream: string; after: number; eventId: string | null }[]): Promise<Tail[]> {
    const { rows } = await this.#pool.query<TailRow>({
      name: 'read-tails',
      text: `select a.ask::int, h.stream as holder, e.*
               from unnest($1::text[], $2::int[], $3::uuid[]) with ordinality a(stream, after, event_id, ask)
               left join log.events h on h.event_id = a.event_id
               left join lateral (select ${columns} from log.events s where s.stream = a.stream and s.revision > a.after
                                   order by s.revision offset 0) e on true
              order by a.ask, e.revision`,
      values: [asks.map((ask) => ask.stream), asks.map((ask) => ask.after), asks.map((ask) => ask.eventId)],
    });
    const tails = asks.map(() => ({ events: [] as StoredEvent[], holder: undefined as string | undefined }));
    for (const row of rows) {
      const tail = tails[row.ask - 1]!;
      if (row.holder !== null) tail.holder = row.holder;
      if (row.stream !== null) tail.events.push(stored(row));
    }
    return tails.map(({ events, holder }) => ({ events, ...(holder !== undefined && { holder }) }));
  }
}
