import type { JobsOptions, QueueOptions, WorkerOptions } from 'bullmq';
import { Queue, Worker, createPostgresBackend } from 'bullmq';

/** BullMQ makes work prompt; tables and sweeps make it certain. So every call here may fail, be lost or come twice. */
export interface WorkQueue {
  /** Asks for the work to be done soon; at most one such job runs and one waits. */
  wake(): Promise<void>;
  /** Asks for it to be done so many milliseconds from now; of several askings the last counts. */
  wakeIn(milliseconds: number): Promise<void>;
  /** Does the work whenever it was asked for, from now on; asking before is in vain. */
  onWake(work: () => Promise<unknown>): void;
  close(): Promise<void>;
}

export const queueSchema = 'queue';

const addWithinMs = 2_000;
const closeWithinMs = 3_000;
const reopenAfterMs = 1_000;
const connectionsEach = 2;
/** So many errors before anything else had its turn: the worker spins. */
const mostErrorsAtOnce = 10;
/** The database says that the queue's tables are gone. */
const isGone = (error: Error): boolean =>
  ['42P01', '3F000', '42883'].includes((error as { code?: string }).code ?? '') || error.name === 'SchemaMigrationRequiredError';

/**
 * A queue named `name` on BullMQ's PostgreSQL backend, in a schema of its own. A worker whose tables are gone, or whose every fetch fails,
 * asks again at once and would leave the process no time for anything else: it is taken off at the first sign of that and opened anew a
 * second later, which makes the tables again. What waited in them is found by the sweep. `onError` hears one error a second, for the log.
 */
export function postgresQueue(name: string, url: string, onError: (error: Error) => void): WorkQueue {
  const connection = {
    connectionString: url,
    max: connectionsEach,
    schema: queueSchema,
    migrate: true,
    application_name: `samenspel-queue-${name}`,
  };
  let work: (() => Promise<unknown>) | undefined;
  let queue: Queue | undefined;
  let worker: Worker | undefined;
  let reopening: NodeJS.Timeout | undefined;
  let closed = false;
  let errors = 0;
  let told = Number.NEGATIVE_INFINITY;

  const failed = (error: Error): void => {
    if (performance.now() - told > reopenAfterMs) {
      told = performance.now();
      onError(error);
    }
    if (errors === 0) setImmediate(() => (errors = 0));
    errors += 1;
    if (isGone(error) || errors > mostErrorsAtOnce) takeOff();
  };
  const open = (): void => {
    queue = new Queue(name, { connection } as unknown as QueueOptions, createPostgresBackend as never);
    queue.on('error', failed);
    if (!work) return;
    const options = { connection, concurrency: 1, stalledInterval: 5_000, lockDuration: 10_000 };
    worker = new Worker(name, async () => void (await work?.()), options as unknown as WorkerOptions, createPostgresBackend as never);
    worker.on('error', failed);
  };
  /**
   * Closing marks the worker at once, which ends its loop; how long the rest takes does not matter. A connection that is still being made
   * is waited for first, unless the worker spins: closed half made, it would fail where nobody listens.
   */
  const shut = async (spins: boolean): Promise<void> => {
    const [oldWorker, oldQueue] = [worker, queue];
    worker = undefined;
    queue = undefined;
    oldWorker?.off('error', failed).on('error', () => undefined);
    oldQueue?.off('error', failed).on('error', () => undefined);
    if (!spins) await within(closeWithinMs, Promise.allSettled([oldWorker?.waitUntilReady(), oldQueue?.waitUntilReady()]));
    await within(closeWithinMs, Promise.allSettled([oldWorker?.close(spins), oldQueue?.close()]));
  };
  const takeOff = (): void => {
    if (closed || reopening) return;
    void shut(true);
    reopening = setTimeout(() => {
      reopening = undefined;
      if (!closed) open();
    }, reopenAfterMs);
  };
  /** After a `close` an add never settles, so nobody waits for it longer than this. */
  const add = async (options: JobsOptions): Promise<void> => {
    const added = queue?.add(name, {}, { removeOnComplete: true, removeOnFail: true, ...options });
    if (added)
      await within(
        addWithinMs,
        added.then(() => undefined, failed),
      );
  };

  return {
    wake: () => add({ deduplication: { id: name, keepLastIfActive: true } }),
    wakeIn: (milliseconds) => {
      const delay = Math.max(1, Math.round(milliseconds));
      return add({ delay, deduplication: { id: `${name}-later`, ttl: delay, extend: true, replace: true } });
    },
    onWake(task) {
      work = task;
      if (!closed) open();
    },
    async close() {
      closed = true;
      clearTimeout(reopening);
      await shut(false);
    },
  };
}

/** Waits for a promise no longer than this. */
const within = (milliseconds: number, promise: Promise<unknown>): Promise<void> =>
  Promise.race([promise.then(() => undefined), new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref())]);
