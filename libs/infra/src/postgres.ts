import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { packageRoot } from './package-root.js';

const INT8 = 20;
const DATE = 1082;
/** Two numbers nobody else in the database uses: they name the lock under which migrations run. */
const MIGRATION_LOCK = [1935764333, 1] as const;
const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The folder with our numbered SQL files, from the sources as well as from dist. */
export const migrationsFolder = (): string => join(packageRoot(), 'libs', 'infra', 'migrations');

/**
 * A pool of at most `max` connections, seen by the server under `name`. A bigint arrives as a number; a query fails rather than
 * hand out one beyond 2^53; a date arrives as its text. No dying connection ends the process: whoever uses it sees its query fail, and the pool makes a new one.
 */
export function connect(url: string, { max, name }: { max: number; name: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        format !== 'binary' && oid === INT8
          ? safeNumber
          : format !== 'binary' && oid === DATE
            ? String
            : pg.types.getTypeParser(oid, format as 'text'),
    },
  } as pg.PoolConfig);
  pool.on('error', () => undefined);
  // A connection that is lent out has lost the pool's own listener, and an 'error' nobody listens to would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function safeNumber(digits: string): number {
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${digits} does not fit a number.`);
  return value;
}

/**
 * Applies the files NNNN-name.sql of `folder` that the database does not have yet, in order, each in its own transaction, and returns
 * their names. Several processes may call it at once. Throws when an applied file was changed or is gone, or when a new file is
 * numbered below an applied one.
 */
export async function migrate(pool: pg.Pool, folder: string): Promise<string[]> {
  const files = await readMigrations(folder);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1, $2)', [...MIGRATION_LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS samenspel_migrations (name text PRIMARY KEY, checksum text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM samenspel_migrations ORDER BY name',
    );
    const fresh = pending(files, rows, folder);
    for (const file of fresh) await apply(client, file);
    return fresh.map((file) => file.name);
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw broken;
  } finally {
    // Closing the connection gives back the lock and the setting, also when the connection is in an unknown state.
    client.release(broken ?? true);
  }
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const numbers = new Map<string, string>();
  for (const name of names) {
    const number = FILE_NAME.exec(name)?.[1];
    if (number === undefined) throw new Error(`The migration ${name} in ${folder} must be named like 0001-what-it-does.sql.`);
    const twin = numbers.get(number);
    if (twin !== undefined) throw new Error(`The migrations ${twin} and ${name} have the same number: renumber the newer one.`);
    numbers.set(number, name);
  }
  return Promise.all(
    names.map(async (name) => {
      // A checkout with other line ends is the same migration.
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function pending(files: Migration[], applied: { name: string; checksum: string }[], folder: string): Migration[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = known.get(name);
    if (file === undefined)
      throw new Error(`The database has the migration ${name}, which ${folder} lacks: start the newer version of Samenspel.`);
    if (file.checksum !== checksum) {
      throw new Error(
        `The migration ${name} was applied before and has been changed since: restore that file and put the change into a new one.`,
      );
    }
    known.delete(name);
  }
  const fresh = [...known.values()];
  const last = applied.at(-1)?.name;
  const late = fresh.find((file) => last !== undefined && file.name < last);
  if (late !== undefined)
    throw new Error(`The migration ${late.name} comes after ${last}, which was applied already: give it a higher number.`);
  return fresh;
}

async function apply(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query('INSERT INTO samenspel_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    throw new Error(`The migration ${name} failed and was undone: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
