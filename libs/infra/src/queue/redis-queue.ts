import type { QueueOptions, WorkerOptions } from 'bullmq';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { bullQueue, workerTimes } from './bull-queue.js';
import type { WorkQueue } from './queue.js';
import { connectRedis } from './redis-server.js';

const prefix = 'samenspel';
/** BullMQ keeps a stream of what happened to jobs, which nobody here reads. */
const eventsKept = 100;

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
        const own = (client: Redis): Redis => {
          client.on('error', () => undefined);
          clients.push(client);
          // BullMQ makes the connection on which it waits itself; it is ours to end all the same.
          const duplicate = client.duplicate.bind(client);
          client.duplicate = (more) => own(duplicate(more));
          return client;
        };
        const ends = { prefix, streams: { events: { maxLen: eventsKept } } };
        const adding = own(connectRedis(url, { enableOfflineQueue: false, connectionName: `samenspel-queue-${name}` }));
        const queue = new Queue(name, { ...ends, connection: adding } as QueueOptions);
        const fetching = work && own(connectRedis(url, { connectionName: `samenspel-worker-${name}` }));
        const options = { prefix, connection: fetching, concurrency: 1, ...workerTimes } as WorkerOptions;
        const worker = work && new Worker(name, work, options);
        return { queue, ...(worker && { worker }), release: () => clients.forEach((client) => client.disconnect()) };
      },
    },
    onError,
  );
}
