import type { Pool } from 'pg';
import { revive } from '#domain/kernel/index.js';
import { Grouped } from '../grouped.js';
import type { AnyView } from './tables.js';
import { tableOf } from './tables.js';

export interface FoundDocument<D> {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly parked: boolean;
  readonly document: D;
}

interface DocumentAsk {
  readonly view: string;
  readonly tenant: string;
  readonly id: string;
}

export interface FoundRow {
  readonly id: string;
  readonly ord: number;
  readonly revision: number;
  readonly item: unknown;
  readonly cells: Readonly<Record<string, unknown>>;
}

const waitMs = 2_000;
/** Characters of the documents that are kept, as they are stored: some tens of megabytes once parsed. */
const keepMost = 16_000_000;

interface Kept {
  readonly size: number;
  readonly generation: number;
  readonly position: string;
  readonly document: unknown;
}
const lookEveryMs = 20;

/** A part of a `where`: SQL with `$?` for each value. Column names are ours, values are parameters. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const keyOf = ({ view, tenant, id }: DocumentAsk): string => `${view}\n${tenant}\n${id}`;

/** Reads what the projector wrote. Every read names a tenant; sealed texts stay sealed. */
export class ReadModels {
  readonly #pool: Pool;
  readonly #views: readonly AnyView[];
  readonly #asks: Grouped<DocumentAsk, FoundDocument<unknown> | undefined>;
  /** Documents as they were read last: one that still stands at the same position need not travel and be parsed again. */
  readonly #kept = new Map<string, Kept>();
  #keptSize = 0;

  constructor(pool: Pool, views: readonly AnyView[]) {
    this.#pool = pool;
    this.#views = views;
    this.#asks = new Grouped((asks) => this.#find(asks));
  }

  async document<D>(view: string, tenant: string, id: string): Promise<FoundDocument<D> | undefined> {
    return (await this.#asks.send({ view, tenant, id })) as FoundDocument<D> | undefined;
  }

  async documents<D>(view: string, tenant: string, ids: readonly string[]): Promise<readonly FoundDocument<D>[]> {
    const found = await this.#find(ids.map((id) => ({ view, tenant, id })));
    return found.filter((each) => each !== undefined) as FoundDocument<D>[];
  }

  /** The document of each ask, in order. */
  async #find(asks: readonly DocumentAsk[]): Promise<(FoundDocument<unknown> | undefined)[]> {
    const kept = asks.map((ask) => this.#kept.get(keyOf(ask)));
    const { rows } = await this.#pool.query<{
      ask: number;
      id: string;
      generation: number;
      revision: number;
      position: string;
      parked: string | null;
      body: string | null;
    }>({
      name: 'documents',
      // The `offset 0` keeps the planner from scanning all documents: each is looked up by its key.
      text: `select a.ask::int, d.id, l.generation, d.revision, d.position, d.parked,
                    case when d.position = a.position and l.generation = a.generation and d.parked is null then null else d.body end as body
               from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[]) with ordinality a(view, tenant, id, generation, position, ask)
               join views.live l using (view)
              cross join lateral (select id, tenant, revision, position, parked, body from views.documents s
                                   where s.view = a.view and s.generation = l.generation and s.id = a.id offset 0) d
              where d.tenant = a.tenant`,
      values: [
        asks.map((ask) => ask.view),
        asks.map((ask) => ask.tenant),
        asks.map((ask) => ask.id),
        kept.map((each) => each?.generation ?? null),
        kept.map((each) => each?.position ?? null),
      ],
    });
    const found = new Map(rows.map((row) => [row.ask - 1, row]));
    return asks.map((ask, index) => {
      const row = found.get(index);
      if (!row) return undefined;
      const { id, generation, revision, position } = row;
      const parked = row.parked !== null;
      const known = row.body === null ? kept[index]! : undefined;
      const document = known ? known.document : revive(JSON.parse(row.body!) as unknown);
      if (!parked) this.#keep(keyOf(ask), known ?? { size: row.body!.length, generation, position, document });
      return { id, revision, position, parked, document };
    });
  }

  #keep(key: string, kept: Kept): void {
    this.#forget(key);
    this.#kept.set(key, kept);
    this.#keptSize += kept.size;
    while (this.#keptSize > keepMost) this.#forget(this.#kept.keys().next().value!);
  }

  #forget(key: string): void {
    this.#keptSize -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }

  /** Waits up to two seconds until a document holds a revision; false when it does not. */
  async waitFor(view: string, id: string, revision: number): Promise<boolean> {
    const until = performance.now() + waitMs;
    for (;;) {
      const { rows } = await this.#pool.query<{ revision: number }>({
        name: 'document-revision',
        text: 'select d.revision from views.documents d join views.live l using (view, generation) where d.view = $1 and d.id = $2',
        values: [view, id],
      });
      if ((rows[0]?.revision ?? -1) >= revision) return true;
      if (performance.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  /** Rows of a view's table in the order asked for. `order` and `columns` are our own words, never a caller's. */
  async rows(view: string, tenant: string, conditions: readonly Condition[], order: string, limit: number): Promise<readonly FoundRow[]> {
    const { text, values } = this.#where(view, tenant, conditions);
    const { rows } = await this.#pool.query<Record<string, unknown>>(
      `select r.*, d.revision from (select * from ${text} order by ${order} limit ${Math.trunc(limit)}) r
       join views.documents d on d.view = $1 and d.generation = r.generation and d.id = r.id order by ${order.replace(/\bid\b/g, 'r.id')}`,
      values,
    );
    return rows.map(({ id, ord, revision, item, ...cells }) => ({
      id: String(id),
      ord: Number(ord),
      revision: Number(revision),
      item: typeof item === 'string' ? revive(JSON.parse(item) as unknown) : undefined,
      cells,
    }));
  }

  /** Counts rows by an SQL expression of ours. */
  async count(view: string, tenant: string, conditions: readonly Condition[], by: string): Promise<ReadonlyMap<string, number>> {
    const { text, values } = this.#where(view, tenant, conditions);
    const { rows } = await this.#pool.query<{ key: string; count: number }>(
      `select ${by} as key, count(*) as count from ${text} group by 1`,
      values,
    );
    return new Map(rows.map((row) => [String(row.key), row.count]));
  }

  /** Ids that the blind index knows by all of these words. */
  async idsByWords(tenant: string, words: readonly Buffer[]): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ case_id: string }>(
      `select case_id from keys.words where tenant = $1 and word = any($2::bytea[]) group by case_id having count(*) = $3 limit 1000`,
      [tenant, words, words.length],
    );
    return rows.map((row) => row.case_id);
  }

  #where(view: string, tenant: string, conditions: readonly Condition[]): { readonly text: string; readonly values: unknown[] } {
    const known = this.#views.find((each) => each.name === view);
    if (!known) throw new Error(`There is no view ${view}.`);
    const values: unknown[] = [view, tenant];
    const parts = conditions.map(({ sql, values: more }) => {
      let next = 0;
      return sql.replaceAll('$?', () => `$${values.push(more[next++])}`);
    });
    const where = ['generation = (select generation from views.live where view = $1)', 'tenant = $2', ...parts].join(' and ');
    return { text: `${tableOf(known)} where ${where}`, values };
  }
}
