import { randomUUID } from 'node:crypto';
import { views } from '#domain/views/index.js';
import { openLog } from '#infra/log.js';
import { Operations } from '#infra/operations/operations.js';
import { ParkedDocuments, ParkedWork } from '#infra/operations/parked.js';
import { postgresQueue } from '#infra/queue/postgres-queue.js';
import { Projector } from '#infra/read-models/projector.js';
import type { AnyView } from '#infra/read-models/tables.js';
import type { Service } from '#infra/service.js';
import { Duties } from '../../apps/worker/src/duties.js';
import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import type { World } from '../support/everybody.js';
import { aWorld } from '../support/everybody.js';

const board = 'case-board-1';
const log = openLog('test', 'fatal');
let api: TestApi;
let world: World;
let admin: string;
let workers: Duties[] = [];

beforeAll(async () => {
  api = await testApi({ operatorTenants: ['demo'] });
  world = await aWorld(api);
  admin = world.admin;
  await api.settle();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
afterAll(() => api?.dispose());

/** A worker as it runs, on the parts it is given. */
async function work(parts: Partial<Service> = {}): Promise<Duties> {
  const worker = new Duties(
    { ...api.service, ...parts },
    (name) => postgresQueue(name, api.service.config.databaseUrl!, () => undefined),
    log,
  );
  workers.push(worker);
  await worker.start();
  return worker;
}
const stop = async (worker: Duties): Promise<void> => {
  workers = workers.filter((each) => each !== worker);
  await worker.stop();
};
const until = async <T>(look: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> => {
  const end = performance.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (isThere(seen) || performance.now() > end) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const status = async () => (await api.get('/v1/operations/status', admin).expect(200)).body;
const parked = async (token = admin, query = '') => (await api.get(`/v1/operations/parked${query}`, token).expect(200)).body;
const give = (command: string, body: object, caseId = world.caseId) =>
  api.post(`/v1/cases/${caseId}/${command}`, body, world.all).expect(200);
const revisionOf = async (caseId: string): Promise<number> =>
  (await api.service.readModels.document(board, 'demo', caseId))?.revision ?? -1;

/** Everything the board holds, whatever its generation. */
const boardRows = async (): Promise<unknown[]> =>
  (
    await api.service.pool.query(
      `select d.id, d.revision, d.position, d.body, d.parked, to_jsonb(b) - 'generation' as row
         from views.documents d join views.live l using (view, generation) left join views.case_board_1 b using (generation, id)
        where d.view = $1 order by d.id`,
      [board],
    )
  ).rows;

/** The parts of a worker of a version whose board cannot fold a change of urgency. */
function broken(): Partial<Service> {
  const { pool, store, vault, tenantKeys, clock } = api.service;
  const wrong = views.map((view) => {
    const fails = (): never => {
      throw new Error('the fold failed');
    };
    return view.name === board ? { ...view, folds: { ...view.folds, UrgencyChanged: fails } } : view;
  });
  const projector = new Projector({ pool, store, vault, tenantKeys, views: wrong as readonly AnyView[] });
  const parkedWork = new ParkedWork([new ParkedDocuments(pool, projector)]);
  return { projector, parkedWork, operations: new Operations(pool, clock, projector, parkedWork) };
}

describe('an operator', () => {
  it('is an admin: whoever else asks is forbidden, and the admin of a tenant that does not operate the service may look only', async () => {
    const other = await api.token('beheer', 'admin', 'elsewhere');
    const paths = ['status', 'parked', `views/${board}/rebuild`];
    for (const path of paths) await api.get(`/v1/operations/${path}`, world.all).expect(403);
    await api.get('/v1/operations/status', other).expect(200);
    expect(await parked(other)).toEqual({ items: [], nextCursor: null });
    for (const [path, body] of [
      ['pause', { work: 'views' }],
      ['resume', { work: 'views' }],
      [`views/${board}/rebuild`, {}],
    ] as const)
      for (const token of [world.all, other]) await api.post(`/v1/operations/${path}`, body, token).expect(403);
  });

  it('sees how far everything is, and that nothing is amiss', async () => {
    const position = await api.service.store.lastPosition();
    const seen = await status();
    expect(seen).toMatchObject({
      store: { state: 'ok', position },
      keys: 'ok',
      queue: 'ok',
      parked: { view: 0, policy: 0, 'policy-refused': 0, delivery: 0 },
      reminders: { due: 0, oldestLatenessSeconds: 0 },
      deliveries: { queued: 0, failed: 0, bounced: 0 },
      paused: [],
      rebuilds: [],
    });
    expect(seen.views.map((view: { view: string }) => view.view).sort()).toEqual(views.map((view) => view.name).sort());
    expect(
      seen.views.every((view: { position: string; secondsBehind: number }) => view.position === position && view.secondsBehind === 0),
    ).toBe(true);
    expect(seen.passes.map((pass: { name: string }) => pass.name)).toEqual(expect.arrayContaining(['live', 'seals']));
  });

  it('sees the commands of policies that were refused, and takes one off the list once somebody saw to it', async () => {
    const eventId = randomUUID();
    const values = ['agenda-sync', eventId, '0', 'demo', `supportCase-${world.caseId}`, 'ConfirmSchedule', `supportCase-${world.caseId}`];
    const refused = [...values, 'not-possible', await api.service.clock.now()];
    await api.service.pool.query('insert into policies.refused values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', refused);
    const id = `policy-refused:agenda-sync:${eventId}:0`;
    const reason = `ConfirmSchedule to supportCase-${world.caseId}: not-possible`;
    expect((await parked()).items).toEqual([
      { id, kind: 'policy-refused', tenant: 'demo', of: 'agenda-sync', subjectId: eventId, reason, attempts: 1 },
    ]);
    expect((await status()).parked['policy-refused']).toBe(1);
    const acknowledge = (token: string, of = id) => api.post(`/v1/operations/parked/${encodeURIComponent(of)}/acknowledge`, {}, token);
    await acknowledge(world.all).expect(403);
    await acknowledge(await api.token('beheer', 'admin', 'elsewhere')).expect(404);
    expect((await acknowledge(admin).expect(200)).body).toEqual({ id, state: 'acknowledged' });
    expect((await parked()).items).toEqual([]);
    await acknowledge(admin).expect(404);
  });

  it('sees what a poison event parks while all else goes on, and has it tried again after the fix', async () => {
    const other = await aWorld(api);
    const sick = await work(broken());
    await until(
      () => revisionOf(other.caseId),
      (revision) => revision >= 3,
    );
    await give('change-urgency', { urgency: 'urgent', reason: 'Nu.' });
    const since = performance.now();
    const { revision } = (await give('save-preparation', { background: 'Rustig.' }, other.caseId)).body;
    expect(
      await until(
        () => revisionOf(other.caseId),
        (seen) => seen >= revision,
      ),
    ).toBe(revision);
    expect(performance.now() - since).toBeLessThan(3_000);

    const id = `view:${board}:${world.caseId}`;
    const [item] = (await parked()).items;
    expect(item).toMatchObject({ id, kind: 'view', tenant: 'demo', of: board, subjectId: world.caseId, attempts: 1 });
    expect((await status()).parked.view).toBe(1);
    const ready = await api.http.get('/health/ready').expect(200);
    expect(ready.body.parked).toEqual([{ view: board, id: world.caseId, position: item.position }]);
    const stranger = await api.token('beheer', 'admin', 'elsewhere');
    await api.post(`/v1/operations/parked/${encodeURIComponent(id)}/retry`, {}, stranger).expect(404);
    await api.post(`/v1/operations/parked/${encodeURIComponent(id)}/retry`, { now: true }, admin).expect(400);

    const retry = async () => (await api.post(`/v1/operations/parked/${encodeURIComponent(id)}/retry`, {}, admin).expect(200)).body;
    expect(await retry()).toEqual({ id, state: 'still-parked' });
    expect((await parked()).items[0].attempts).toBe(2);
    await stop(sick);

    // A worker of the fixed version that has been asked; one that starts tries what is parked by itself.
    const asked = retry();
    await until(
      async () => (await api.service.operations.latest('retry', id))?.finishedAt,
      (finishedAt) => finishedAt === undefined,
    );
    expect(await api.service.operations.retryAsked()).toBe(1);
    expect(await asked).toEqual({ id, state: 'done' });
    expect((await parked()).items).toEqual([]);
    await api.post(`/v1/operations/parked/${encodeURIComponent(id)}/retry`, {}, admin).expect(404);
    const replayed = await boardRows();
    await api.service.projector.rebuild(board);
    expect(await boardRows()).toEqual(replayed);
  });

  it('lets work rest, across restarts, until it is resumed', async () => {
    await api.post('/v1/operations/pause', { work: 'views' }, admin).expect(200);
    expect((await status()).paused).toMatchObject([{ work: 'views', by: 'beheer' }]);
    expect(await until(() => api.service.operations.isPaused('views'), Boolean)).toBe(true);
    const { revision } = (await give('save-preparation', { background: 'Wacht.' })).body;
    for (let restarts = 0; restarts < 2; restarts += 1) {
      const worker = await work();
      // Longer than a sweep takes to come round.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await stop(worker);
      expect(await revisionOf(world.caseId)).toBe(revision - 1);
    }
    await work();
    await api.post('/v1/operations/resume', { work: 'views' }, admin).expect(200);
    expect(
      await until(
        () => revisionOf(world.caseId),
        (seen) => seen >= revision,
      ),
    ).toBe(revision);
    expect((await status()).paused).toEqual([]);
  });

  it('has a view rebuilt by a worker and sees how far it is', async () => {
    const path = `/v1/operations/views/${board}/rebuild`;
    const asked = (await api.post(path, {}, admin).expect(200)).body;
    expect(asked).toMatchObject({ view: board, state: 'asked', done: 0 });
    expect((await api.post(path, {}, admin).expect(200)).body.askedAt).toBe(asked.askedAt);
    expect((await status()).rebuilds).toHaveLength(1);
    await work();
    const done = await until(
      async () => (await api.get(path, admin).expect(200)).body,
      (seen) => seen.state === 'done',
    );
    expect(done.position).toBe(done.of);
    expect((await status()).rebuilds).toEqual([]);
    await api.post('/v1/operations/views/no-such-view/rebuild', {}, admin).expect(404);
    await api.get('/v1/operations/views/timeline-2/rebuild', admin).expect(404);
  });
});
