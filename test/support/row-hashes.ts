import type { Pool } from 'pg';

/** One hash for each table of read models, over all of its rows but for their generation: equal hashes are equal rows. */
export async function rowHashes(pool: Pool): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'views' or (schemaname, tablename) = ('keys', 'words') order by 1`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(h, '' order by h)), '') as hash from (select md5((to_jsonb(t) - 'generation')::text) as h from ${name} t) each`,
    );
    hashes[name] = rows[0]!.hash;
  }
  return hashes;
}
