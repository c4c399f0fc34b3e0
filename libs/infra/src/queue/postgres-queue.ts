import type { WorkerOptions } from 'bullmq';
import { PostgresConnection, PostgresQueueBackend, Queue, Worker, runMigrations } from 'bullmq';
import type { Pool } from 'pg';
import pg from 'pg';
import { bullQueue, workerTimes } from './bull-queue.js';
import type { QueueHealth, WorkQueue } from './queue.js';

export const queueSchema = 'queue';

/** For statements; a worker holds one more to listen on. */
const connectionsEach = 2;
/** The database says that the queue's tables are gone. */
const isGone = (error: Error): boolean =>
  ['42P01', '3F000', '42883'].includes((error as { code?: string }).code ?? '') || error.name === 'SchemaMigrationRequiredError';

/** BullMQ takes its listeners off a connection before it ends it; one that dies then must not take the process along. */
class QuietClient extends pg.Client {
  override emit(name: string | symbol, ...given: unknown[]): boolean {
    return name === 'error' && this.listenerCount('error') === 0 ? false : super.emit(name, ...given);
  }
}

/** What BullMQ works through: a pool of ours, which we can end whatever became of the tables, and which makes the tables when it opens. */
class QueueConnection extends PostgresConnection {
  #ready: Promise<void> | undefined;

  constructor(private readonly ours: pg.Pool) {
    super(ours as unknown as ConstructorParameters<typeof PostgresConnection>[0]);
  }

  override waitUntilReady(): Promise<void> {
    return (this.#ready ??= this.#makeTables());
  }

  async #makeTables(): Promise<void> {
    const client = await this.ours.connect();
    try {
      await runMigrations(client, queueSchema);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.emit('ready');
  }
}

/** A queue named `name` on BullMQ's PostgreSQL backend, in a schema of its own. Opening it makes its tables, also when they were dropped. */
export function postgresQueue(name: string, url: string, onError: (error: Error) => void): WorkQueue {
  return bullQueue(
    name,
    {
      isOver: isGone,
      open(work) {
        const pools: pg.Pool[] = [];
        const backend = (connections: number) => (_: string, options: unknown) => {
          const pool = poolOf(name, url, connections);
          pools.push(pool);
          return new PostgresQueueBackend(new QueueConnection(pool), name, options as never, true);
        };
        // BullMQ asks for options of a connection, although the backend brings its own.
        const connection = {};
        const queue = new Queue(name, { connection }, backend(connectionsEach) as never);
        const options: WorkerOptions = { connection, concurrency: 1, ...workerTimes };
        const worker = work && new Worker(name, work, options, backend(connectionsEach + 1) as never);
        return { queue, ...(worker && { worker }), release: () => pools.forEach((pool) => void pool.end().catch(() => undefined)) };
      },
    },
    onError,
  );
}

const poolOf = (name: string, url: string, max: number): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    max,
    options: `-c search_path=${queueSchema}`,
    application_name: `samenspel-queue-${name}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    Client: QuietClient,
  } as pg.PoolConfig);

/** Whether the queue's tables are there and can be reached through this pool. */
export async function postgresQueueHealth(pool: Pool): Promise<QueueHealth> {
  const found = await pool.query('select 1 from pg_namespace where nspname = $1', [queueSchema]).catch(() => undefined);
  return found?.rowCount === 1 ? 'ok' : 'unreachable';
}
