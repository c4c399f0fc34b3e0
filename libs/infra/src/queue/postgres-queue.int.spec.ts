import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { TestDatabase } from '../embedded/test-server.js';
import { testDatabase } from '../embedded/test-server.js';
import { connect } from '../postgres.js';
import { postgresQueue, postgresQueueHealth, queueSchema } from './postgres-queue.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = connect(database.url, { max: 2, name: 'test' });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const connections = async (): Promise<number> =>
  (
    await pool.query<{ count: number }>(
      `select count(*) as count from pg_stat_activity where datname = current_database() and application_name not in ('test') and backend_type = 'client backend'`,
    )
  ).rows[0]!.count;

async function until(
  isSo: () => Promise<boolean> | boolean,
  withinMs = 15_000,
  meanwhile: () => unknown = () => undefined,
): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; await delay(20)) {
    await meanwhile();
    if (await isSo()) return true;
  }
  return false;
}

/** Who loses against the locks of the queue tries again. */
async function dropTables(): Promise<void> {
  while (
    !(await pool.query(`drop schema if exists ${queueSchema} cascade`).then(
      () => true,
      () => false,
    ))
  );
}

describe('a queue in PostgreSQL', () => {
  it('lets go of every connection, however often its tables are dropped and its connections are cut', async () => {
    let runs = 0;
    const queue = postgresQueue('test-work', database.url, () => undefined);
    queue.onWake(() => Promise.resolve((runs += 1)));
    const works = async (): Promise<boolean> => {
      const before = runs;
      return until(
        () => runs > before,
        15_000,
        () => queue.wake(),
      );
    };
    expect(await works()).toBe(true);
    expect(await postgresQueueHealth(pool)).toBe('ok');
    for (let time = 0; time < 3; time += 1) {
      await dropTables();
      expect(await works()).toBe(true);
      await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'samenspel-queue%'`);
      expect(await works()).toBe(true);
    }
    expect(await until(async () => (await connections()) <= 5)).toBe(true);
    await dropTables();
    await queue.close();
    expect(await until(async () => (await connections()) === 0)).toBe(true);
    expect(await postgresQueueHealth(pool)).toBe('unreachable');
  });
});
