import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { lockFolder } from '../folder-lock.js';
import { packageRoot } from '../package-root.js';
import { startPostgres } from './postgres-server.js';

/** While a session holds this lock shared, the server is in use; the end of a test run stops it only when nobody does. */
const IN_USE = [1935764333, 2] as const;
const ATTEMPTS = 10;
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  idle_in_transaction_session_timeout: '30s',
};

export interface TestDatabase {
  url: string;
  /** Removes the database, also when somebody is still connected. */
  drop(): Promise<void>;
}

/**
 * A new empty database with a random name, on one embedded server that all test processes of this machine's user share. The first
 * caller starts the server; test/stop-server.js, the global teardown of jest, stops it after the last. A database whose test never
 * dropped it goes then too.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const holder = await joinServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await holder.client.query(`CREATE DATABASE ${name}`);
  const url = new URL(holder.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await holder.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await holder.client.end();
    },
  };
}

/** A session that marks the server as in use. A teardown of another run may stop the server under our hands: then it is started again. */
async function joinServer(): Promise<{ client: pg.Client; url: string }> {
  const dataDir = await testFolder();
  for (let attempt = 1; ; attempt++) {
    const url = await startShared(dataDir);
    const client = new pg.Client({ connectionString: url, application_name: `test ${process.pid} ${process.ppid}` });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1, $2)', [...IN_USE]);
      unref(client);
      return { client, url };
    } catch (error) {
      await client.end().catch(() => undefined);
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function startShared(dataDir: string): Promise<string> {
  const lock = await lockFolder(dataDir, 'lock', 60_000);
  try {
    const url = new URL((await startPostgres(dataDir, SETTINGS)).url);
    url.pathname = '/postgres';
    return url.href;
  } finally {
    await lock.release();
  }
}

/** A test that forgets to drop its database must not keep its process alive. */
function unref(client: pg.Client): void {
  (client as unknown as { connection: { stream: { unref(): void } } }).connection.stream.unref();
}

async function testFolder(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `samenspel-test-${uid}-${version}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== uid)) {
    throw new Error(`${folder} belongs to somebody else: remove it, or set TMPDIR to a folder of your own.`);
  }
  return folder;
}
