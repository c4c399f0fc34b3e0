import { testService } from '../support/open.js';
import { actor } from '../support/people.js';
import { ReminderStory, settle } from './story.js';
import { caseAggregate } from '#domain/support-case/index.js';

let service: Awaited<ReturnType<typeof testService>>;
let story: ReminderStory;
let child = 0;

beforeAll(async () => {
  service = await testService();
  await service.clock.set('2026-09-21T07:00:00Z');
  story = await ReminderStory.begin(service);
});
afterAll(() => service?.dispose());

/** A case with an action due on a day, whose reminders go to joost. */
async function withAction(dueOn: string): Promise<{ caseId: string; actionId: string }> {
  child += 1;
  await story.opens('femke', { child: { givenName: 'Sami', familyName: `Race ${child}`, dateOfBirth: '2019-03-14' } });
  await story.party('sami', 'child');
  const parent = await story.party('amina', 'parent_authority');
  await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
  const { created } = await story.give('femke', 'RequestConsent', { scopes: ['discuss_team'], purpose: 'x', askedOf: [parent] });
  await story.give('femke', 'RecordConsent', {
    consentId: created['consentId'],
    partyId: parent,
    scopes: ['discuss_team'],
    method: 'portal',
    givenOn: '2026-09-21',
  });
  await story.discusses({ owner: 'joost', chair: 'karin' });
  const actionId = (await story.give('karin', 'AgreeAction', { description: 'x', responsibleId: 'joost', dueOn, kind: 'home' })).created[
    'actionId'
  ]!;
  return { caseId: story.caseId, actionId };
}

const complete = (caseId: string, actionId: string) =>
  service.execute.run(caseAggregate, {
    caller: actor('joost'),
    command: 'UpdateAction',
    id: caseId,
    body: { actionId, change: 'complete' },
  });

describe('a reminder', () => {
  it('whose end was acknowledged before its alarm rang is not sent; of those that overlap each is sent once or not at all', async () => {
    const cases = [];
    for (let index = 0; index < 24; index += 1) cases.push(await withAction('2026-10-05'));
    await settle(service);
    const other = await service.again();
    await service.clock.set('2026-10-01T06:30:00Z');
    const early = cases.filter((_, index) => index % 3 === 0);
    await Promise.all(early.map(({ caseId, actionId }) => complete(caseId, actionId)));
    const racing = cases.filter((_, index) => index % 3 === 1);
    await Promise.all([
      ...racing.map(({ caseId, actionId }) => complete(caseId, actionId)),
      service.alarms.ring(),
      other.alarms.ring(),
      service.alarms.ring(),
    ]);
    await settle(service);
    const { rows } = await service.pool.query<{ id: string; count: number; revision: number }>(
      `select substr(stream, 10) as id, count(*) as count, min((data::json->>'caseRevision')::int) as revision from log.events
        where stream like 'followUp-%' and type = 'ReminderSent' and data::json->>'rule' = 'D19' group by 1`,
    );
    const sent = new Map(rows.map((row) => [row.id, row]));
    for (const { caseId } of early) expect(sent.has(caseId)).toBe(false);
    for (const { caseId } of cases.filter((_, index) => index % 3 === 2)) expect(sent.get(caseId)?.count).toBe(1);
    for (const { caseId } of racing) {
      const row = sent.get(caseId);
      if (!row) continue;
      // Who was faster stands in the event: it was judged at a revision before the one that ended it.
      const { rows: ends } = await service.pool.query<{ revision: number }>(
        `select revision from log.events where stream = $1 and type = 'ActionCompleted'`,
        [`supportCase-${caseId}`],
      );
      expect([row.count, row.revision < ends[0]!.revision]).toEqual([1, true]);
    }
  });

  it('rests while the case is on hold, and goes out later by the days that were paused', async () => {
    await service.clock.set('2026-10-05T08:00:00Z');
    const { caseId, actionId } = await withAction('2026-10-16');
    await story.give('femke', 'SuspendCase', { reason: 'family_request', reviewOn: '2026-12-01' });
    await story.at('2026-11-02T09:00:00Z');
    const before = await story.sent('D19');
    expect(before).toEqual([]);
    const resumed = await story.give('femke', 'ResumeCase', {});
    expect(resumed.events).toEqual(['CaseResumed']);
    const { deadlines } = await story.deadlines();
    const action = deadlines.find((each) => each.stamp.subject.id === actionId)!;
    expect(action.stamp.dueOn! > '2026-10-16').toBe(true);
    expect(action.movedFrom).toEqual(['2026-10-16']);
    expect(caseId).toBe(story.caseId);
    await story.at('2026-12-20T09:00:00Z');
    expect((await story.sent('D19')).length).toBeGreaterThan(2);
    expect((await story.sent('D23')).length).toBeLessThanOrEqual(2);
  });

  it('of an urgent case goes out at once, and the lead hears when it was not discussed in five days', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.opens('femke', {
      urgency: 'urgent',
      urgencyReason: 'nu',
      child: { givenName: 'Sami', familyName: 'Acuut', dateOfBirth: '2019-03-14' },
    });
    await story.at('2026-09-30T10:00:00Z');
    expect(await story.sent('D10')).toEqual([
      '21-9 09:00 D10 reminder-1 femke,karin',
      '22-9 12:00 D10 escalation-1! karin',
      '23-9 08:30 D10 escalation-2! femke',
    ]);
    expect(await story.sent('D11')).toEqual([
      '23-9 08:30 D11 reminder-1 femke',
      '25-9 08:30 D11 reminder-2 femke',
      '28-9 17:00 D11 missed! femke',
    ]);
  });
});
