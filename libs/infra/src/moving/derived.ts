import type { Pool } from 'pg';

const own = ['live', 'checkpoint', 'documents'];

/**
 * Whether read models and seals here can belong to this log: they know no position beyond its last one. Positions of another store would
 * let them leave events out without a word.
 */
export async function derivedFits(pool: Pool, lastPosition: string): Promise<boolean> {
  const { rows } = await pool.query<{ fits: boolean }>(
    `select coalesce(max(position), '') <= $1 as fits from (select position from views.checkpoint union all select position from evidence.head) p`,
    [lastPosition],
  );
  return rows[0]?.fits ?? false;
}

/** Empties everything that is derived from the log; the worker makes it again. */
export async function resetDerived(pool: Pool): Promise<void> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query('begin');
    const { rows } = await client.query<{ name: string }>(
      `select format('views.%I', tablename) as name from pg_tables where schemaname = 'views' and tablename <> all($1)`,
      [own],
    );
    await client.query(
      `truncate ${['views.documents', 'views.live', 'keys.words', 'evidence.seals', ...rows.map(({ name }) => name)].join(', ')}`,
    );
    await client.query(`delete from views.checkpoint where name <> 'live'`);
    await client.query(`update views.checkpoint set position = ''`);
    await client.query(
      `update evidence.head set ordinal = 0, position = '', hash = decode(repeat('00', 32), 'hex'), signed = 0, signed_at = null`,
    );
    await client.query('commit');
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}
