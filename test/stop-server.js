// The global teardown of jest: stops the shared test server unless another test run still uses it. Plain JavaScript, because jest loads
// a teardown without compiling it to what an ES module package needs.
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const IN_USE = [1935764333, 2];
const PATIENCE_MS = 20_000;

export default async function stopServer() {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
  const dataDir = join(tmpdir(), `samenspel-test-${process.getuid?.() ?? 0}-${version}`);
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n').map(Number);
  const { password } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'));
  const client = new pg.Client({
    connectionString: `postgres://samenspel:${password}@127.0.0.1:${port}/postgres`,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return;
  }
  try {
    await endOwnSessions(client);
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS free', IN_USE);
    if (!rows[0].free) return;
    const left = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'");
    for (const { datname } of left.rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    // SIGINT is the fast shutdown of PostgreSQL.
    process.kill(pid, 'SIGINT');
    for (const end = performance.now() + PATIENCE_MS; existsSync(pidFile) && performance.now() < end;) await delay(20);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Sessions of this run's own processes, whose tests did not drop their database, do not count as use by another run. */
async function endOwnSessions(client) {
  const own = "application_name ~ ('^test (' || $1 || ' [0-9]+|[0-9]+ ' || $1 || ')$')";
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${own}`, [String(process.pid)]);
  const gone = async () => (await client.query(`SELECT 1 FROM pg_stat_activity WHERE ${own}`, [String(process.pid)])).rowCount === 0;
  for (const end = performance.now() + PATIENCE_MS; !(await gone()) && performance.now() < end;) await delay(20);
}
