import type { Pool, PoolClient } from 'pg';
import type { ColumnType, View } from '#domain/kernel/index.js';

export type AnyView = View<unknown>;

const sqlTypes: { readonly [type in ColumnType]: string } = {
  text: 'text',
  int: 'integer',
  bool: 'boolean',
  date: 'date',
  texts: 'text[]',
};

/** The table of a view's rows. View names are our own, never a caller's. */
export const tableOf = (view: Pick<AnyView, 'name'>): string => `views.${view.name.replaceAll('-', '_')}`;

export const columnsOf = (view: AnyView): readonly [name: string, sqlType: string][] =>
  Object.entries(view.table?.columns ?? {}).map(([name, type]) => [name, sqlTypes[type]]);

/** Makes the tables of the views that have rows; safe to run twice and by several at once. */
export async function makeTables(pool: Pool, views: readonly AnyView[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock(1935764333, 3)');
    for (const view of views) if (view.table) await makeTable(client, view);
    await client.query('select pg_advisory_unlock(1935764333, 3)');
  } finally {
    client.release();
  }
}

async function makeTable(client: PoolClient, view: AnyView): Promise<void> {
  const table = tableOf(view);
  const columns = columnsOf(view).map(([name, type]) => `, ${name} ${type}`);
  await client.query(
    `create table if not exists ${table} (generation integer not null, tenant text not null, id text not null, ord integer not null, item text${columns.join('')},
       primary key (generation, id, ord))`,
  );
  const swept = view.table?.sweptBy;
  if (swept)
    await client.query(
      `create index if not exists ${table.slice('views.'.length)}_sweep on ${table} (generation, ${swept}) where ${swept} is not null`,
    );
  for (const names of view.table?.indexes ?? []) {
    const index = `${table.slice('views.'.length)}_${names.join('_')}`.slice(0, 60);
    await client.query(`create index if not exists ${index} on ${table} (generation, tenant, ${names.join(', ')})`);
  }
}
