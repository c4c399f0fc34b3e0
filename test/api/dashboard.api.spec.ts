import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import type { World } from '../support/everybody.js';
import { aWorld } from '../support/everybody.js';
import { Lifecycle } from '../support/lifecycle.js';

let api: TestApi;
let world: World;
beforeAll(async () => {
  api = await testApi();
  world = await aWorld(api);
  const life = new Lifecycle(api, world, (await api.service.clock.now()).slice(0, 10));
  await life.toBroughtIn();
  await life.toDiscussion();
  await life.toAftercare();
  await api.settle();
});
afterAll(() => api?.dispose());

const dashboard = (token: string, query = '') => api.get(`/v1/teams/${world.teamId}/dashboard${query}`, token);

describe('The dashboard of a team', () => {
  it('is for its chair and its lead; another member hears that, and a stranger nothing', async () => {
    await dashboard(await api.token('karin')).expect(200);
    for (const person of ['femke', 'bas', 'ilse', 'joost']) await dashboard(await api.token(person)).expect(403);
    await dashboard(world.admin).expect(403);
    for (const token of [await api.token('nobody'), await api.token('karin', undefined, 'elsewhere')]) await dashboard(token).expect(404);
  });

  it('covers the last twelve months, or the period asked for', async () => {
    const today = (await api.service.clock.now()).slice(0, 10);
    expect((await dashboard(world.all).expect(200)).body).toMatchObject({ teamId: world.teamId, to: today });
    const asked = { from: '2026-08-31', to: '2027-07-16' };
    expect((await dashboard(world.all, `?from=${asked.from}&to=${asked.to}`).expect(200)).body).toMatchObject(asked);
    await dashboard(world.all, '?from=tomorrow').expect(400);
  });

  it('shows nothing of a single child', async () => {
    const { body } = await dashboard(world.all).expect(200);
    expect(body).toMatchObject({ children: null, goals: { count: null, percentChildVoice: null }, discussions: { count: null } });
    expect(JSON.stringify(body)).not.toContain(world.caseId);
  });
});
