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
const lookEveryMs = 20;

/** A part of a `where`: SQL with `$?` for each value. Column names are ours, values are parameters. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Reads what the projector wrote. Every read names a tenant; sealed texts stay sealed. */
export class ReadModels {
  readonly #pool: Pool;
  readonly #views: readonly AnyView[];
  readonly #asks: Grouped<DocumentAsk, FoundDocument<unknown> | undefined>;

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
    const { rows } = await this.#pool.query<{
      ask: number;
      id: string;
      revision: number;
      position: string;
      parked: string | null;
      body: string;
    }>({
      name: 'documents',
      // The `offset 0` keeps the planner from scanning all documents: each is looked up by its key.
      text: `select a.ask::int, d.id, d.revision, d.position, d.parked, d.body
               from unnest($1::text[], $2::text[], $3::text[]) with ordinality a(view, tenant, id, ask)
               join views.live l using (view)
              cross join lateral (select id, tenant, revision, position, parked, body from views.documents s
                                   where s.view = a.view and s.generation = l.generation and s.id = a.id offset 0) d
              where d.tenant = a.tenant`,
      values: [asks.map((ask) => ask.view), asks.map((ask) => ask.tenant), asks.map((ask) => ask.id)],
    });
    const found = new Map(rows.map((row) => [row.ask - 1, row]));
    return asks.map((_, index) => {
      const row = found.get(index);
      if (!row) return undefined;
      const { id, revision, position } = row;
      return { id, revision, position, parked: row.parked !== null, document: revive(JSON.parse(row.body) as unknown) };
    });
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
