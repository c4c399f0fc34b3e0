import { rm } from 'node:fs/promises';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { openLog } from '#infra/log.js';
import { postgresQueue, queueSchema } from '#infra/queue/queue.js';
import { testService } from '../../../test/support/open.js';
import { actor, deLinde, openSami } from '../../../test/support/people.js';
import { Duties } from './duties.js';

const log = openLog('test', 'fatal');
let service: Awaited<ReturnType<typeof testService>>;
let teamId: string;
let workers: Duties[] = [];
let child = 0;

beforeAll(async () => {
  service = await testService();
  teamId = (await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: deLinde })).id;
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
// The database is left to the end of the server: a connection of the queue that is cut while it closes would fail where nobody listens.
afterAll(async () => {
  await service?.close();
  if (service) await rm(service.config.dataDir, { recursive: true, force: true });
});

async function startWorker(): Promise<Duties> {
  const worker = new Duties(service, (name) => postgresQueue(name, service.config.databaseUrl!, () => undefined), log);
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

describe('a worker', () => {
  it('shows promptly what was appended', async () => {
    await startWorker();
    await seenAfter(await openCase());
    expect(await seenAfter(await openCase())).toBeLessThan(900);
  });

  it('loses nothing when the queue is emptied and its tables are dropped under it, and has them back soon', async () => {
    await startWorker();
    await seenAfter(await openCase());
    await dropQueue();
    for (let index = 0; index < 3; index += 1) expect(await seenAfter(await openCase())).toBeLessThan(5_000);
    const until = Date.now() + 10_000;
    while (!(await queueIsThere()) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await queueIsThere()).toBe(true);
    await seenAfter(await openCase());
    expect(await seenAfter(await openCase())).toBeLessThan(5_000);
  });

  it('stops within seconds, also when the queue is gone', async () => {
    const worker = await startWorker();
    await dropQueue();
    const since = performance.now();
    workers = [];
    await worker.stop();
    expect(performance.now() - since).toBeLessThan(8_000);
  });
});
