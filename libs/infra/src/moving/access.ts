import type { Pool } from 'pg';
import { exportTables, importTables } from './table-file.js';

const format = 'samenspel-access-log';

/** Entries of the target would be lost under those of the file. */
export class AccessLogDiffers extends Error {}

/** Writes the access log into a file: ids and codes only. */
export const exportAccessLog = (pool: Pool, path: string, at: string): Promise<number> =>
  exportTables(pool, path, format, [{ table: 'access.log', key: 'entry' }], { at });

/** Brings an access log into one that is empty or holds the same entries; their numbers stay, and new ones follow after them. */
export async function importAccessLog(pool: Pool, path: string): Promise<number> {
  return importTables(pool, path, format, {
    header: () => undefined,
    take: async (client, _, rows) => {
      const { rows: others } = await client.query(
        'select 1 from json_populate_recordset(null::access.log, $1::json) r join access.log l using (entry) where r is distinct from l limit 1',
        [rows],
      );
      if (others.length > 0) throw new AccessLogDiffers('The access log here has entries of its own: import into an empty database.');
      await client.query(
        `insert into access.log overriding system value select * from json_populate_recordset(null::access.log, $1::json)
         on conflict (entry) do nothing`,
        [rows],
      );
      await client.query(`select setval(pg_get_serial_sequence('access.log', 'entry'), (select max(entry) from access.log))`);
    },
  });
}
