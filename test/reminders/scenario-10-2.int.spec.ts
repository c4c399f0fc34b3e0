import { testService } from '../support/open.js';
import { deLinde } from '../support/people.js';
import { ReminderStory } from './story.js';

const text = 'Korte, gewone tekst.';
const member = (personId: string, ...roles: string[]) => ({
  personId,
  name: personId,
  organisationId: 'school',
  discipline: 'onderwijs',
  roles,
});
const hetBaken = {
  name: 'Het Baken',
  closures: deLinde.closures,
  members: [
    member('hanneke', 'coordinator'),
    member('tom', 'professional', 'minute-taker'),
    member('mireille', 'chair'),
    member('lidia', 'lead'),
  ],
};

let service: Awaited<ReturnType<typeof testService>>;
let story: ReminderStory;

beforeAll(async () => {
  service = await testService();
  await service.clock.set('2026-09-14T07:00:00Z');
  story = await ReminderStory.begin(service, hetBaken, 'hanneke');
});
afterAll(() => service?.dispose());

describe('the reminders of Noor (domain.md §10.2)', () => {
  let planVersionId = '';
  const plan = {
    descriptive: { promoting: text, hindering: text },
    needs: text,
    validFrom: '2026-10-16',
    reviewOn: '2026-12-01',
  };
  const decide = (party: string, decision: string, on: string) =>
    story.give('hanneke', 'DecideActionPart', { planVersionId, partyId: story.parties[party], decision, on, method: 'signed_form' });

  it('about the consent are none: both answered before the first', async () => {
    await story.opens('hanneke', {
      planKind: 'opp',
      coordinatorId: 'hanneke',
      statutoryTrigger: { kind: 'arrangement_agreed', on: '2026-09-14' },
      child: { givenName: 'Noor', familyName: 'Baken', dateOfBirth: '2014-08-30' },
    });
    const [petra, noor] = [await story.party('petra', 'parent_authority'), await story.party('noor', 'child')];
    await story.give('hanneke', 'AssignCaseOwner', { ownerId: 'tom', familyPreference: false });
    await story.at('2026-09-15T10:00:00Z');
    await story.consents(petra);
    await story.at('2026-09-16T10:00:00Z');
    await story.consents(noor);
    await story.at('2026-09-29T13:00:00Z');
    expect(await story.sent()).toEqual([]);
  });

  it('about the development perspective go to the coordinator twenty-one and fourteen days before, then to the lead too', async () => {
    await story.discusses({ owner: 'tom', chair: 'mireille' });
    const goal = {
      statement: text,
      voice: 'child',
      domain: 'learning',
      baseline: text,
      measuredBy: text,
      targetOn: '2026-12-01',
      priority: 1,
    };
    const gas = { '-2': text, '-1': text, '0': text, '1': text, '2': text };
    const goalId = (await story.give('mireille', 'AgreeGoal', { ...goal, gas })).created['goalId'];
    const action = { description: text, responsibleId: 'tom', dueOn: '2026-12-15', kind: 'support_in_group' };
    const actionId = (await story.give('mireille', 'AgreeAction', action)).created['actionId'];
    const { petra, noor } = story.parties;
    await story.give('mireille', 'ConcludeDiscussion', {
      outcome: 'plan_change',
      summary: text,
      reviewOn: '2026-12-01',
      feedback: [petra, noor].map((addresseeId) => ({ addresseeId, byId: 'tom' })),
    });
    await story.at('2026-09-30T10:00:00Z');
    const body = { background: text, reason: text, goals: text, actions: text, agreements: text };
    const reportId = (await story.give('tom', 'DraftReport', { body })).created['reportId'];
    await story.give('hanneke', 'FinaliseReport', { reportId, approvedById: 'mireille' });
    await story.at('2026-10-05T09:00:00Z');
    planVersionId = (await story.give('tom', 'ProposePlan', { ...plan, goalIds: [goalId], actionIds: [actionId] })).created[
      'planVersionId'
    ]!;
    expect(await story.sent('D17')).toEqual(['5-10 08:30 D17 reminder-1 hanneke']);
    await story.at('2026-10-06T10:00:00Z');
    const told = {
      channel: 'phone',
      on: '2026-10-06',
      byId: 'tom',
      decisionsExplained: true,
      understood: 'yes',
      howChildViewWeighed: text,
    };
    for (const addresseeId of [petra, noor]) await story.give('tom', 'RecordFeedbackGiven', { addresseeId, ...told });
    expect(await story.sent('D13')).toEqual(['5-10 08:30 D13 reminder-1 tom,tom']);
    await story.at('2026-10-08T10:00:00Z');
    await decide('petra', 'refused', '2026-10-08');
    await story.at('2026-10-12T10:00:00Z');
    expect(await story.sent('D17')).toEqual([
      '5-10 08:30 D17 reminder-1 hanneke',
      '12-10 08:30 D17 reminder-2 hanneke',
      '12-10 08:30 D17 escalation-1! lidia',
    ]);
    const talk = { planVersionId, on: '2026-10-12', present: [petra], agreedPoints: text, disagreedPoints: text };
    await story.give('hanneke', 'RecordPlanConsultation', talk);
    await story.at('2026-10-13T08:00:00Z');
    planVersionId = (await story.give('tom', 'ProposePlan', { ...plan, goalIds: [goalId], actionIds: [actionId], basedOn: planVersionId }))
      .created['planVersionId']!;
  });

  it('about the plan: the date is missed without a word to the lead, whose escalation the adoption cancels', async () => {
    await story.at('2026-10-15T10:00:00Z');
    const plans = async () => (await story.deadlines()).deadlines.filter(({ stamp }) => stamp.rule === 'D16');
    expect((await plans()).map(({ missedAt, ended }) => [missedAt, ended])).toEqual([['2026-10-13T15:00:00.000Z', undefined]]);
    await decide('petra', 'agreed', '2026-10-15');
    await decide('noor', 'agreed', '2026-10-15');
    await story.at('2026-10-16T06:00:00Z');
    await story.give('hanneke', 'AdoptPlan', { planVersionId, on: '2026-10-16' });
    await story.at('2026-10-28T09:00:00Z');
    expect(await story.sent('D16')).toEqual(['9-10 08:30 D16 reminder-1 hanneke', '13-10 08:30 D16 reminder-2 hanneke']);
    expect((await plans()).map(({ ended }) => ended?.type)).toEqual(['PlanVersionAdopted']);
    expect((await story.sent('D17')).length).toBe(3);
  });

  it('about what the child is still owed are none: it was told on the 26th, the reminder was for the 29th', async () => {
    const [owed] = (await story.deadlines()).deadlines.filter(({ stamp, ended }) => stamp.rule === 'D13' && !ended);
    expect(owed?.stamp.dueOn).toBe('2026-10-30');
    await story.give('tom', 'RecordFeedbackGiven', {
      addresseeId: story.parties['noor'],
      channel: 'at_school',
      on: '2026-10-26',
      byId: 'tom',
      decisionsExplained: true,
      understood: 'yes',
      howChildViewWeighed: text,
    });
    await story.at('2026-10-30T20:00:00Z');
    expect(await story.sent('D13')).toEqual(['5-10 08:30 D13 reminder-1 tom,tom']);
  });

  it('half way and before the evaluation go to the case owner and, to reserve a slot, to the coordinator', async () => {
    await story.at('2026-12-01T10:00:00Z');
    // Half way to the review is Sunday 8 November.
    expect(await story.sent('D26')).toEqual(['6-11 08:30 D26 reminder-1 tom']);
    expect(await story.sent('D27')).toEqual([
      '10-11 08:30 D27 reminder-1 hanneke',
      '24-11 08:30 D27 reminder-2 tom',
      '1-12 08:30 D27 reminder-3 tom',
    ]);
  });
});
