import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { openLog } from '#infra/log.js';
import { queueSchema } from '#infra/queue/postgres-queue.js';
import type { QueueConfig } from '#infra/queue/queue.js';
import { queueOf } from '#infra/queue/queue.js';
import { testService } from '../../../test/support/open.js';
import { actor, deLinde, openSami } from '../../../test/support/people.js';
import type { RedisServer } from '../../../test/support/redis.js';
import { describeWithRedis } from '../../../test/support/describe-with-redis.js';
import { startRedis } from '../../../test/support/redis.js';
import { Duties } from './duties.js';

const log = openLog('test', 'fatal');
let service: Awaited<ReturnType<typeof testService>>;
let teamId: string;
let workers: Duties[] = [];
let child = 0;
/** What differs from the configuration of the test service. */
let chosen: Partial<QueueConfig> = {};

beforeAll(async () => {
  service = await testService();
  teamId = (await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: deLinde })).id;
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
afterAll(() => service?.dispose());

async function startWorker(): Promise<Duties> {
  const config: QueueConfig = { ...service.config, databaseUrl: service.config.databaseUrl!, ...chosen };
  const worker = new Duties(service, (name) => queueOf(config, name, () => undefined), log);
  workers.push(worker);
  await worker.start();
  return worker;
}

async function openCase(): Promise<string> {
  child += 1;
  const body = openSami(teamId);
  const ask = { caller: actor('femke'), command: 'OpenCase', body: { ...body, child: { ...body.child, familyName: `Nummer ${child}` } } };
  return (await service.execute.run(caseAggregate, ask)).id;
}

/** Milliseconds until a case is in the read models, five seconds at the most. */
async function seenAfter(caseId: string): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < 5_000) {
    if (await service.readModels.document('case-board-1', 'demo', caseId)) return performance.now() - since;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return Number.POSITIVE_INFINITY;
}

const queueIsThere = async (): Promise<boolean> =>
  (await service.pool.query('select 1 from pg_namespace where nspname = $1', [queueSchema])).rowCount === 1;

/** Drops the queue's tables while they are in use; who loses against its own locks tries again. */
async function dropQueue(): Promise<void> {
  for (;;) {
    try {
      await service.pool.query(`drop schema if exists ${queueSchema} cascade`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
    }
  }
}

const soonThere = async (isThere: () => Promise<boolean>): Promise<boolean> => {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    if (await isThere()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
};

async function seenPromptly(): Promise<void> {
  await startWorker();
  await seenAfter(await openCase());
  expect(await seenAfter(await openCase())).toBeLessThan(900);
}

/** Nothing waits longer than for a sweep while the queue is lost, and it is used again soon after. */
async function losesNothingWhen(lose: () => Promise<void>, isThere: () => Promise<boolean>): Promise<void> {
  await startWorker();
  await seenAfter(await openCase());
  await lose();
  for (let index = 0; index < 3; index += 1) expect(await seenAfter(await openCase())).toBeLessThan(5_000);
  expect(await soonThere(isThere)).toBe(true);
  await seenAfter(await openCase());
  expect(await seenAfter(await openCase())).toBeLessThan(5_000);
}

async function stopsSoonAfter(lose: () => Promise<void>): Promise<void> {
  const worker = await startWorker();
  await lose();
  const since = performance.now();
  workers = [];
  await worker.stop();
  expect(performance.now() - since).toBeLessThan(8_000);
}

describe('a worker with its queue in PostgreSQL', () => {
  it('shows promptly what was appended', seenPromptly);

  it('loses nothing when the queue is emptied and its tables are dropped under it, and has them back soon', () =>
    losesNothingWhen(dropQueue, queueIsThere));

  it('stops within seconds, also when the queue is gone', () => stopsSoonAfter(dropQueue));
});

describeWithRedis('a worker with its queue on Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
    chosen = { queue: 'redis', redisUrl: server.url };
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
    await server?.stop();
  });

  it('shows promptly what was appended', seenPromptly);

  it('loses nothing when Redis is flushed', () =>
    losesNothingWhen(
      () => server.flush(),
      () => Promise.resolve(true),
    ));

  it('loses nothing when Redis is killed, and wakes promptly again when it is back', async () => {
    await losesNothingWhen(
      () => server.kill(),
      async () => {
        await server.start();
        return true;
      },
    );
    expect(await soonThere(async () => (await seenAfter(await openCase())) < 300)).toBe(true);
  });

  it('starts and works while Redis is not there, and stops within seconds', async () => {
    await server.kill();
    await stopsSoonAfter(async () => {
      expect(await seenAfter(await openCase())).toBeLessThan(5_000);
    });
    await server.start();
  });
});
