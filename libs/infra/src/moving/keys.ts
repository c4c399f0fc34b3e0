import type { Pool, PoolClient } from 'pg';
import { exportTables, importTables } from './table-file.js';

const format = 'samenspel-keys';
const subjects = 'keys.subjects';
const tables = [
  { table: subjects, key: 'key_id' },
  { table: 'keys.events', key: 'event_id, subject_key' },
  { table: 'keys.places', key: 'case_id' },
];

/** Keys that this KEY_FILE cannot unwrap, or a key store in which other keys live. */
export class KeysDiffer extends Error {}

/**
 * Writes the key store into a file, as it lies there: wrapped, with the tombstones of what was destroyed, and the places of open cases. Take
 * it after the events, so that every event in their file finds its key here.
 */
export const exportKeys = (pool: Pool, path: string, publicKey: string, at: string): Promise<number> =>
  exportTables(pool, path, format, tables, { at, publicKey });

/**
 * Brings wrapped keys into a key store that has none, or the same: what is destroyed on either side stays destroyed. `publicKey` is that of
 * the KEY_FILE here, which must be the one the keys were wrapped under. Throws `KeysDiffer` or `BadTableFile`, and stores nothing then.
 */
export function importKeys(pool: Pool, path: string, publicKey: string): Promise<number> {
  return importTables(pool, path, format, {
    header: (header) => {
      if (header['publicKey'] !== publicKey)
        throw new KeysDiffer('These keys were wrapped under another KEY_FILE: put that file in its place first.');
    },
    take: (client, table, rows) => (table === subjects ? takeSubjects(client, rows) : takeRows(client, table, rows)),
  });
}

async function takeSubjects(client: PoolClient, rows: string): Promise<void> {
  const { rows: others } = await client.query(
    `select 1 from json_populate_recordset(null::keys.subjects, $1::json) r join keys.subjects s using (tenant, kind, subject)
      where s.key_id <> r.key_id and s.wrapped is not null limit 1`,
    [rows],
  );
  if (others.length > 0) throw new KeysDiffer('The key store here has keys of its own for the same people: import into an empty database.');
  // The list of the dead was applied before their keys came: its tombstones have ids of their own, under which no event key lies.
  await client.query(
    `update keys.subjects s set key_id = r.key_id from json_populate_recordset(null::keys.subjects, $1::json) r
      where (s.tenant, s.kind, s.subject) = (r.tenant, r.kind, r.subject) and s.key_id <> r.key_id`,
    [rows],
  );
  await client.query(
    `insert into keys.subjects as s select * from json_populate_recordset(null::keys.subjects, $1::json)
     on conflict (key_id) do update set wrapped = case when excluded.wrapped is null then null else s.wrapped end,
       destroyed_at = coalesce(s.destroyed_at, excluded.destroyed_at)`,
    [rows],
  );
}

async function takeRows(client: PoolClient, table: string, rows: string): Promise<void> {
  if (table === 'keys.events')
    await client.query(
      `insert into keys.events select * from json_populate_recordset(null::keys.events, $1::json)
       on conflict (event_id, subject_key) do update set wrapped = null where excluded.wrapped is null`,
      [rows],
    );
  if (table === 'keys.places')
    await client.query(
      'insert into keys.places select * from json_populate_recordset(null::keys.places, $1::json) on conflict do nothing',
      [rows],
    );
}
