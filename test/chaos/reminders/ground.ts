import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { readConfig } from '#infra/config.js';
import { startPostgres } from '#infra/embedded/postgres-server.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import { queueSchema } from '#infra/queue/postgres-queue.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import type { RedisServer } from '../../support/redis.js';
import { startRedis } from '../../support/redis.js';

const lookMs = 20;

/** What a run stands on: servers of its own that may be broken, and a view on the service that is not one of its processes. */
export interface Ground {
  readonly service: Service;
  readonly folder: string;
  /** What a worker gets. */
  readonly env: Readonly<Record<string, string>>;
  restartDatabase(): Promise<void>;
  /** Takes away everything the queue holds; its tables too where it has some. Settles when the queue can be used again. */
  loseQueue(): Promise<void>;
  /** Takes away the jobs alone. */
  emptyQueue(): Promise<void>;
  /** Ends the server of the queue and starts it again; undefined where the queue lies in the database. */
  readonly restartQueue?: () => Promise<void>;
  dispose(): Promise<void>;
}

/** An embedded PostgreSQL and, for `redis`, a redis-server, in a temporary folder; durable settings unless `fast`. */
export async function prepareGround(queue: 'postgres' | 'redis', fast: boolean): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-chaos-'));
  const settings: Record<string, string> = fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {};
  let server = await startPostgres(folder, settings);
  const redis: RedisServer | undefined = queue === 'redis' ? await startRedis() : undefined;
  const pool = connect(server.url, { max: 1, name: 'chaos' });
  await migrate(pool, migrationsFolder());
  const env = { DATABASE_URL: server.url, DATA_DIR: folder, QUEUE: queue, ...(redis && { REDIS_URL: redis.url }) };
  const service = await openService({ ...readConfig(env), databaseUrl: server.url }, 'chaos', 8);
  return {
    service,
    folder,
    env,
    async restartDatabase() {
      await server.stop();
      server = await startPostgres(folder, settings);
    },
    async loseQueue() {
      if (redis) return redis.flush();
      await insist(pool, `drop schema if exists ${queueSchema} cascade`);
      while (!(await isThere(pool))) await delay(lookMs);
    },
    async emptyQueue() {
      if (redis) return redis.flush();
      const { rows } = await pool.query<{ tables: string | null }>(
        `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables where schemaname = $1 and tablename not like '%migration%'`,
        [queueSchema],
      );
      if (rows[0]?.tables) await insist(pool, `truncate ${rows[0].tables}`);
    },
    ...(redis && {
      restartQueue: async () => {
        await redis.kill();
        await redis.start();
      },
    }),
    async dispose() {
      await service.close();
      await pool.end();
      await redis?.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Who loses against the locks of those who use the queue tries again. */
async function insist(pool: Pool, statement: string): Promise<void> {
  for (;;) {
    try {
      await pool.query(statement);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
    }
  }
}

const isThere = async (pool: Pool): Promise<boolean> =>
  (await pool.query('select 1 from pg_namespace where nspname = $1', [queueSchema]).catch(() => undefined))?.rowCount === 1;
