import type { Pool } from 'pg';
import { revive } from '#domain/kernel/index.js';
import type { AnyView } from './tables.js';
import { tableOf } from './tables.js';

export interface FoundDocument<D> {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly parked: boolean;
  readonly document: D;
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

  constructor(pool: Pool, views: readonly AnyView[]) {
    this.#pool = pool;
    this.#views = views;
  }

  async document<D>(view: string, tenant: string, id: string): Promise<FoundDocument<D> | undefined> {
    const [found] = await this.documents<D>(view, tenant, [id]);
    return found;
  }

  async documents<D>(view: string, tenant: string, ids: readonly string[]): Promise<readonly FoundDocument<D>[]> {
    const { rows } = await this.#pool.query<{ id: string; revision: number; position: string; parked: string | null; body: string }>({
      name: 'documents',
      text: `select d.id, d.revision, d.position, d.parked, d.body from views.documents d join views.live l using (view, generation)
              where d.view = $1 and d.tenant = $2 and d.id = any($3)`,
      values: [view, tenant, ids],
    });
    return rows.map((row) => ({
      id: row.id,
      revision: row.revision,
      position: row.position,
      parked: row.parked !== null,
      document: revive(JSON.parse(row.body) as unknown) as D,
    }));
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
