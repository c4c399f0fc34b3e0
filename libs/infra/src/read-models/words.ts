import type { PoolClient } from 'pg';

/** The blind words by which one document is found. */
export interface Words {
  readonly tenant: string;
  readonly id: string;
  readonly words: readonly Buffer[];
}

/** Puts the words of documents in the place of those they had, inside the caller's transaction. */
export async function writeWords(client: PoolClient, all: readonly Words[]): Promise<void> {
  if (all.length === 0) return;
  await client.query('delete from keys.words where case_id = any($1::uuid[])', [all.map((each) => each.id)]);
  const rows = all.flatMap((each) => each.words.map((word) => ({ tenant: each.tenant, id: each.id, word })));
  await client.query(
    'insert into keys.words (tenant, word, case_id) select * from unnest($1::text[], $2::bytea[], $3::uuid[]) on conflict do nothing',
    [rows.map((row) => row.tenant), rows.map((row) => row.word), rows.map((row) => row.id)],
  );
}
