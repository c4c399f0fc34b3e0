import type { QueueOptions, WorkerOptions } from 'bullmq';
import { Queue, Worker, createPostgresBackend } from 'bullmq';
import type { Pool } from 'pg';
import { bullQueue, workerTimes } from './bull-queue.js';
import type { QueueHealth, WorkQueue } from './queue.js';

export const queueSchema = 'queue';

const connectionsEach = 2;
/** The database says that the queue's tables are gone. */
const isGone = (error: Error): boolean =>
  ['42P01', '3F000', '42883'].includes((error as { code?: string }).code ?? '') || error.name === 'SchemaMigrationRequiredError';

/** A queue named `name` on BullMQ's PostgreSQL backend, in a schema of its own. Opening it makes its tables, also when they were dropped. */
export function postgresQueue(name: string, url: string, onError: (error: Error) => void): WorkQueue {
  const connection = {
    connectionString: url,
    max: connectionsEach,
    schema: queueSchema,
    migrate: true,
    application_name: `samenspel-queue-${name}`,
  };
  return bullQueue(
    name,
    {
      isOver: isGone,
      open(work) {
        const queue = new Queue(name, { connection } as unknown as QueueOptions, createPostgresBackend as never);
        const options = { connection, concurrency: 1, ...workerTimes } as unknown as WorkerOptions;
        const worker = work && new Worker(name, work, options, createPostgresBackend as never);
        return { queue, ...(worker && { worker }), release: () => undefined };
      },
    },
    onError,
  );
}

/** Whether the queue's tables are there and can be reached through this pool. */
export async function postgresQueueHealth(pool: Pool): Promise<QueueHealth> {
  const found = await pool.query('select 1 from pg_namespace where nspname = $1', [queueSchema]).catch(() => undefined);
  return found?.rowCount === 1 ? 'ok' : 'unreachable';
}
