import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, realpath, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { accountFor, closedFolders, runAs, type Account, type Run } from './account.js';
import { binaries, type Binaries } from './binaries.js';
import { ensureCluster, freePort, readAccess, SUPERUSER, writeAccess, type Access } from './cluster.js';
import { findPostmaster, isPostmaster, type Postmaster } from './postmaster.js';

const DATABASE = 'samenspel';
/** Replaying a long log after a crash takes its time; a server that refuses to start is told apart at once. */
const RECOVERY_MS = 300_000;
const ORPHANS_MS = 15_000;
const LOG_LIMIT = 10_000_000;

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  wal_compression: 'on',
  idle_in_transaction_session_timeout: '30s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and key values could hold personal data, which may not stand in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export interface EmbeddedServer {
  /** Address of the database `samenspel`, with its password. */
  url: string;
  /** False once the server process is gone. */
  alive(): boolean;
  /** Ends open sessions and stops the server; does nothing when it is down. */
  stop(): Promise<void>;
}

interface Site {
  dataDir: string;
  cluster: string;
  log: string;
  binaries: Binaries;
  account?: Account;
  run: Run;
}

/**
 * Starts the PostgreSQL of this data folder, or takes over the one a killed parent left running; makes folder, cluster and database when
 * they are missing. `settings` override ours; with fsync off the cluster is made without sync too. Only one caller at a time may start a
 * data folder (take its lock first). Throws an Error that says what is in the way.
 */
export async function startPostgres(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedServer> {
  const site = await prepare(dataDir);
  const access = await readAccess(site.dataDir);
  await ensureCluster(site.dataDir, site.cluster, { ...site, sync: settings['fsync'] !== 'off' }, access.password);
  await prepareLog(site);
  const postmaster = await bringUp(site, access, { ...SETTINGS, ...settings });
  await createDatabase(address(postmaster.port, access.password, 'postgres'));
  return {
    url: address(postmaster.port, access.password, DATABASE),
    alive: () => isPostmaster(postmaster.pid, site.cluster),
    stop: () => stop(site),
  };
}

/** Address of the database of a data folder whose server runs; throws when no server was ever started there. */
export async function runningDatabase(dataDir: string): Promise<string> {
  if (!existsSync(join(dataDir, 'postgres.json')))
    throw new Error(`No service was started on ${dataDir}: start it, or set DATA_DIR or DATABASE_URL.`);
  const { port, password } = await readAccess(dataDir);
  return address(port, password, DATABASE);
}

const address = (port: number, password: string, database: string): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;

async function prepare(folder: string): Promise<Site> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(folder);
  // pg_ctl puts the path between double quotes into a shell command.
  if (/["$`\\\n]/.test(dataDir) && process.platform !== 'win32') {
    throw new Error(`DATA_DIR ${dataDir} holds one of " $ \` \\ or a line break: choose a folder without them.`);
  }
  const found = await binaries();
  const cluster = join(dataDir, 'postgres');
  const account = await accountFor(cluster);
  const closed = account === undefined ? [] : await openDoors(account, dataDir, found.native);
  return { dataDir, cluster, log: join(dataDir, 'postgres.log'), binaries: found, account, run: runAs(account, closed) };
}

/**
 * What stays closed to the account. Where only our own private data folder is in the way, the account's group may pass through it, which
 * shows no names and no files: that gives PostgreSQL less than the capability would.
 */
async function openDoors(account: Account, dataDir: string, native: string): Promise<string[]> {
  const needed = [dataDir, join(native, 'bin'), join(native, 'lib', 'postgresql'), join(native, 'share', 'postgresql')];
  const closed = await closedFolders(account, needed);
  const { uid, mode } = await stat(dataDir);
  if (closed.length !== 1 || closed[0] !== dataDir || uid !== 0 || (mode & 0o777) !== 0o700) return closed;
  await chown(dataDir, 0, account.gid);
  await chmod(dataDir, 0o710);
  return [];
}

async function prepareLog({ log, account }: Site): Promise<void> {
  if (existsSync(log) && (await stat(log)).size > LOG_LIMIT) await rename(log, `${log}.1`);
  const handle = await open(log, 'a', 0o600);
  try {
    if (account !== undefined) await handle.chown(account.uid, account.gid);
  } finally {
    await handle.close();
  }
}

async function bringUp(site: Site, access: Access, settings: Record<string, string>): Promise<Postmaster> {
  const begun = performance.now();
  for (;;) {
    const postmaster = await findPostmaster(site.cluster, site.run);
    if (postmaster === undefined) {
      access.port = await start(site, access, settings, performance.now() - begun < ORPHANS_MS);
    } else if (await answers(postmaster.port, access.password, site)) {
      return postmaster;
    }
    if (performance.now() - begun > RECOVERY_MS) throw new Error(`The embedded database did not come up in time; see ${site.log}.`);
    await delay(50);
  }
}

/** One attempt to start; gives the port it used. Returns quietly when a later attempt may succeed, throws when none will. */
async function start(site: Site, access: Access, settings: Record<string, string>, mayWait: boolean): Promise<number> {
  const port = await freePort(access.port);
  if (port !== access.port) await writeAccess(site.dataDir, { ...access, port });
  const before = (await stat(site.log)).size;
  const options = Object.entries({ ...settings, port: String(port) }).map(([name, value]) => `-c ${name}=${value}`);
  const { code, output } = await site.run(site.binaries.pgCtl, [
    '-D',
    site.cluster,
    '-l',
    site.log,
    '-w',
    '-t',
    '60',
    '-o',
    options.join(' '),
    'start',
  ]);
  if (code === 0) return port;
  const said = (await readFile(site.log)).subarray(before).toString();
  if (/could not bind|Address already in use/i.test(said)) return 0;
  // Server processes of a killed postmaster leave by themselves within moments.
  if (mayWait && /shared memory block .* still in use|lock file "[^"]*" (already exists|is empty)/i.test(said)) {
    await delay(200);
    return port;
  }
  if ((await findPostmaster(site.cluster, site.run)) !== undefined) return port;
  throw new Error(`The embedded database did not start: ${(said.trim() === '' ? output : said).trim().slice(-2000)}`);
}

/** True when our own server answers; false while it starts or stops. */
async function answers(port: number, password: string, { cluster, dataDir }: Site): Promise<boolean> {
  const client = new pg.Client({ connectionString: address(port, password, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === cluster;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === '28P01')
      throw new Error(`The database in ${cluster} does not accept the password in ${join(dataDir, 'postgres.json')}.`, { cause: error });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function stop({ cluster, binaries: { pgCtl }, run, log }: Site): Promise<void> {
  if ((await findPostmaster(cluster, run)) === undefined) return;
  const { code, output } = await run(pgCtl, ['-D', cluster, '-m', 'fast', '-w', '-t', '60', 'stop']);
  if (code !== 0 && (await findPostmaster(cluster, run)) !== undefined) {
    throw new Error(`The embedded database did not stop: ${output.trim()} (see ${log})`);
  }
}
