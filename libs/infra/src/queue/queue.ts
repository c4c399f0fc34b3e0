import type { QueueOptions, WorkerOptions } from 'bullmq';
import { Queue, Worker, createPostgresBackend } from 'bullmq';

/** BullMQ makes work prompt; tables and sweeps make it certain. So every call here may fail, be lost or come twice. */
export interface WorkQueue {
  /** Asks for the work to be done soon; at most one such job runs and one waits. */
  wake(): Promise<void>;
  /** Does the work whenever it was asked for. */
  onWake(work: () => Promise<unknown>): void;
  close(): Promise<void>;
}

const addWithinMs = 2_000;
const connectionsEach = 2;

/** A queue named `name` on BullMQ's PostgreSQL backend, in its own schema. `onError` hears what went wrong, for the log. */
export function postgresQueue(name: string, url: string, onError: (error: Error) => void): WorkQueue {
  const connection = { connectionString: url, max: connectionsEach, schema: 'queue', application_name: `samenspel-queue-${name}` };
  const queue = new Queue(name, { connection } as unknown as QueueOptions, createPostgresBackend as never);
  queue.on('error', onError);
  let worker: Worker | undefined;
  return {
    async wake() {
      const added = queue.add(name, {}, { deduplication: { id: name, keepLastIfActive: true }, removeOnComplete: true, removeOnFail: true });
      // After `close` an add never settles, so nobody waits for it longer than this.
      await Promise.race([added.then(() => undefined, onError), new Promise<void>((resolve) => setTimeout(resolve, addWithinMs).unref())]);
    },
    onWake(work) {
      worker = new Worker(name, async () => void (await work()), { connection, concurrency: 1, stalledInterval: 5_000, lockDuration: 10_000 } as unknown as WorkerOptions, createPostgresBackend as never);
      worker.on('error', onError);
    },
    async close() {
      await worker?.close();
      await queue.close();
    },
  };
}
