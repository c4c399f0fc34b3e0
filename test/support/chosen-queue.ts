import { startRedis } from './redis.js';

export interface ChosenQueue {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * The queue that the environment of the test run names, unless a test chooses one itself. With QUEUE=redis and no REDIS_URL each service has
 * a redis-server of its own, so that none works off the jobs of another.
 */
export async function chosenQueue(byTest: Readonly<Record<string, string>>): Promise<ChosenQueue> {
  if (process.env['QUEUE'] !== 'redis' || process.env['REDIS_URL'] || byTest['QUEUE']) return { env: {}, stop: () => Promise.resolve() };
  const redis = await startRedis();
  return { env: { QUEUE: 'redis', REDIS_URL: redis.url }, stop: () => redis.stop() };
}
