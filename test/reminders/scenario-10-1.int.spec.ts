import { testService } from '../support/open.js';
import { ReminderStory } from './story.js';

const text = 'Korte, gewone tekst.';
const gas = { '-2': '1 van 5', '-1': '2 à 3', '0': '4 van 5', '1': '5 van 5', '2': 'ook bij onbekenden' };
let service: Awaited<ReturnType<typeof testService>>;
let story: ReminderStory;

beforeAll(async () => {
  service = await testService();
  await service.clock.set('2026-09-21T07:00:00Z');
  story = await ReminderStory.begin(service);
});
afterAll(() => service?.dispose());

describe('the reminders of Sami (domain.md §10.1)', () => {
  let consentId = '';

  it('about the consent go to who has not answered and to the case owner, and stop when it is complete', async () => {
    await story.opens('femke');
    const [amina, youssef] = [await story.party('amina', 'parent_authority'), await story.party('youssef', 'parent_authority')];
    await story.party('sami', 'child');
    await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    consentId = (await story.give('femke', 'RequestConsent', { scopes: ['discuss_team'], purpose: text, askedOf: [amina, youssef] }))
      .created['consentId']!;
    await story.at('2026-09-23T10:00:00Z');
    await story.give('femke', 'RecordConsent', {
      consentId,
      partyId: amina,
      scopes: ['discuss_team'],
      method: 'portal',
      givenOn: '2026-09-23',
    });
    await story.at('2026-09-28T06:00:00Z');
    expect(await story.sent()).toEqual(['24-9 08:30 D01 reminder-1 joost,youssef']);
    await story.give('femke', 'RecordConsent', {
      consentId,
      partyId: youssef,
      scopes: ['discuss_team'],
      method: 'portal',
      givenOn: '2026-09-28',
    });
    await story.at('2026-10-14T10:00:00Z');
    expect(await story.sent()).toEqual(['24-9 08:30 D01 reminder-1 joost,youssef']);
  });

  it('after the discussion go to the minute-taker, the teller and whoever has an action, and not once it is done', async () => {
    await story.at('2026-11-03T14:30:00Z');
    await story.discusses({ owner: 'joost', chair: 'karin' });
    const { created } = await story.give('karin', 'AgreeGoal', {
      statement: text,
      voice: 'child',
      domain: 'learning',
      baseline: text,
      gas,
      measuredBy: text,
      targetOn: '2027-01-12',
      priority: 1,
    });
    const a1 = (
      await story.give('karin', 'AgreeAction', {
        goalId: created['goalId'],
        description: 'logopedische screening',
        responsibleId: 'ilse',
        dueOn: '2026-11-17',
        kind: 'research',
      })
    ).created['actionId']!;
    const a2 = (
      await story.give('karin', 'AgreeAction', {
        description: 'dagelijkse praatkring',
        responsibleId: 'joost',
        dueOn: '2026-11-09',
        kind: 'support_in_group',
      })
    ).created['actionId']!;
    const { amina, youssef, sami } = story.parties;
    await story.give('karin', 'ConcludeDiscussion', {
      outcome: 'plan_change',
      summary: text,
      reviewOn: '2027-01-12',
      feedback: [amina, youssef, sami].map((addresseeId) => ({ addresseeId, byId: 'joost' })),
    });
    await story.at('2026-11-04T10:00:00Z');
    const body = { background: text, reason: text, goals: text, actions: text, agreements: text };
    const reportId = (await story.give('bas', 'DraftReport', { body })).created['reportId']!;
    await story.at('2026-11-05T10:00:00Z');
    await story.give('karin', 'FinaliseReport', { reportId, approvedById: 'karin' });
    expect(await story.sent('D12')).toEqual(['5-11 08:30 D12 reminder-1 bas']);
    await story.at('2026-11-09T11:00:00Z');
    await story.give('joost', 'UpdateAction', { actionId: a2, change: 'complete' });
    expect(await story.sent('D13')).toEqual(['9-11 08:30 D13 reminder-1 joost,joost,joost']);
    for (const [addresseeId, on] of [
      [sami, '2026-11-06'],
      [amina, '2026-11-09'],
      [youssef, '2026-11-09'],
    ] as const)
      await story.give('joost', 'RecordFeedbackGiven', {
        addresseeId,
        channel: 'at_school',
        on,
        byId: 'joost',
        decisionsExplained: true,
        understood: 'yes',
        howChildViewWeighed: text,
      });
    const planVersionId = (
      await story.give('joost', 'ProposePlan', {
        descriptive: { promoting: text, hindering: text },
        needs: text,
        goalIds: [created['goalId']],
        actionIds: [a1],
        validFrom: '2026-11-09',
        reviewOn: '2027-01-12',
      })
    ).created['planVersionId']!;
    await story.at('2026-11-13T12:00:00Z');
    expect(await story.sent('D19')).toEqual([
      '5-11 08:30 D19 reminder-1 joost',
      '9-11 08:30 D19 reminder-2 joost',
      '13-11 08:30 D19 reminder-1 ilse',
    ]);
    for (const partyId of [amina, youssef])
      await story.give('femke', 'DecideActionPart', {
        planVersionId,
        partyId,
        decision: 'agreed',
        on: '2026-11-13',
        method: 'signed_form',
      });
    await story.at('2026-11-16T09:00:00Z');
    await story.give('femke', 'AdoptPlan', { planVersionId, on: '2026-11-16' });
    await story.at('2026-11-17T07:00:00Z');
    await story.give('femke', 'UpdateAction', { actionId: a1, change: 'complete' });
    await story.at('2026-11-30T09:00:00Z');
    expect(await story.sent('D19')).toHaveLength(3);
    expect(await story.sent('D15')).toEqual(['12-11 08:30 D15 reminder-1 amina,youssef']);
    expect(await story.sent('D16')).toEqual(['13-11 08:30 D16 reminder-1 femke']);
  });

  it('before the evaluation go to the coordinator to reserve a slot, then to the case owner', async () => {
    await story.at('2027-01-06T09:00:00Z');
    expect(await story.sent('D27')).toEqual(['8-12 08:30 D27 reminder-1 femke', '5-1 08:30 D27 reminder-2 joost']);
  });

  it('each say who they went to, at which revision of the case they were judged, and never a name', async () => {
    const { rows } = await service.pool.query<{ all: string }>(
      `select string_agg(data, '') as all from log.events where stream like 'followUp-%'`,
    );
    expect(rows[0]!.all).toContain('"caseRevision"');
    expect(rows[0]!.all).not.toMatch(/Sami|Idrissi|praatkring|logopedische/);
    const { deadlines } = await story.deadlines();
    for (const { done } of deadlines) for (const each of done) expect(each.at <= each.recordedAt).toBe(true);
  });

  it('rung twice, or by two at once, are recorded once', async () => {
    await service.clock.set('2027-03-01T09:00:00Z');
    const other = await service.again();
    await Promise.all([service, other, service, other].map((each) => each.alarms.ring()));
    await story.at('2027-03-01T09:00:01Z');
    const { rows } = await service.pool.query<{ count: number; steps: number }>(
      `select count(*) as count, count(distinct (data::json->>'deadlineId', data::json->>'setAt', data::json->>'step', type)) as steps from log.events where stream like 'followUp-%'`,
    );
    expect(rows[0]!.count).toBe(rows[0]!.steps);
  });
});
