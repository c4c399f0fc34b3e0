import { randomUUID } from 'node:crypto';
import type { TestApi } from '../../../../test/support/api.js';
import { testApi } from '../../../../test/support/api.js';
import type { World } from '../../../../test/support/everybody.js';
import { aWorld } from '../../../../test/support/everybody.js';
import { Lifecycle } from '../../../../test/support/lifecycle.js';

let api: TestApi;
let world: World;
let life: Lifecycle;
let mother: string;
let today: string;
/** The goal that takes the place of the first one. */
let later: string;
const text = 'Sami vraagt zelf om hulp.';
const anotherGoal = {
  statement: text,
  voice: 'parent',
  domain: 'participation',
  baseline: text,
  gas: { '-2': 'nooit', '-1': 'soms', '0': 'vaak', '1': 'meestal', '2': 'altijd' },
  measuredBy: text,
  targetOn: '2099-01-12',
  priority: 2,
};
beforeAll(async () => {
  api = await testApi();
  world = await aWorld(api);
  today = (await api.service.clock.now()).slice(0, 10);
  life = new Lifecycle(api, world, today);
  await life.toBroughtIn();
  await life.give('save-preparation', { parentView: 'Thuis praat hij wel.' });
  await life.give('submit-preparation', { formVersion: 2 });
  await life.give('start-discussion', { presentPartyIds: ['karin', world.mother], absent: [{ partyId: 'bas', excused: true }] });
  later = (await life.give('agree-goal', anotherGoal))['goalId']!;
  await life.toAftercare({ agreedBy: ['karin', world.mother], dissentedBy: [{ byId: 'ilse', reason: 'Eerst het gehoor.' }] });
  await life.toIntervention();
  await life.give('score-goal', { goalId: life.goalId, score: 1, on: today, scoredWith: ['child'] });
  await api.settle();
  const seen = await api.get(`/v1/cases/${world.caseId}`, world.all).expect(200);
  const { personId } = seen.body.parties.find((each: { partyId: string }) => each.partyId === world.mother);
  mother = await api.token(personId as string);
});
afterAll(() => api?.dispose());

const why = (token: string, goalId = life.goalId) => api.get(`/v1/goals/${goalId}/why`, token);
const looks = async (): Promise<number> =>
  (await api.service.pool.query(`select 1 from access.log where part = 'goal' and object_id = $1`, [world.caseId])).rows.length;

describe('Why a goal is there', () => {
  it('is told back to the decision with who agreed, dissented and was absent, the views and the question', async () => {
    const { body, headers } = await why(world.all).expect(200);
    expect(body).toMatchObject({
      goalId: life.goalId,
      caseId: world.caseId,
      goal: { voice: 'child', status: 'open', cycles: [1], agreedOn: today },
      question: { cycleNo: 1, question: 'Korte, gewone tekst.', introducerId: 'alles' },
      decision: {
        outcome: 'plan_change',
        present: ['karin', world.mother],
        absent: [{ partyId: 'bas', excused: true }],
        agreedBy: ['karin', world.mother],
        dissentedBy: [{ byId: 'ilse', reason: 'Eerst het gehoor.' }],
      },
    });
    expect(body.views).toMatchObject([
      { of: 'child', how: 'conversation', words: 'Korte, gewone tekst.', inDecision: true },
      { of: 'parents', words: 'Thuis praat hij wel.' },
    ]);
    expect(headers['etag']).toBe(`"${body.revision}"`);
  });

  it('is told on to the actions, the scores and the plan that hold it', async () => {
    const { body } = await why(world.all).expect(200);
    expect(body.actions).toMatchObject([{ actionId: life.actionId, responsibleId: 'joost' }]);
    expect(body.scores).toMatchObject([{ score: 1, on: today, scoredWith: ['child'] }]);
    expect(body.planVersions).toMatchObject([{ planVersionId: life.planVersionId, number: 1, status: 'adopted', adoptedOn: today }]);
    expect([body.earlier, body.later]).toEqual([[], []]);
  });

  it('names the goal that took its place, and the one whose place it took', async () => {
    await life.give('drop-goal', { goalId: life.goalId, ground: 'replaced', replacedBy: later });
    await api.settle();
    const [first, second] = [await why(world.all).expect(200), await why(world.all, later).expect(200)];
    expect(first.body.later).toEqual([{ goalId: later, statement: text, status: 'open' }]);
    expect(second.body.earlier).toEqual([{ goalId: life.goalId, statement: 'Korte, gewone tekst.', status: 'dropped' }]);
    expect([first.body.earlier, second.body.later]).toEqual([[], []]);
  });

  it('shows a parent what the case shows that parent, and nothing of the table', async () => {
    const { body } = await why(mother).expect(200);
    expect(body.decision).toEqual({ cycleNo: 1, outcome: 'plan_change', concludedAt: expect.any(String) });
    expect(body.question).toBeNull();
    expect(JSON.stringify(body)).not.toContain('gehoor');
    expect(body.views).toHaveLength(2);
  });

  it('is not found by who sees no goals of the case, by another tenant and for what is no goal', async () => {
    const before = await looks();
    const lead = await api.token('ilse');
    expect((await why(lead)).status).toBe(404);
    expect((await why(await api.token('alles', undefined, 'elsewhere'))).status).toBe(404);
    expect((await why(world.all, randomUUID())).status).toBe(404);
    expect((await why(world.all, 'none')).status).toBe(404);
    expect(await looks()).toBe(before);
  });

  it('is written to the access log of its case', async () => {
    const before = await looks();
    await why(world.all).expect(200);
    expect(await looks()).toBe(before + 1);
  });
});
