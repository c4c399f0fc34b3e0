import type { TestApi } from '../../../../test/support/api.js';
import { testApi } from '../../../../test/support/api.js';
import type { World } from '../../../../test/support/everybody.js';
import { aWorld } from '../../../../test/support/everybody.js';
import { Lifecycle } from '../../../../test/support/lifecycle.js';
import { openSami } from '../../../../test/support/people.js';

let api: TestApi;
let world: World;
let life: Lifecycle;
let today: string;
const named: Record<string, string> = {};
beforeAll(async () => {
  api = await testApi();
  world = await aWorld(api);
  today = (await api.service.clock.now()).slice(0, 10);
  life = new Lifecycle(api, world, today);
  await life.toBroughtIn();
  await life.give('postpone-discussion', { reason: 'parent_absent' });
  named[world.caseId] = 'postponed';
  const { child, ...body } = openSami(world.teamId);
  const openings: [string, object][] = [
    ['urgent', { urgency: 'urgent', urgencyReason: 'nu' }],
    ['new', {}],
  ];
  for (const [name, more] of openings) {
    const opened = await api.post('/v1/cases', { ...body, child: { ...child, familyName: `Wacht ${name}` }, ...more }, world.all);
    named[opened.body.id as string] = name;
  }
  await api.settle();
});
afterAll(() => api?.dispose());

interface Item {
  readonly caseId: string;
}
const waiting = async (query = '') =>
  (await api.get(`/v1/teams/${world.teamId}/waiting${query}`, world.all).expect(200)).body.items as Item[];
const names = async (query = ''): Promise<string[]> => (await waiting(query)).map(({ caseId }) => named[caseId]!);

describe('The waiting list of a team', () => {
  it('says of each child why it waits, since when, for which part, and how often it was postponed', async () => {
    expect((await waiting()).find(({ caseId }) => caseId === world.caseId)).toMatchObject({
      reason: 'postponed',
      postponedFor: 'parent_absent',
      postponed: 1,
      part: 'fixed',
      since: today,
      waitingDays: 0,
      urgency: 'regular',
    });
    expect((await waiting())[0]).toMatchObject({ reason: 'new', postponedFor: null, postponed: 0, part: 'variable', urgency: 'urgent' });
  });

  it('is filtered by part', async () => {
    expect(await names('?part=variable')).toEqual(['urgent']);
    expect((await names('?part=fixed')).sort()).toEqual(['new', 'postponed']);
    expect((await api.get(`/v1/teams/${world.teamId}/waiting?part=other`, world.all)).status).toBe(400);
  });

  it('puts urgent children first, or whoever waits longest or shortest; a cursor belongs to one order', async () => {
    expect((await names())[0]).toBe('urgent');
    expect(await names('?sort=waitingDays')).toEqual((await names('?sort=-waitingDays')).reverse());
    const { body } = await api.get(`/v1/teams/${world.teamId}/waiting?limit=1&sort=waitingDays`, world.all).expect(200);
    expect((await api.get(`/v1/teams/${world.teamId}/waiting?cursor=${body.nextCursor}`, world.all)).status).toBe(400);
    expect(await names(`?sort=waitingDays&cursor=${body.nextCursor}`)).toEqual((await names('?sort=waitingDays')).slice(1));
  });
});

describe('My work', () => {
  const work = async (query: string, token = world.all) =>
    (await api.get(`/v1/me/work${query}`, token).expect(200)).body.items as { kind: string }[];

  it('is filtered by kind', async () => {
    const femke = await api.token('femke');
    expect((await work('?kind=preparation', femke)).map(({ kind }) => kind)).toEqual(['preparation', 'preparation']);
    expect(await work('?kind=report', femke)).toEqual([]);
    expect((await api.get('/v1/me/work?kind=other', world.all)).status).toBe(400);
  });

  it('is filtered by the week of a day', async () => {
    await life.toDiscussion();
    await life.toAftercare();
    await api.settle();
    const [report] = (await work('?kind=report')) as { kind: string; dueOn: string }[];
    const kinds = async (week: string): Promise<string[]> => (await work(`?week=${week}`)).map(({ kind }) => kind);
    expect(await kinds(report!.dueOn)).toContain('report');
    const twoWeeksOn = new Date(Date.parse(`${report!.dueOn}T12:00:00Z`) + 14 * 86_400_000).toISOString().slice(0, 10);
    expect(await kinds(twoWeeksOn)).not.toContain('report');
  });
});
