import type { Json } from '../support/table.js';
import { Table } from '../support/table.js';

const text = 'Korte, gewone tekst.';
const gas = { '-2': 'nooit', '-1': 'soms', '0': 'vaak', '1': 'meestal', '2': 'altijd' };
const nl = { 'accept-language': 'nl' };

let table: Table;
let meetingId: string;
let review: string;
beforeAll(async () => {
  table = await Table.set('2026-09-01T07:00:00Z');
  review = await aReview('Evi');
  await table.at('2026-09-21T07:00:00Z');
  meetingId = await table.planMeeting('2026-11-03T14:30:00.000Z');
  await table.planMeeting('2026-11-24T14:30:00.000Z');
});
afterAll(() => table?.api.dispose());

/** A child whose support was agreed on 1 September and is reviewed on 10 November, with a goal and an action that is overdue. */
async function aReview(name: string): Promise<string> {
  const { caseId, mother, child, give } = await table.aCase(name);
  const today = '2026-09-01';
  await give('start-discussion', { presentPartyIds: [mother], absent: [] }, 'karin');
  for (const step of ['background', 'reason', 'goals', 'actions'])
    await give('record-step', { step, notes: text, startedAt: `${today}T06:00:00Z`, endedAt: `${today}T06:05:00Z` }, 'bas');
  const goal = { statement: 'Ik wil vertellen.', voice: 'child', domain: 'learning', baseline: text, gas, measuredBy: text, priority: 1 };
  await give('agree-goal', { ...goal, targetOn: '2027-02-01' }, 'bas');
  await give('agree-action', { description: 'Samen lezen', responsibleId: 'joost', dueOn: '2026-09-08', kind: 'home' }, 'bas');
  const view = { how: 'conversation', chosenByChild: true, on: today, byId: child, words: text, confidential: false };
  await give('record-child-view', view);
  const feedback = [mother, child].map((addresseeId) => ({ addresseeId, byId: 'joost' }));
  await give('conclude-discussion', { outcome: 'plan_change', summary: 'Samen lezen.', reviewOn: '2026-11-10', feedback }, 'karin');
  const body = { background: text, reason: text, goals: text, actions: text, agreements: text };
  const { created } = await give('draft-report', { body }, 'bas');
  await give('finalise-report', { reportId: (created as Json)['reportId'], approvedById: 'karin' }, 'femke');
  const told = { channel: 'phone', on: today, byId: 'joost', decisionsExplained: true, understood: 'yes' };
  await give('record-feedback-given', { ...told, addresseeId: mother }, 'joost');
  await give('record-feedback-given', { ...told, addresseeId: child, howChildViewWeighed: text }, 'joost');
  await table.settle();
  const kase = await table.read('femke', `/v1/cases/${caseId}`);
  const [goalIds, actionIds] = [
    (kase['goals'] as Json[]).map((each) => each['goalId']),
    (kase['actions'] as Json[]).map((each) => each['actionId']),
  ];
  const plan = {
    descriptive: { promoting: text, hindering: text },
    needs: text,
    goalIds,
    actionIds,
    validFrom: today,
    reviewOn: '2026-11-10',
  };
  const { planVersionId } = (await give('propose-plan', plan))['created'] as { planVersionId: string };
  await give('decide-action-part', { planVersionId, partyId: mother, decision: 'agreed', on: today, method: 'portal' });
  await give('adopt-plan', { planVersionId, on: today });
  return caseId;
}

const proposal = (person = 'karin', headers: Record<string, string> = nl): Promise<Json> =>
  table.read(person, `/v1/meetings/${meetingId}/agenda-proposal`, headers);
const itemsOf = ({ items }: Json): readonly Json[] => items as readonly Json[];
const ofCase = (answer: Json, caseId: string): Json => itemsOf(answer).find((each) => each['caseId'] === caseId)!;
const accept = async (person: string, item: Json): Promise<Json> => {
  const { path, body } = item['accept'] as { path: string; body: unknown };
  const answer = await table.send(person, path, body);
  await table.settle();
  return answer;
};

describe('The proposal of an agenda', () => {
  it('has reviews, postponed and new children in their order and urgent ones apart, each with its reason in words and its minutes', async () => {
    await table.at('2026-10-01T07:00:00Z');
    const fresh = await table.aCase('Noor', 'opened');
    await table.at('2026-10-05T07:00:00Z');
    const postponed = await table.aCase('Omar');
    await postponed.give('postpone-discussion', { reason: 'parent_absent' });
    const urgent = await table.aCase('Lisa', 'brought-in', { urgency: 'urgent', urgencyReason: text });
    await table.at('2026-10-14T07:00:00Z');
    const answer = await proposal();
    expect(answer).toMatchObject({
      bringInUntil: '2026-10-16',
      reviewsBefore: '2026-11-24',
      nextMeeting: { startsAt: '2026-11-24T14:30:00.000Z' },
    });
    expect(itemsOf(answer).map((each) => [each['caseId'], each['reason'], each['slotNo'], each['place'], each['minutes']])).toEqual([
      [review, 'review_due', 1, 'proposed', 20],
      [postponed.caseId, 'postponed', 2, 'proposed', 20],
      [fresh.caseId, 'waiting', 3, 'proposed', 20],
      [urgent.caseId, 'urgent', undefined, 'proposed', 15],
    ]);
    expect(itemsOf(answer).map((each) => each['explanation'])).toEqual([
      'De evaluatie valt op 10 november 2026, vóór het volgende overleg.',
      'Wacht sinds 5 oktober 2026 en is één keer doorgeschoven (ouder afwezig).',
      'Wacht sinds 1 oktober 2026 op een plek.',
      'Acuut: voor het variabele deel.',
    ]);
    expect(itemsOf(await proposal('karin', { 'accept-language': 'en' }))[0]).toMatchObject({
      explanation: 'The evaluation falls on 10 November 2026, before the next meeting.',
    });
    expect(ofCase(answer, fresh.caseId)).toMatchObject({ mayBeDiscussed: false, blockedBy: ['consent-incomplete', 'not-brought-in'] });
    expect(answer['sections']).toEqual([
      { section: 'fixed', minutes: 60, planned: 0, proposed: 60, left: 0 },
      { section: 'variable', minutes: 15, planned: 0, proposed: 15, left: 0 },
    ]);
  });

  it('is taken over with the commands that it names', async () => {
    const before = await proposal();
    const events = [];
    for (const item of itemsOf(before)) events.push((await accept('karin', item))['events']);
    expect(events).toEqual([
      ['FixedSlotReserved', 'AgendaItemAdded'],
      ['FixedSlotReserved', 'AgendaItemAdded'],
      ['FixedSlotReserved'],
      ['AgendaItemAdded'],
    ]);
    const after = await proposal();
    expect(itemsOf(after).map((each) => [each['place'], (each['onAgenda'] as Json)['state'], each['accept']])).toEqual([
      ['on_agenda', 'accepted', null],
      ['on_agenda', 'accepted', null],
      ['on_agenda', 'proposed', null],
      ['on_agenda', 'accepted', null],
    ]);
    expect(after['sections']).toMatchObject([
      { planned: 60, proposed: 0, left: 0 },
      { planned: 15, proposed: 0, left: 0 },
    ]);
    const late = await table.aCase('Daan', 'submitted');
    expect(ofCase(await proposal(), late.caseId)).toMatchObject({ place: 'none', noPlaceFor: 'fixed-part-full', accept: null });
  });

  it('brings a dossier of what is known: goals, overdue actions, decisions without outcome, who prepared and who did not', async () => {
    await table.at('2026-10-27T08:00:00Z');
    await table.send('karin', `/v1/meetings/${meetingId}/send-agenda`, {});
    await table.settle();
    const item = itemsOf(await proposal('femke')).find((each) => each['reason'] === 'postponed')!;
    const prepared = { meetingId, readOn: '2026-10-27' };
    const path = `/v1/cases/${String(item['caseId'])}/record-individual-preparation`;
    await table.send('joost', path, { ...prepared, contribution: 'Ik zie hem opbloeien in de kring.' });
    await table.send('ilse', path, prepared);
    const answer = await proposal('femke');
    expect(ofCase(answer, item['caseId'] as string)['dossier']).toMatchObject({
      form: { status: 'submitted', submittedOn: '2026-10-05' },
      contributions: {
        received: [
          { professionalId: 'joost', readOn: '2026-10-27', contribution: 'Ik zie hem opbloeien in de kring.' },
          { professionalId: 'ilse', readOn: '2026-10-27' },
        ],
        missing: ['femke', 'karin', 'bas'],
      },
      preparationPercent: 40,
    });
    expect(ofCase(answer, review)).toMatchObject({
      child: { givenName: 'Evi' },
      dossier: {
        openGoals: [{ statement: 'Ik wil vertellen.', voice: 'child', lastScore: null }],
        overdueActions: [{ description: 'Samen lezen', responsibleId: 'joost', dueOn: '2026-09-08' }],
        decisionsWithoutOutcome: [{ cycleNo: 1, outcome: 'plan_change', summary: 'Samen lezen.', outstanding: ['actions', 'evaluation'] }],
        contributions: { received: [], missing: [] },
        preparationPercent: null,
      },
    });
  });

  it('shows the chair no more of a case than the chair may see of it, and writes down what was seen', async () => {
    const answer = await proposal('karin');
    const [closed, open] = [ofCase(answer, review), itemsOf(answer).find((each) => each['reason'] === 'postponed')!];
    expect(closed).toMatchObject({ dossier: null, mayBeDiscussed: true });
    expect(closed).not.toHaveProperty('child');
    expect(open).toMatchObject({ child: { givenName: 'Omar' } });
    const { rows } = await table.api.service.pool.query<{ object_id: string }>(
      `select distinct object_id from access.log where person_id = 'karin' and part = 'agenda-proposal'`,
    );
    expect(rows.map((row) => row.object_id)).toContain(open['caseId']);
    expect(rows.map((row) => row.object_id)).not.toContain(review);
  });

  it('is for the chair of the meeting and a coordinator of the team', async () => {
    const path = `/v1/meetings/${meetingId}/agenda-proposal`;
    for (const [person, status] of [
      ['femke', 200],
      ['karin', 200],
      ['bas', 403],
      ['joost', 403],
      ['sanne', 404],
      ['niemand', 404],
      ['beheer', 404],
    ] as const)
      expect([person, (await table.get(person, path)).status]).toEqual([person, status]);
  });
});

describe('A meeting', () => {
  it('says how many members prepared its agenda, how its minutes are planned, and what is blocked', async () => {
    const children = itemsOf(await proposal('femke')).filter(
      (each) => each['itemKind'] === 'discussion' && (each['onAgenda'] as Json)?.['state'] === 'accepted',
    );
    for (const { caseId } of children)
      await table.send('joost', `/v1/cases/${String(caseId)}/record-individual-preparation`, { meetingId, readOn: '2026-10-27' });
    const meeting = await table.read('ilse', `/v1/meetings/${meetingId}`);
    expect(meeting).toMatchObject({ preparation: { members: 5, prepared: 1, percent: 20 }, blockedItems: [] });
    expect((meeting['sections'] as Json[]).map(({ section, minutes, planned, used }) => [section, minutes, planned, used])).toEqual([
      ['check_in', 5, undefined, undefined],
      ['household', 5, 0, undefined],
      ['fixed', 60, 60, 0],
      ['variable', 15, 15, 0],
      ['check_out', 5, undefined, undefined],
    ]);
    const [first] = children;
    await table.send('femke', `/v1/cases/${String(first!['caseId'])}/suspend-case`, { reason: 'waiting_external', reviewOn: '2026-11-20' });
    const { itemId } = first!['onAgenda'] as Json;
    expect(await table.read('karin', `/v1/meetings/${meetingId}`)).toMatchObject({ blockedItems: [itemId] });
    expect(ofCase(await proposal(), first!['caseId'] as string)).toMatchObject({ mayBeDiscussed: false, blockedBy: ['on-hold'] });
  });

  it('has nothing to prepare before its agenda is sent', async () => {
    const other = await table.planMeeting('2026-12-01T14:30:00.000Z');
    expect(await table.read('joost', `/v1/meetings/${other}`)).toMatchObject({ preparation: { members: 5, prepared: 0, percent: null } });
  });
});
