import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import type { World } from '../support/everybody.js';
import { aWorld } from '../support/everybody.js';

let api: TestApi;
let world: World;
beforeAll(async () => {
  api = await testApi({ callerLimit: 2 });
  world = await aWorld(api);
  await api.settle();
});
afterAll(() => api?.dispose());

describe('one caller', () => {
  it('who has as many requests under way as are allowed is asked to wait, while others are answered; then it goes on', async () => {
    const path = `/v1/cases/${world.caseId}`;
    // Each waits two seconds for a revision that does not come.
    const slow = [1, 2].map(() => api.get(`${path}?minRevision=9999`, world.all).then(({ status }) => status));
    const end = performance.now() + 1_500;
    let third = await api.get(path, world.all);
    while (third.status !== 429 && performance.now() < end) third = await api.get(path, world.all);
    expect([third.status, third.body.code, third.headers['retry-after']]).toEqual([429, 'too-many-requests', '1']);
    await api.get(`/v1/teams/${world.teamId}`, world.admin).expect(200);
    expect(await Promise.all(slow)).toEqual([503, 503]);
    await api.get(path, world.all).expect(200);
  });
});
