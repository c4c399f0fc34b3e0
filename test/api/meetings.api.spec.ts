import { randomUUID } from 'node:crypto';
import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import { deLinde, openSami } from '../support/people.js';

const text = 'Korte, gewone tekst.';
const startsAt = '2026-11-03T14:30:00.000Z';
type Json = Record<string, unknown>;

let api: TestApi;
const tokens: Record<string, string> = {};
let teamId: string;
let children = 0;

beforeAll(async () => {
  api = await testApi();
  await api.service.policies.prepare();
  await at('2026-09-21T07:00:00Z');
  for (const person of ['femke', 'karin', 'bas', 'ilse', 'joost', 'amina', 'sanne', 'niemand']) tokens[person] = await api.token(person);
  tokens['beheer'] = await api.token('beheer', 'admin');
  teamId = (await send('beheer', '/v1/teams', deLinde, 201)).id as string;
});
afterAll(() => api?.dispose());

const at = (now: string): Promise<void> => api.service.clock.set(now);
/** Folds, gives what policies say, and folds that, until nothing more follows. */
async function settle(): Promise<void> {
  do await api.settle();
  while ((await api.service.policies.run()) > 0);
}
async function send(
  person: string,
  path: string,
  body: unknown,
  expected: number | string = 200,
  headers: Record<string, string> = {},
): Promise<Json> {
  const response = await api.post(path, body, tokens[person]!, headers);
  const got = typeof expected === 'number' ? response.status : (response.body as Json)['code'];
  if (got !== expected) throw new Error(`${path} by ${person}: ${response.status} ${JSON.stringify(response.body)}, not ${expected}`);
  return response.body as Json;
}
const read = async (person: string, path: string): Promise<Json> => (await api.get(path, tokens[person]!).expect(200)).body as Json;

const party = (kind: string, name: string, more: Json = {}) => ({
  partyId: randomUUID(),
  kind,
  name,
  relation: kind,
  contact: {},
  language: 'nl',
  interpreter: false,
  ...more,
});

/** A case with a mother and a youth coach, with consent, prepared; brought in unless a test wants to do that itself. */
async function aCase(meetingId?: string, more: Json = {}): Promise<{ caseId: string; mother: string; coach: string; consentId: string }> {
  children += 1;
  const open = openSami(teamId);
  const child = { ...open.child, familyName: `Kind ${children}` };
  const { id: caseId } = (await send('femke', '/v1/cases', { ...open, child, ...more }, 201)) as { id: string };
  const give = (command: string, body: unknown) => send('femke', `/v1/cases/${caseId}/${command}`, body);
  const mother = party('parent_authority', 'Amina', { personId: 'amina' });
  const coach = party('professional', 'Sanne', { personId: 'sanne', organisationId: 'gemeente' });
  for (const each of [mother, coach, party('child', 'Sami')]) await give('add-party', each);
  await give('assign-case-owner', { ownerId: 'joost', familyPreference: false });
  const scopes = ['discuss_team', 'share_org:gemeente'];
  const asked = await give('request-consent', { scopes, purpose: text, askedOf: [mother.partyId] });
  const { consentId } = asked['created'] as { consentId: string };
  await give('record-consent', { consentId, partyId: mother.partyId, scopes, method: 'portal', givenOn: '2026-09-21' });
  await give('save-preparation', { background: text, question: text });
  await give('submit-preparation', { formVersion: 1 });
  if (meetingId !== undefined) await give('bring-in', { meetingId, part: 'fixed', introducerId: 'joost', minutes: 20 });
  return { caseId, mother: mother.partyId, coach: coach.partyId, consentId };
}

const plan = (more: Json = {}): Json => ({
  teamId,
  kind: 'regular',
  startsAt,
  durationMin: 90,
  place: 'De Linde, lokaal 2',
  profile: '90',
  chairId: 'karin',
  minuteTakerId: 'bas',
  observerId: 'ilse',
  ...more,
});
const planMeeting = async (more: Json = {}): Promise<string> => (await send('femke', '/v1/meetings', plan(more), 201))['id'] as string;
const cancel = async (meetingId: string): Promise<unknown> => {
  await send('femke', `/v1/meetings/${meetingId}/cancel-meeting`, { reason: 'other' });
  return settle();
};
const reserve = async (meetingId: string, slotNo: number, caseId: string): Promise<string> =>
  ((await send('karin', `/v1/meetings/${meetingId}/reserve-fixed-slot`, { slotNo, caseId, itemKind: 'discussion' }))['created'] as Json)[
    'itemId'
  ] as string;
const itemsOf = (meeting: Json, section = 'fixed'): readonly Json[] =>
  (meeting['sections'] as readonly { section: string; items: readonly Json[] }[]).find((each) => each.section === section)!.items;
const agenda = async (person: string, meetingId: string): Promise<Json> => {
  await settle();
  return read(person, `/v1/meetings/${meetingId}`);
};

describe('a meeting', () => {
  it('goes from its agenda to its close, and the case goes with it', async () => {
    await at('2026-10-15T07:00:00Z');
    const meetingId = await planMeeting();
    await settle();
    const { caseId, mother } = await aCase(meetingId);
    await at('2026-10-16T07:00:00Z');
    const itemId = await reserve(meetingId, 2, caseId);
    for (const slotNo of [1, 3]) await reserve(meetingId, slotNo, (await aCase(meetingId)).caseId);
    const { caseId: fourth } = await aCase(meetingId);
    const asked = { slotNo: 3, caseId: fourth, itemKind: 'discussion' };
    await send('karin', `/v1/meetings/${meetingId}/reserve-fixed-slot`, asked, 'fixed-part-full');
    await settle();
    const scheduled = await read('femke', `/v1/cases/${caseId}`);
    expect(scheduled['scheduled']).toMatchObject({ meetingId, itemId, startsAt: '2026-11-03T15:00:00.000Z' });
    const board = await read('femke', `/v1/cases?teamId=${teamId}`);
    expect((board['items'] as Json[]).find((row) => row['caseId'] === caseId)).toMatchObject({ nextMeetingOn: '2026-11-03' });

    await at('2026-10-27T08:00:00Z');
    await send('karin', `/v1/meetings/${meetingId}/send-agenda`, {});
    await at('2026-11-03T14:30:00Z');
    const attendance = ['femke', 'karin', 'bas', 'joost'].map((personId) => ({ personId, status: 'present' }));
    await send('karin', `/v1/meetings/${meetingId}/open-meeting`, { attendance: attendance.slice(0, 1) }, 'quorum');
    await send('karin', `/v1/meetings/${meetingId}/open-meeting`, { attendance });
    await send('karin', `/v1/meetings/${meetingId}/complete-check-in`, { moods: [4, 5], actionPointsReviewed: true });

    const start = { itemId, at: '2026-11-03T14:30:00.000Z' };
    await send('femke', `/v1/meetings/${meetingId}/start-item`, start, 'forbidden');
    const key = { 'idempotency-key': randomUUID() };
    const first = await send('karin', `/v1/meetings/${meetingId}/start-item`, start, 200, key);
    expect(first['events']).toEqual(['AgendaItemStarted']);
    expect(await send('karin', `/v1/meetings/${meetingId}/start-item`, start, 200, key)).toEqual(first);
    await settle();
    expect(await read('femke', `/v1/cases/${caseId}`)).toMatchObject({ phase: 'discussion', discussion: { meetingId, itemId } });
    await at('2026-11-03T14:33:20Z');
    const clock = { itemId, step: 'background', plannedMinutes: 4, prompt: '80', overrunSeconds: 0 };
    expect((await read('karin', `/v1/meetings/${meetingId}`))['stepClock']).toMatchObject(clock);
    const spoken = { step: 'background', notes: text, startedAt: '2026-11-03T14:30:00Z', endedAt: '2026-11-03T14:34:00Z' };
    await send('bas', `/v1/cases/${caseId}/record-step`, spoken);
    await at('2026-11-03T14:38:00Z');
    const late = (await read('karin', `/v1/meetings/${meetingId}`))['stepClock'] as Json;
    expect(late).toMatchObject({ step: 'reason', since: spoken.endedAt.replace('Z', '.000Z'), plannedMinutes: 3, prompt: '100' });
    expect(Number(late['overrunSeconds'])).toBeGreaterThanOrEqual(60);
    expect(await read('ilse', `/v1/meetings/${meetingId}`)).not.toHaveProperty('stepClock');
    await send('karin', `/v1/meetings/${meetingId}/end-item`, start, 'item-open');
    await send('karin', `/v1/cases/${caseId}/postpone-discussion`, { reason: 'information_missing' });
    await send('karin', `/v1/meetings/${meetingId}/end-item`, start);
    for (const item of itemsOf(await agenda('karin', meetingId)).filter(({ state }) => state === 'accepted'))
      await send('karin', `/v1/meetings/${meetingId}/skip-item`, { itemId: item['itemId'], reason: 'time_ran_out' });
    await send('karin', `/v1/meetings/${meetingId}/close-meeting`, {}, 'checkout-missing');
    await send('karin', `/v1/meetings/${meetingId}/complete-check-out`, { rating: 8, observerFeedbackGiven: true });
    await send('karin', `/v1/meetings/${meetingId}/close-meeting`, {});
    const closed = await agenda('karin', meetingId);
    expect(closed).toMatchObject({ state: 'closed', totals: { items: 1, skipped: 2 }, checkIn: { moods: 2, moodTotal: 9 } });
    for (const item of itemsOf(closed).filter(({ state }) => state === 'skipped'))
      expect(await read('femke', `/v1/cases/${String(item['caseId'])}`)).toMatchObject({ postponed: 1 });
    await send('karin', `/v1/meetings/${meetingId}/send-agenda`, {}, 'wrong-phase');
    expect(mother).toBeDefined();
  });

  it('begins no item that its case refuses', async () => {
    await at('2026-10-15T07:00:00Z');
    const meetingId = await planMeeting({ startsAt: '2026-11-04T14:30:00.000Z' });
    await settle();
    const { caseId, mother, consentId } = await aCase(meetingId);
    const itemId = await reserve(meetingId, 1, caseId);
    await at('2026-11-04T14:30:00Z');
    const attendance = ['femke', 'karin', 'bas'].map((personId) => ({ personId, status: 'present' }));
    await send('karin', `/v1/meetings/${meetingId}/open-meeting`, { attendance });
    const withdrawn = { consentId, partyId: mother, scopes: ['discuss_team'], wantsErasure: false };
    await send('femke', `/v1/cases/${caseId}/withdraw-consent`, withdrawn);
    const before = await api.service.store.lastPosition();
    await send('karin', `/v1/meetings/${meetingId}/start-item`, { itemId, at: '2026-11-04T14:30:00.000Z' }, 'on-hold');
    expect(await api.service.store.lastPosition()).toBe(before);
  });
});

describe('case and meeting keep in step', () => {
  const inThree = async (on: string) => {
    await at('2026-10-15T07:00:00Z');
    const meetingId = await planMeeting({ startsAt: `${on}T14:30:00.000Z` });
    await settle();
    const kase = await aCase(meetingId);
    const itemId = await reserve(meetingId, 1, kase.caseId);
    await settle();
    return { meetingId, itemId, ...kase };
  };

  it('lost consent blocks the item, given again it is free, and a blocked item is not sent', async () => {
    const { meetingId, caseId, mother, consentId } = await inThree('2026-11-10');
    const answer = { consentId, partyId: mother, scopes: ['discuss_team'] };
    await send('femke', `/v1/cases/${caseId}/withdraw-consent`, { ...answer, wantsErasure: false });
    expect(itemsOf(await agenda('karin', meetingId))).toMatchObject([{ state: 'blocked', blockedBy: ['consent_missing', 'on_hold'] }]);
    await send('karin', `/v1/meetings/${meetingId}/send-agenda`, {}, 'item-blocked');
    await send('femke', `/v1/cases/${caseId}/record-consent`, { ...answer, method: 'portal', givenOn: '2026-10-15' });
    await send('femke', `/v1/cases/${caseId}/resume-case`, {});
    expect(itemsOf(await agenda('karin', meetingId))).toMatchObject([{ state: 'accepted', blockedBy: [] }]);
    await send('karin', `/v1/meetings/${meetingId}/send-agenda`, {});
    await cancel(meetingId);
  });

  it('a cancelled meeting postpones its cases, and a moved one tells them when', async () => {
    const { meetingId, caseId } = await inThree('2026-11-11');
    await send('femke', `/v1/meetings/${meetingId}/reschedule-meeting`, { newStartsAt: '2026-11-12T14:30:00Z' });
    await settle();
    expect(await read('femke', `/v1/cases/${caseId}`)).toMatchObject({ scheduled: { startsAt: '2026-11-12T14:40:00.000Z' } });
    await cancel(meetingId);
    const kase = await read('femke', `/v1/cases/${caseId}`);
    expect(kase).toMatchObject({ postponed: 1, postponements: [{ reason: 'meeting_cancelled' }] });
    expect(kase).not.toHaveProperty('scheduled');
  });

  it('a case that resumes after its slot is gone gets a new date', async () => {
    const { meetingId, itemId, caseId } = await inThree('2026-11-13');
    await send('femke', `/v1/cases/${caseId}/suspend-case`, { reason: 'waiting_external', reviewOn: '2026-11-20' });
    await settle();
    await send('karin', `/v1/meetings/${meetingId}/remove-item`, { itemId, reason: 'information_missing' });
    await settle();
    expect(await read('femke', `/v1/cases/${caseId}`)).toMatchObject({ postponed: 0 });
    await send('femke', `/v1/cases/${caseId}/resume-case`, {});
    await settle();
    expect(await read('femke', `/v1/cases/${caseId}`)).toMatchObject({ postponed: 1 });
    expect(await api.service.policies.refused()).toEqual([]);
    expect(await api.service.policies.parked()).toEqual([]);
    await cancel(meetingId);
  });
});

describe('who sees what of an agenda', () => {
  it('a guest sees only the own item, a member the own ones and headings, the chair everything', async () => {
    await at('2026-10-15T07:00:00Z');
    const meetingId = await planMeeting({ startsAt: '2026-11-17T14:30:00.000Z' });
    await settle();
    const [mine, other] = [await aCase(meetingId), await aCase(meetingId)];
    const itemId = await reserve(meetingId, 1, mine.caseId);
    await reserve(meetingId, 2, other.caseId);
    await send('karin', `/v1/meetings/${meetingId}/add-household-item`, {
      text: 'De nieuwe sleutel.',
      minutes: 3,
      noNamesOfChildren: true,
    });
    await api.get(`/v1/meetings/${meetingId}`, tokens['sanne']!).expect(404);
    await send('karin', `/v1/meetings/${meetingId}/invite-to-item`, { itemId, partyIds: [mine.coach] });
    await send('sanne', `/v1/meetings/${meetingId}/respond-invitation`, { itemId, response: 'online' });

    const guest = await agenda('sanne', meetingId);
    expect(itemsOf(guest).map(({ caseId }) => caseId)).toEqual([mine.caseId, undefined]);
    expect(itemsOf(guest)[0]!['invitations']).toMatchObject([{ partyId: mine.coach, response: 'online' }]);
    expect(itemsOf(guest, 'household')).toEqual([]);
    const member = await agenda('ilse', meetingId);
    expect(itemsOf(member).map(({ caseId }) => caseId)).toEqual([undefined, undefined]);
    expect(itemsOf(member, 'household')).toMatchObject([{ text: 'De nieuwe sleutel.', byId: 'karin' }]);
    expect(itemsOf(await agenda('joost', meetingId)).map(({ caseId }) => caseId)).toEqual([mine.caseId, other.caseId]);
    expect(itemsOf(await agenda('karin', meetingId))).toMatchObject([{ caseId: mine.caseId }, { caseId: other.caseId }]);
    for (const person of ['niemand', 'beheer']) await api.get(`/v1/meetings/${meetingId}`, tokens[person]!).expect(404);
    const { rows } = await api.service.pool.query<{ object_id: string }>(
      `select object_id from access.log where person_id = 'sanne' and part = 'agenda'`,
    );
    expect(new Set(rows.map((row) => row.object_id))).toEqual(new Set([mine.caseId]));

    await send('femke', `/v1/cases/${mine.caseId}/end-party`, { partyId: mine.coach, endedOn: '2026-10-15', reason: text });
    await api.get(`/v1/meetings/${meetingId}`, tokens['sanne']!).expect(404);
    await cancel(meetingId);
  });

  it('holds no name of a child, in the stream or in the answer', async () => {
    const { rows } = await api.service.pool.query<{ data: string }>(`select data from log.events where stream like 'caseMeeting-%'`);
    expect(rows.length).toBeGreaterThan(20);
    for (const { data } of rows) expect(data).not.toMatch(/Sami|Kind \d|El Idrissi|sleutel|lokaal/);
  });
});

describe('the list of meetings', () => {
  it('is of the caller’s teams, by day and state, a page at a time', async () => {
    await at('2026-10-15T07:00:00Z');
    const ids = [await planMeeting({ startsAt: '2027-01-12T14:30:00.000Z' }), await planMeeting({ startsAt: '2027-01-19T14:30:00.000Z' })];
    await settle();
    const list = (query: string, person = 'joost') => read(person, `/v1/meetings?${query}`);
    const january = await list(`teamId=${teamId}&from=2027-01-12&to=2027-01-19&state=planned`);
    expect((january['items'] as Json[]).map((each) => each['meetingId'])).toEqual(ids);
    expect((await list('from=2027-01-13&to=2027-01-18'))['items']).toEqual([]);
    const first = await list('from=2027-01-12&limit=1');
    const second = await list(`from=2027-01-12&limit=1&cursor=${String(first['nextCursor'])}`);
    expect([...(first['items'] as Json[]), ...(second['items'] as Json[])].map((each) => each['meetingId'])).toEqual(ids);
    expect((await list('from=2027-01-12', 'niemand'))['items']).toEqual([]);
  });
});

describe('a series', () => {
  const series = (more: Json = {}) =>
    plan({ startsAt: '2027-01-26T14:30:00.000Z', rule: { weekly: 2 }, until: '2027-03-09', skipClosures: true, ...more });

  it('makes a meeting a date, skips closures, and gives the same answer to the same key', async () => {
    await at('2026-10-15T07:00:00Z');
    const key = { 'idempotency-key': randomUUID() };
    const made = await send('femke', '/v1/meetings/series', series(), 201, key);
    const meetings = made['meetings'] as { id: string; startsAt: string }[];
    expect(meetings.map(({ startsAt: when }) => when.slice(0, 10))).toEqual(['2027-01-26', '2027-02-23', '2027-03-09']);
    expect(made).toMatchObject({ skipped: ['2027-02-09'], refused: [] });
    expect(await send('femke', '/v1/meetings/series', series(), 201, key)).toEqual(made);
    await settle();
    const again = await send('femke', '/v1/meetings/series', series(), 201);
    expect(again).toMatchObject({
      meetings: [],
      refused: meetings.map(({ startsAt: when }) => ({ on: when.slice(0, 10), code: 'team-double-booked' })),
    });
  });

  it('is for those who plan, and ends within a year', async () => {
    await send('joost', '/v1/meetings/series', series(), 'forbidden');
    await send('femke', '/v1/meetings/series', series({ until: '2028-01-27' }), 'validation');
    await send('femke', '/v1/meetings/series', series({ until: '2027-01-25' }), 'validation');
    await send('femke', '/v1/meetings/series', { ...series(), rule: { weekly: 0 } }, 'validation');
  });
});

describe('a framework', () => {
  const keys = [
    'frequency',
    'duration',
    'participants',
    'location',
    'facilities',
    'required_preparation',
    'agenda_making',
    'chair',
    'minute_taker',
  ];
  const more = ['other_roles', 'reporting', 'sharing_information', 'which_cases', 'bringing_in', 'involving_the_child', 'which_steps'];
  const aspects = [...keys, ...more, 'how_we_reflect', 'how_we_evaluate'].map((key) => ({ key, text }));
  const steps = { background: 4, reason: 3, goals: 8, actions: 5 };
  const settings = {
    agenda: { profile: '90', checkIn: 5, household: 5, fixedSteps: steps, variableSteps: steps, checkOut: 5 },
    fixedSlots: 2,
    deadlines: { D12: { offset: 4 } },
  };
  const adopt = (body: Json = {}): Json => ({
    version: 1,
    effectiveFrom: '2027-04-01',
    aspects,
    settings,
    agreedByMemberIds: ['femke', 'karin', 'bas', 'joost'],
    ...body,
  });
  const path = (): string => `/v1/teams/${teamId}/adopt-framework`;

  it('is adopted by two thirds, with all its aspects, and new meetings and deadlines follow it from its day on', async () => {
    await at('2026-10-15T07:00:00Z');
    await send('femke', path(), adopt(), 'forbidden');
    await send('karin', path(), adopt({ aspects: aspects.slice(1), agreedByMemberIds: ['femke'] }), 'aspect-missing');
    await send('karin', path(), adopt({ agreedByMemberIds: ['femke', 'karin', 'bas'] }), 'quorum');
    expect((await send('karin', path(), adopt()))['events']).toEqual(['FrameworkAdopted']);
    await send('karin', path(), adopt(), 'not-possible');
    await settle();
    const before = await planMeeting({ startsAt: '2027-03-23T14:30:00.000Z' });
    const after = await planMeeting({ startsAt: '2027-04-06T13:30:00.000Z' });
    expect(await agenda('karin', before)).toMatchObject({ agreement: { frameworkVersion: 0, fixedSlots: 3, variable: 15 } });
    expect(await agenda('karin', after)).toMatchObject({ agreement: { frameworkVersion: 1, fixedSlots: 2, variable: 35 } });
    await send(
      'karin',
      `/v1/teams/${teamId}/set-deadline-settings`,
      { settings: { deadlines: {} }, effectiveFrom: '2027-05-01' },
      'not-possible',
    );
    await api.post(`/v1/teams/${randomUUID()}/adopt-framework`, adopt(), tokens['karin']!).expect(404);
  });

  it('is read by the members, once it is in force', async () => {
    const framework = (person = 'joost') => read(person, `/v1/teams/${teamId}/framework`);
    expect(await framework()).toMatchObject({ inForce: null, versions: [{ version: 1, effectiveFrom: '2027-04-01', inForce: false }] });
    await at('2027-04-01T07:00:00Z');
    expect(await framework()).toMatchObject({
      inForce: { version: 1, settings: { fixedSlots: 2, deadlines: [{ rule: 'D12', offset: 4 }] } },
      versions: [{ version: 1, inForce: true, agreedByMemberIds: ['femke', 'karin', 'bas', 'joost'], members: 5 }],
    });
    expect(((await framework())['inForce'] as { aspects: Json[] }).aspects[0]).toEqual({ key: 'frequency', text });
    const other = (await send('beheer', '/v1/teams', deLinde, 201))['id'] as string;
    expect(await read('joost', `/v1/teams/${other}/framework`)).toMatchObject({ inForce: null, versions: [] });
    await api.get(`/v1/teams/${teamId}/framework`, tokens['niemand']!).expect(404);
  });
});
