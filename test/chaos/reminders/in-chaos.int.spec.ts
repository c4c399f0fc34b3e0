import { describeWithRedis } from '../../support/describe-with-redis.js';
import { remindersInChaos } from './in-chaos.js';

/** How late they may be is judged by `npm run chaos -- reminders`, on a machine that does nothing else. */
const broken = { lost: 0, doubled: 0, early: 0, unexpected: 0 };
const withinMs = 150_000;
const short = { count: 140, seconds: 8, workers: 2, losses: 2, restarts: 1, fast: true, log: () => undefined };

describe('reminders while workers are killed, the queue is lost and the database starts anew', () => {
  it(
    'are each recorded once and none early, with the queue in PostgreSQL',
    async () => {
      const found = await remindersInChaos({ ...short, queue: 'postgres' });
      expect(found).toMatchObject({ ...broken, due: 140, kills: 3, losses: 2, restarts: 1 });
    },
    withinMs,
  );
});

describeWithRedis('reminders while workers are killed, Redis is flushed and the database starts anew', () => {
  it(
    'are each recorded once and none early',
    async () => {
      expect(await remindersInChaos({ ...short, queue: 'redis' })).toMatchObject({ ...broken, due: 140, kills: 3, losses: 2, restarts: 1 });
    },
    withinMs,
  );
});
