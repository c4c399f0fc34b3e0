import { open } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { EventStore } from '../event-store/event-store.js';
import { entriesOf } from './event-file.js';
import type { Carried } from './table-file.js';
import { exportTables, importTables } from './table-file.js';

const format = 'samenspel-work';

/** A table that records what was done about the log, or how far that has come; `position` says that it has a column with one. */
export interface WorkTable extends Carried {
  readonly position?: true;
}

/** What left the house and what policies have answered: no rebuild brings it back, and without it mail would go out twice. Parents before children. */
export const workTables: readonly WorkTable[] = [
  { table: 'deliveries.mails', key: 'mail_id' },
  { table: 'deliveries.deliveries', key: 'delivery_id' },
  { table: 'deliveries.checkpoint', key: 'one', position: true },
  { table: 'policies.checkpoint', key: 'policy', position: true },
  { table: 'policies.parked', key: 'policy, event_id', position: true },
  { table: 'policies.refused', key: 'policy, event_id, command_no' },
];

/** Stands before a position of the store that the log came from, until it is known which one that is here. Nothing is read from such a place. */
const foreign = 'moving:';

/** Work that was done here already, on another log. */
export class WorkDiffers extends Error {}

/** Writes what was done about the log into a file: ids, codes and moments. */
export async function exportWork(pool: Pool, path: string, at: string, tables = workTables): Promise<number> {
  return exportTables(pool, path, format, await present(pool, tables), { at });
}

/**
 * Brings that file into a database in which nothing was done yet. Positions in it are those of the source: call
 * `settlePositions` after it, when the events are here. Throws `WorkDiffers` where rows of another log lie, and stores nothing then.
 */
export async function importWork(pool: Pool, path: string, tables = workTables): Promise<number> {
  const known = new Map((await present(pool, tables)).map((each) => [each.table, each]));
  return importTables(pool, path, format, {
    header: () => undefined,
    take: async (client, table, rows) => {
      const { key, position } = known.get(table) ?? {};
      if (key === undefined) throw new WorkDiffers(`This version knows no table ${table}: import with the version that exported.`);
      const from = `json_populate_recordset(null::${table}, $1::json) r`;
      if (position) {
        await client.query(`delete from ${table} t using ${from} where (${of('t', key)}) = (${of('r', key)})`, [rows]);
        await client.query(`insert into ${table} select * from ${from}`, [rows]);
        await client.query(mark(table));
        return;
      }
      const { rowCount } = await client.query(`select 1 from ${from} join ${table} t using (${key}) where r is distinct from t limit 1`, [
        rows,
      ]);
      if (rowCount) throw new WorkDiffers(`${table} holds rows of its own: import into an empty database.`);
      await client.query(`insert into ${table} select * from ${from} on conflict do nothing`, [rows]);
    },
  });
}

/** Says of the positions that stand here that they are those of the store that the log comes from: for a database that stays when the events move. */
export async function markPositions(pool: Pool, tables = workTables): Promise<void> {
  for (const { table, position } of await present(pool, tables)) if (position) await pool.query(mark(table));
}

/**
 * Gives marked positions their place in this store, by their ordinal in the file that was imported. Safe to run twice. Gives how many are still
 * marked: they lie after the end of the file, and wait for the rest of the log.
 */
export async function settlePositions(pool: Pool, store: EventStore, path: string, tables = workTables): Promise<number> {
  const positioned = (await present(pool, tables)).filter(({ position }) => position);
  const marked = new Set<string>();
  for (const { table } of positioned) {
    const { rows } = await pool.query<{ position: string }>(
      `select distinct position from ${table} where starts_with(position, '${foreign}')`,
    );
    for (const { position } of rows) marked.add(position.slice(foreign.length));
  }
  if (marked.size === 0) return 0;
  const ordinals = await ordinalsOf(path, [...marked].toSorted());
  const here = await positionsOf(store, new Set(ordinals.values()));
  for (const { table } of positioned)
    for (const [position, ordinal] of ordinals)
      await pool.query(`update ${table} set position = $1 where position = $2`, [here.get(ordinal), foreign + position]);
  return marked.size - ordinals.size;
}

const of = (alias: string, key: string): string =>
  key
    .split(', ')
    .map((column) => `${alias}.${column}`)
    .join(', ');
const mark = (table: string): string =>
  `update ${table} set position = '${foreign}' || position where position <> '' and not starts_with(position, '${foreign}')`;

async function present(pool: Pool, tables: readonly WorkTable[]): Promise<readonly WorkTable[]> {
  const { rows } = await pool.query<{ table: string }>('select t as table from unnest($1::text[]) t where to_regclass(t) is not null', [
    tables.map(({ table }) => table),
  ]);
  return tables.filter(({ table }) => rows.some((row) => row.table === table));
}

/** The ordinal of the last event at or before each position; none for positions after the end of the file. */
async function ordinalsOf(path: string, positions: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const ordinals = new Map<string, number>();
  const file = await open(path);
  try {
    let next = 0;
    let before = 0;
    for await (const entry of entriesOf(file)) {
      if ('header' in entry) {
        before = entry.header.start.ordinal;
        if (positions[0]! < entry.header.start.position)
          throw new WorkDiffers(
            'Something stands at a position before the beginning of this file: import it with the first part of the log.',
          );
      }
      if (!('event' in entry)) continue;
      while (next < positions.length && positions[next]! < entry.event.position) ordinals.set(positions[next++]!, before);
      before = entry.event.ordinal;
      if (positions[next] === entry.event.position) ordinals.set(positions[next++]!, before);
    }
  } finally {
    await file.close();
  }
  return ordinals;
}

async function positionsOf(store: EventStore, ordinals: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  const positions = new Map<number, string>([[0, '']]);
  let ordinal = 0;
  for (let position = ''; positions.size <= ordinals.size;) {
    const events = await store.readAll(position, 1_000);
    if (events.length === 0) break;
    for (const event of events) if (ordinals.has(++ordinal)) positions.set(ordinal, event.position);
    position = events.at(-1)!.position;
  }
  return positions;
}
