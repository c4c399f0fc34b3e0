import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { linesOf } from '../lines.js';

const pageSize = 1_000;
const version = 1;

/** A table and the columns of its primary key. */
export interface Carried {
  readonly table: string;
  readonly key: string;
}

/**
 * Writes whole tables of one moment into a file: a header, a line a row, a closing line with count and hash. The file appears when it is
 * complete. Gives the number of rows.
 */
export async function exportTables(
  pool: Pool,
  path: string,
  format: string,
  tables: readonly Carried[],
  header: Record<string, unknown>,
): Promise<number> {
  const draft = `${path}.part`;
  const file = await open(draft, 'w', 0o600);
  const client = await pool.connect();
  const hash = createHash('sha256');
  let count = 0;
  try {
    await file.appendFile(`${JSON.stringify({ format, version, ...header })}\n`);
    await client.query('begin isolation level repeatable read read only');
    for (const { table, key } of tables) {
      await client.query(`declare carried no scroll cursor for select row_to_json(t)::text as row from ${table} t order by ${key}`);
      for (;;) {
        const { rows } = await client.query<{ row: string }>(`fetch ${pageSize} from carried`);
        if (rows.length === 0) break;
        const lines = rows.map(({ row }) => `{"table":"${table}","row":${row}}\n`).join('');
        hash.update(lines);
        count += rows.length;
        await file.appendFile(lines);
      }
      await client.query('close carried');
    }
    await file.appendFile(`${JSON.stringify({ end: { count, hash: hash.digest('base64') } })}\n`);
    await file.sync();
  } finally {
    await file.close();
    client.release(true);
  }
  await rename(draft, path);
  return count;
}

export class BadTableFile extends Error {}

/**
 * Reads a file of tables, in one transaction: `header` is asked first, then `take` gets the rows page by page, each page of one table. Throws
 * `BadTableFile`, and nothing was stored, when the file is of another kind or was cut off.
 */
export async function importTables(
  pool: Pool,
  path: string,
  format: string,
  on: {
    header(header: Readonly<Record<string, unknown>>): void;
    take(client: PoolClient, table: string, rows: string): Promise<void>;
  },
): Promise<number> {
  const file = await open(path);
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    let page: { readonly table: string; readonly rows: string[] } | undefined;
    const flush = async (): Promise<void> => {
      if (page) await on.take(client, page.table, `[${page.rows.join(',')}]`);
      page = undefined;
    };
    const hash = createHash('sha256');
    let count = 0;
    let isFirst = true;
    for await (const { text } of linesOf(file)) {
      const value = JSON.parse(text) as Record<string, unknown>;
      if (isFirst) {
        if (value['format'] !== format || value['version'] !== version)
          throw new BadTableFile(`${path} is not a file of ${format}, version ${version}.`);
        on.header(value);
        isFirst = false;
      } else if ('end' in value) {
        const end = value['end'] as { readonly count: number; readonly hash: string };
        if (end.count !== count || end.hash !== hash.digest('base64')) throw new BadTableFile(`${path} was changed or damaged.`);
        await flush();
        await client.query('commit');
        isDone = true;
        return count;
      } else {
        const table = String(value['table']);
        hash.update(`${text}\n`);
        count += 1;
        if (page && (page.table !== table || page.rows.length === pageSize)) await flush();
        page ??= { table, rows: [] };
        page.rows.push(JSON.stringify(value['row']));
      }
    }
    throw new BadTableFile(`${path} has no closing line: it was cut off.`);
  } finally {
    await file.close();
    client.release(!isDone);
  }
}
