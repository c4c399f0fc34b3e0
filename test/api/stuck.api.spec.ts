import { openSami } from '../support/people.js';
import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import type { World } from '../support/everybody.js';
import { aWorld } from '../support/everybody.js';

let api: TestApi;
let world: World;
beforeAll(async () => {
  api = await testApi();
  world = await aWorld(api);
});
afterAll(() => api?.dispose());

const ask = async (token: string, query = '', language = 'en') =>
  (await api.get(`/v1/teams/${world.teamId}/stuck${query}`, token, { 'accept-language': language }).expect(200)).body as {
    items: (Record<string, unknown> & { waitsFor: Record<string, unknown>[] })[];
    nextCursor: string | null;
  };
const give = (command: string, body: object) => api.post(`/v1/cases/${world.caseId}/${command}`, body, world.all).expect(200);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('the radar of a team', () => {
  it('says what is in the way, whose move it is, since when, and which date is at risk', async () => {
    await give('request-consent', { scopes: ['discuss_team'], purpose: 'Samen kijken.', askedOf: [world.mother] });
    await api.settle();
    const [item] = (await ask(world.all)).items;
    expect(item).toMatchObject({ caseId: world.caseId, phase: 'preparation', daysInPhase: 0, child: { givenName: 'Sami' } });
    expect(item!['blocked']).toEqual({ command: 'start-discussion', reasons: ['not-brought-in', 'consent-incomplete'] });
    expect(item!.waitsFor.map((wait) => [wait['for'], wait['command']])).toEqual([
      ['consent-asked', 'record-consent'],
      ['form', 'submit-preparation'],
    ]);
    expect(item!.waitsFor[0]).toMatchObject({
      explanation: 'The consent was asked for and has not been answered.',
      move: [{ role: 'PA', partyId: world.mother }],
      since: item!['phaseSince'],
      atRisk: { rule: 'D01', late: false },
    });
    expect((await ask(world.all, '', 'nl')).items[0]!.waitsFor[0]!['explanation']).toBe(
      'De toestemming is gevraagd en nog niet beantwoord.',
    );
  });

  it('lets no edit make a case younger, and says what has become late', async () => {
    await api.service.clock.set(inDays(20));
    await give('save-preparation', { background: 'Nieuwe tekst.' });
    await give('change-urgency', { urgency: 'urgent', reason: 'Het kan niet wachten.' });
    await api.settle();
    const [item] = (await ask(world.all)).items;
    expect(item!['daysInPhase']).toBe(20);
    expect(item!.waitsFor[0]).toMatchObject({ since: item!['phaseSince'], atRisk: { rule: 'D01', late: true } });
  });

  it('lists whoever stands longest first, a page at a time, each case once', async () => {
    const body = openSami(world.teamId);
    for (const familyName of ['Een', 'Twee', 'Drie'])
      await api.post('/v1/cases', { ...body, child: { ...body.child, familyName } }, world.all).expect(201);
    await api.settle();
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await ask(world.all, `?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.items.map((item) => item['caseId']));
      cursor = page.nextCursor;
    }
    expect(seen[0]).toBe(world.caseId);
    expect([seen.length, new Set(seen).size]).toEqual([4, 4]);
  });

  it('shows a member who may not see the content that there is a case and how old it is, and nothing of why', async () => {
    const observer = (await ask(await api.token('ilse'))).items.find((item) => item['caseId'] === world.caseId)!;
    expect(observer).toMatchObject({ phase: 'preparation', daysInPhase: 20 });
    for (const hidden of ['child', 'blocked', 'waitsFor', 'caseOwnerId']) expect(observer).not.toHaveProperty(hidden);
  });

  it('is not there for a parent, another tenant or a stranger', async () => {
    const tokens = [await api.token('amina-1'), await api.token('niemand'), await api.token('alles', undefined, 'elsewhere')];
    for (const token of tokens) await api.get(`/v1/teams/${world.teamId}/stuck`, token).expect(404);
  });
});
