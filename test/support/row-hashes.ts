import type { Pool } from 'pg';

/** What a rebuild has not put in place yet, or has not cleared away, is nobody's row. */
const liveOf = (table: string): string =>
  table === 'documents'
    ? '(t.view, t.generation) in (select view, generation from views.live)'
    : `t.generation = (select generation from views.live where view = '${table.replaceAll('_', '-')}')`;

/** One hash for each table of read models, over all of its live rows but for their generation: equal hashes are equal rows. */
export async function rowHashes(pool: Pool): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await pool.query<{ name: string; table: string; generations: boolean }>(
    `select format('%I.%I', t.schemaname, t.tablename) as name, t.tablename as table,
            t.tablename <> 'live' and exists (select from information_schema.columns c where c.table_schema = t.schemaname
              and c.table_name = t.tablename and c.column_name = 'generation') as generations
       from pg_tables t where t.schemaname = 'views' or (t.schemaname, t.tablename) = ('keys', 'words') order by 1`,
  );
  const hashes: Record<string, string> = {};
  for (const { name, table, generations } of tables) {
    const { rows } = await pool.query<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(h, '' order by h)), '') as hash
         from (select md5((to_jsonb(t) - 'generation')::text) as h from ${name} t where ${generations ? liveOf(table) : 'true'}) each`,
    );
    hashes[name] = rows[0]!.hash;
  }
  return hashes;
}
