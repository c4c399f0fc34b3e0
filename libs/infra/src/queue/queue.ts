import type { Pool } from 'pg';
import type { Config } from '../config.js';
import { postgresQueue, postgresQueueHealth } from './postgres-queue.js';
import { redisQueue } from './redis-queue.js';
import { redisHealth } from './redis-server.js';

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

/** Whether the queue can be used: `misconfigured` when its server may lose what it was given. */
export type QueueHealth = 'ok' | 'unreachable' | 'misconfigured';

/** What the queue is told by: `onError` hears one error a second, for the log. */
export type QueueConfig = Pick<Config, 'queue' | 'redisUrl' | 'production'> & { readonly databaseUrl: string };

/** The queue `name` on the backend that QUEUE chose. */
export const queueOf = (config: QueueConfig, name: string, onError: (error: Error) => void): WorkQueue =>
  config.queue === 'redis' ? redisQueue(name, redisUrlOf(config), onError) : postgresQueue(name, config.databaseUrl, onError);

/** Looks at the queue's server, within two seconds; for any process, also one that adds no job. Never throws. */
export function queueHealthOf(config: QueueConfig, pool: Pool): () => Promise<QueueHealth> {
  if (config.queue === 'postgres') return () => postgresQueueHealth(pool);
  const url = redisUrlOf(config);
  return () => redisHealth(url, config.production);
}

/** readConfig has seen to it that the address is there. */
export function redisUrlOf({ redisUrl }: Pick<QueueConfig, 'redisUrl'>): string {
  if (redisUrl === undefined) throw new Error('REDIS_URL is missing.');
  return redisUrl;
}
