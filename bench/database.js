import { readFileSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../dist/libs/infra/src/embedded/postgres-server.js';
import { connect, migrate, migrationsFolder } from '../dist/libs/infra/src/postgres.js';

const shown = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'max_connections',
  'wal_compression',
  'wal_sync_method',
];

/**
 * One embedded PostgreSQL with durable settings in a folder of its own (below BENCH_DIR, else the system's temporary folder), and
 * databases in it for the subjects; `more` settings are for looking closer. `close` stops the server and removes the folder.
 */
export async function openDatabases(more = {}) {
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'samenspel-bench-'));
  const server = await startPostgres(folder, { fsync: 'on', synchronous_commit: 'on', ...more });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  const urlOf = (name) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const make = async (name) => {
    await admin.query(`create database ${name}`);
    return urlOf(name);
  };
  return {
    folder,
    /** An empty database for a peer. */
    plain: make,
    /** A migrated database for Samenspel. */
    async ours(name) {
      const url = await make(name);
      const pool = connect(url, { max: 1, name: 'bench-migrate' });
      await migrate(pool, migrationsFolder());
      await pool.end();
      return url;
    },
    async settings() {
      const { rows } = await admin.query('select name, setting, unit from pg_settings where name = any($1) order by name', [shown]);
      const { rows: version } = await admin.query('show server_version');
      return {
        version: version[0].server_version,
        settings: rows.map((row) => `${row.name}=${row.setting}${row.unit ? ` × ${row.unit}` : ''}`),
      };
    },
    /** Transactions of one database and write-ahead syncs of the server, up to now; the server counts them with a delay of a second. */
    async counts(name) {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const { rows } = await admin.query(
        'select (select xact_commit from pg_stat_database where datname = $1)::int as transactions, (select wal_sync from pg_stat_wal)::int as syncs',
        [name],
      );
      return rows[0];
    },
    /** Writes what is dirty, so that no leg pays for the one before it. */
    settle: () => admin.query('checkpoint'),
    cpuMs: () => databaseCpuMs(folder),
    async close() {
      await admin.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How many times a second this disk makes 8 KiB durable, one write after the other. */
export async function fsyncsPerSecond(folder) {
  const path = join(folder, 'fsync');
  const file = await open(path, 'w');
  const page = Buffer.alloc(8192, 1);
  const until = performance.now() + 2_000;
  const begun = performance.now();
  let count = 0;
  for (; performance.now() < until; count += 1) {
    await file.write(page, 0, page.length, (count % 1024) * page.length);
    await file.datasync();
  }
  const perSecond = (count / (performance.now() - begun)) * 1_000;
  await file.close();
  await rm(path);
  return Math.round(perSecond);
}

const tickMs = 10;
const statOf = (pid) => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** CPU time a process has used, in milliseconds; NaN where the system does not tell (it is read from /proc). */
export function cpuMs(pid) {
  try {
    const stat = statOf(pid);
    return (Number(stat[11]) + Number(stat[12])) * tickMs;
  } catch {
    return NaN;
  }
}

/** The same of the server with every backend, also of those that ended. */
function databaseCpuMs(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const ended = statOf(pid);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    const living = children.map(cpuMs).filter((ms) => !Number.isNaN(ms));
    return cpuMs(pid) + (Number(ended[13]) + Number(ended[14])) * tickMs + living.reduce((sum, ms) => sum + ms, 0);
  } catch {
    return NaN;
  }
}
