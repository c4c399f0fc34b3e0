import type { QueueOptions, WorkerOptions } from 'bullmq';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { bullQueue, workerTimes } from './bull-queue.js';
import type { WorkQueue } from './queue.js';
import { againAfter, connectRedis } from './redis-server.js';

const prefix = 'samenspel';
/** BullMQ keeps a stream of what happened to jobs, which nobody here reads. */
const eventsKept = 100;

/** Closing waits for a fetch that may never end while Redis is away, and lets its clockwork run on meanwhile. */
class EndableWorker extends Worker {
  endTimers(): void {
    void this.lockManager.close();
  }
}

/**
 * A queue named `name` on Redis, with three connections: one that adds and fails at once while the server is away, one that fetches and one
 * that waits for work, which both go on by themselves when it is back.
 */
export function redisQueue(name: string, url: string, onError: (error: Error) => void): WorkQueue {
  return bullQueue(
    name,
    {
      isOver: () => false,
      open(work) {
        const clients: Redis[] = [];
        let released = false;
        const retryStrategy = (times: number): number | null => (released ? null : againAfter(times));
        const own = (client: Redis): Redis => {
          client.on('error', () => undefined);
          // A wait that BullMQ gives up may connect once more after all was closed.
          client.on('connect', () => released && client.disconnect());
          clients.push(client);
          // BullMQ makes the connection on which it waits itself; it is ours to end all the same.
          const duplicate = client.duplicate.bind(client);
          client.duplicate = (more) => own(duplicate(more));
          return client;
        };
        const ends = { prefix, streams: { events: { maxLen: eventsKept } } };
        const adding = own(connectRedis(url, { enableOfflineQueue: false, retryStrategy, connectionName: `samenspel-queue-${name}` }));
        const queue = new Queue(name, { ...ends, connection: adding } as QueueOptions);
        const fetching = work && own(connectRedis(url, { retryStrategy, connectionName: `samenspel-worker-${name}` }));
        const options = { prefix, connection: fetching, concurrency: 1, ...workerTimes } as WorkerOptions;
        const worker = work && new EndableWorker(name, work, options);
        const release = (): void => {
          released = true;
          worker?.endTimers();
          // One between two attempts would be parked for ever, with all that waits on it: its next attempt is its last.
          for (const client of clients) if (client.status !== 'reconnecting') client.disconnect();
        };
        return { queue, ...(worker && { worker }), release };
      },
    },
    onError,
  );
}
