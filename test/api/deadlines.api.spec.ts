import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import type { World } from '../support/everybody.js';
import { aWorld } from '../support/everybody.js';

interface Item {
  readonly deadlineId: string;
  readonly caseId: string;
  readonly rule: string;
  readonly dueOn?: string;
  readonly state: string;
}

let api: TestApi;
let world: World;
let femke: string;
let consentId: string;
beforeAll(async () => {
  api = await testApi();
  await api.service.clock.set('2026-09-21T07:00:00Z');
  world = await aWorld(api, { coordinatorId: 'alles' });
  const ask = { scopes: ['discuss_team'], purpose: 'x', askedOf: [world.mother] };
  consentId = (await api.post(`/v1/cases/${world.caseId}/request-consent`, ask, world.all).expect(200)).body.created.consentId;
  femke = await api.token('femke');
  await api.settle();
});
afterAll(() => api?.dispose());

const list = async (query: string, token = world.all): Promise<readonly Item[]> =>
  (await api.get(`/v1/deadlines?caseId=${world.caseId}${query}`, token).expect(200)).body.items;
const rulesOf = (items: readonly Item[]): string[] => items.map(({ rule }) => rule);
const explain = async (rule: string) => {
  const [item] = await list(`&rule=${rule}`);
  return (await api.get(`/v1/deadlines/${item!.deadlineId}/explain`, world.all).expect(200)).body;
};

describe('the deadlines of a case', () => {
  it('are those of a birthday too, with the day for whoever may read the case; page by page it comes last', async () => {
    expect((await list('')).map(({ rule, dueOn }) => [rule, dueOn])).toEqual([
      ['D01', '2026-09-28'],
      ['D28', '2026-11-09'],
      ['D22', '2031-03-14'],
    ]);
    const first = (await api.get(`/v1/deadlines?caseId=${world.caseId}&limit=2`, world.all).expect(200)).body;
    const rest = (await api.get(`/v1/deadlines?caseId=${world.caseId}&limit=2&cursor=${first.nextCursor}`, world.all).expect(200)).body;
    expect([rulesOf(first.items), rulesOf(rest.items)]).toEqual([['D01', 'D28'], ['D22']]);
  });

  it('are mine when I am told at a step to come, before anything was sent', async () => {
    expect(rulesOf(await list('&mine=true'))).toEqual(['D01', 'D28', 'D22']);
    expect(rulesOf(await list('', femke))).toEqual(['D01', 'D28', 'D22']);
    expect(await list('&mine=true', femke)).toEqual([]);
  });

  it('each say what is not sent any more, and why', async () => {
    const answer = {
      consentId,
      partyId: world.mother,
      scopes: ['discuss_team'],
      method: 'portal',
      givenOn: '2026-09-21',
    };
    await api.post(`/v1/cases/${world.caseId}/record-consent`, answer, world.all).expect(200);
    await api.settle();
    const { notSent, state, explanation } = await explain('D01');
    expect(state).toBe('met');
    expect(notSent.map(({ step, cause }: { step: string; cause: string }) => [step, cause])).toEqual([
      ['reminder-1', 'met'],
      ['reminder-2', 'met'],
      ['missed', 'met'],
      ['escalation-1', 'met'],
      ['escalation-2', 'met'],
    ]);
    expect(explanation).toContain('reminder-1 of 2026-09-24 06:30 UTC');
  });

  it('that wait for a birthday say the day, the step that comes next, and nothing of it in what is stored', async () => {
    const { dueOn, next, explanation } = await explain('D22');
    expect([dueOn, next.step]).toEqual(['2031-03-14', 'reminder-1']);
    expect(explanation).toContain('turns 12 on 2031-03-14');
    const { rows } = await api.service.pool.query<{ stored: string }>(`select item as stored from views.deadlines_2 where rule = 'D22'`);
    expect(rows.map(({ stored }) => /2031|2019/.test(stored))).toEqual([false]);
  });
});

describe('the deadlines of a meeting', () => {
  const ofTeam = async (query: string, token: string): Promise<readonly (Item & { meetingId?: string })[]> =>
    (await api.get(`/v1/deadlines?teamId=${world.teamId}${query}`, token).expect(200)).body.items;

  it('stand among those of the team, for its members, with the meeting as their subject', async () => {
    const found = (await ofTeam('', femke)).filter(({ meetingId }) => meetingId === world.meetingId);
    expect(found.map(({ rule, dueOn, state }) => [rule, dueOn, state])).toEqual([
      ['D02', '2027-02-19', 'open'],
      ['D04', '2027-02-23', 'open'],
      ['D08', '2027-03-02', 'open'],
    ]);
    expect(found[0]).toMatchObject({ subject: { type: 'meeting', id: world.meetingId } });
    expect(await ofTeam('', await api.token('niemand'))).toEqual([]);
  });

  it('are mine by my part in the meeting', async () => {
    const mine = async (token: string) => (await ofTeam('&mine=true', token)).filter(({ meetingId }) => meetingId === world.meetingId);
    expect([rulesOf(await mine(world.all)), rulesOf(await mine(await api.token('joost')))]).toEqual([
      ['D02', 'D04', 'D08'],
      ['D02', 'D08'],
    ]);
  });

  it('are explained, with the days that were counted', async () => {
    const [first] = await ofTeam('&rule=D02', femke);
    const { explanation, counted } = (await api.get(`/v1/deadlines/${first!.deadlineId}/explain`, femke).expect(200)).body;
    expect(counted).toMatchObject({ from: '2027-03-02', offset: -7 });
    expect(explanation).toContain('7 working days before 2027-03-02');
    expect(explanation).toContain('all members of the team');
  });
});

describe('a team', () => {
  it('shows the settings in force and one’s own preferences', async () => {
    const set = { settings: { deadlines: { D12: { offset: 4 } } }, effectiveFrom: '2026-09-21' };
    await api.post(`/v1/teams/${world.teamId}/set-deadline-settings`, set, world.admin).expect(200);
    const preferences = { channels: ['in_app'], quietFrom: '20:00', quietUntil: '07:00' };
    await api.post(`/v1/teams/${world.teamId}/set-notification-preferences`, preferences, femke).expect(200);
    await api.settle();
    const { body } = await api.get(`/v1/teams/${world.teamId}`, femke).expect(200);
    expect(body).toMatchObject({
      policyVersion: 1,
      settings: { effectiveFrom: '2026-09-21', deadlines: [{ rule: 'D12', offset: 4 }] },
      preferences,
    });
    const laxer = { settings: { deadlines: { D17: { enabled: false } } }, effectiveFrom: '2026-09-21' };
    const refused = await api.post(`/v1/teams/${world.teamId}/set-deadline-settings`, laxer, world.admin).expect(400);
    expect(refused.body.errors[0].pointer).toBe('/settings/deadlines/D17/enabled');
  });
});
