import type { JobsOptions, QueueOptions, WorkerOptions } from 'bullmq';
import { Queue, Worker, createPostgresBackend } from 'bullmq';

/** BullMQ makes work prompt; tables and sweeps make it certain. So every call here may fail, be lost or come twice. */
export interface WorkQueue {
  /** Asks for the work to be done soon; at most one such job runs and one waits. */
  wake(): Promise<void>;
  /** Asks for it to be done so many milliseconds from now; of several askings the last counts. */
  wakeIn(milliseconds: number): Promise<void>;
  /** Does the work whenever it was asked for. */
  onWake(work: () => Promise<unknown>): void;
  close(): Promise<void>;
}

export const queueSchema = 'queue';

const addWithinMs = 2_000;
const reopenAfterMs = 1_000;
const connectionsEach = 2;
/** The database says that the queue's tables are gone. */
const isGone = (error: Error): boolean => ['42P01', '3F000', '42883'].includes((error as { code?: string }).code ?? '');

/** A queue named `name` on BullMQ's PostgreSQL backend, in a schema of its own. `onError` hears what went wrong, for the log. */
export function postgresQueue(name: string, url: string, onError: (error: Error) => void): WorkQueue {
  const connection = {
    connectionString: url,
    max: connectionsEach,
    schema: queueSchema,
    migrate: true,
    application_name: `samenspel-queue-${name}`,
  };
  let work: (() => Promise<unknown>) | undefined;
  let queue: Queue;
  let worker: Worker | undefined;
  let reopening: NodeJS.Timeout | undefined;
  let closed = false;

  const failed = (error: Error): void => {
    onError(error);
    if (isGone(error) && !closed) reopening ??= setTimeout(() => void reopen(), reopenAfterMs);
  };
  const open = (): void => {
    queue = new Queue(name, { connection } as unknown as QueueOptions, createPostgresBackend as never);
    queue.on('error', failed);
    if (!work) return;
    const options = { connection, concurrency: 1, stalledInterval: 5_000, lockDuration: 10_000 };
    worker = new Worker(name, async () => void (await work?.()), options as unknown as WorkerOptions, createPostgresBackend as never);
    worker.on('error', failed);
  };
  /** Opening anew makes the tables again; what waited in them is found by the sweep. */
  const reopen = async (): Promise<void> => {
    reopening = undefined;
    if (closed) return;
    const old = [queue, worker];
    open();
    await Promise.allSettled(old.map((each) => each?.close()));
  };

  // After `close` an add never settles, so nobody waits for it longer than this.
  const add = async (options: JobsOptions): Promise<void> => {
    const added = queue.add(name, {}, { removeOnComplete: true, removeOnFail: true, ...options });
    await Promise.race([added.then(() => undefined, failed), new Promise<void>((resolve) => setTimeout(resolve, addWithinMs).unref())]);
  };

  open();
  return {
    wake: () => add({ deduplication: { id: name, keepLastIfActive: true } }),
    wakeIn: (milliseconds) => {
      const delay = Math.max(1, Math.round(milliseconds));
      return add({ delay, deduplication: { id: `${name}-later`, ttl: delay, extend: true, replace: true } });
    },
    onWake(task) {
      work = task;
      const old = queue;
      open();
      void old.close().catch(() => undefined);
    },
    async close() {
      closed = true;
      clearTimeout(reopening);
      await Promise.allSettled([worker?.close(), queue.close()]);
    },
  };
}
