import { bodyOf } from '../domain/cases.js';
import { idOf } from '../domain/people.js';
import { deLinde, openSami } from '../support/people.js';
import type { Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';
import type { Story } from './story.js';
import { stepsFrom, storyOf } from './story.js';

const teamId = idOf('De Linde');
const [amina, youssef, sami] = ['amina', 'youssef', 'sami'].map(idOf) as [string, string, string];
const [a1, a2, a3] = ['a1', 'a2', 'a3'].map(idOf) as [string, string, string];
const [g1, consentId, reportId] = ['g1', 'consent', 'report'].map(idOf) as [string, string, string];
const [planVersionId, viewId] = ['v1', 'view'].map(idOf) as [string, string];
const words = 'Ik wil dat ze me snappen als ik praat.';
const weighed = 'Zijn wens is het eerste doel geworden.';

// Ilse observes and is nothing else; who observes sees the process only.
const members = deLinde.members.map((member) => (member.personId === 'ilse' ? { ...member, roles: ['observer'] } : member));
const daysFrom = (first: unknown, last: unknown): number => (Date.parse(String(last)) - Date.parse(String(first))) / 86_400_000;
const content = ['child', 'parties', 'goals', 'actions', 'preparation', 'planVersions', 'reports', 'childViews', 'consent'];
const contentOf = (seen: Readonly<Record<string, unknown>>): string[] => content.filter((name) => name in seen);

// Acceptance scenario 10.1 of domain.md over HTTP, each test a step that rests on those before it.
describe('Sami, a regular case', () => {
  let service: Running;
  let story: Story;

  beforeAll(async () => {
    service = await startSamenspel();
    story = storyOf(service, idOf('case of Sami'));
    await story.on('2026-09-21', '09:00');
    const { status } = await service.post('/v1/teams', { teamId, ...deLinde, members }, await service.token('beheer', 'admin'));
    expect(status).toBe(201);
  }, 120_000);
  afterAll(() => service?.dispose());

  it('is opened on 21 September, and its parents are asked for their consent', async () => {
    const opened = await story.opens('femke', openSami(teamId));
    expect(opened).toMatchObject({ id: story.caseId, revision: 1, events: ['CaseOpened', 'CycleStarted'] });
    expect((await story.seenBy('amina')).status).toBe(404);
    const mother = { name: 'Amina', relation: 'moeder', personId: 'amina' };
    await story.does('femke', 'add-party', bodyOf.party(amina, 'parent_authority', mother));
    await story.does('femke', 'add-party', bodyOf.party(youssef, 'parent_authority', { name: 'Youssef', relation: 'vader' }));
    await story.does('femke', 'add-party', bodyOf.party(sami, 'child', { name: 'Sami', relation: 'kind' }));
    expect(contentOf(await story.seenBy('joost'))).toEqual([]);
    await story.does('femke', 'assign-case-owner', { ownerId: 'joost', familyPreference: false });
    expect(contentOf(await story.seenBy('joost'))).toEqual(content);
    const asked = await story.does('femke', 'request-consent', bodyOf.ask([amina, youssef]));
    expect(asked.events).toEqual(['ConsentRequested']);
    expect(await story.seenBy('femke')).toMatchObject({
      phase: 'preparation',
      openedOn: '2026-09-21',
      caseOwnerId: 'joost',
      child: { givenName: 'Sami', familyName: 'El Idrissi', dateOfBirth: '2019-03-14' },
      consent: { status: 'requested', requests: [{ consentId, answerDueOn: '2026-09-28', answered: [] }] },
      asOfRevision: asked.revision,
    });
  });

  it('shows what waits, to those who may see it, while the answers are out', async () => {
    const [row, ...others] = await story.listed('femke', `/v1/cases?teamId=${teamId}`);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      child: { givenName: 'Sami' },
      phase: 'preparation',
      consentStatus: 'requested',
      caseOwnerId: 'joost',
      nextDeadline: { rule: 'D01', dueOn: '2026-09-28', late: false },
      aftercare: { report: 'none', feedback: 'none', plan: 'none' },
    });
    const counts = { preparation: 1, discussion: 0, closed: 0, late: 0, onHold: 0, waitingForConsent: 1 };
    expect(await story.counted('femke', teamId)).toMatchObject(counts);
    expect(await story.listed('joost', '/v1/me/work')).toMatchObject([{ kind: 'preparation', caseId: story.caseId }]);
    expect((await story.searched('femke', 'idrissi')).map(({ caseId }) => caseId)).toEqual([story.caseId]);
  });

  it('tells Bas and Ilse no more than where it stands, and a stranger nothing', async () => {
    for (const personId of ['bas', 'ilse', 'karin']) {
      const seen = await story.seenBy(personId);
      expect(seen).toMatchObject({ status: 200, caseId: story.caseId, teamId, phase: 'preparation', cycleNo: 1, urgency: 'regular' });
      expect(contentOf(seen)).toEqual([]);
      expect(await story.timelineOf(personId)).toEqual([]);
      expect(await story.searched(personId, 'Sami')).toEqual([]);
      expect(JSON.stringify(await story.listed(personId, '/v1/cases'))).not.toContain('Sami');
    }
    const stranger = await service.token('stranger');
    for (const rest of ['', '/timeline', '/allowed-commands'])
      expect((await service.get(`/v1/cases/${story.caseId}${rest}`, stranger)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await story.refused('stranger', 'close-case')).toMatchObject({ status: 404, code: 'not-found' });
    expect(await story.listed('stranger', '/v1/cases')).toEqual([]);
    expect((await service.get(`/v1/cases/${story.caseId}`)).status).toBe(401);
  });

  it('has the consent of both on 28 September, before the fifth day is over', async () => {
    await story.on('2026-09-23');
    const first = await story.does('amina', 'record-consent', bodyOf.give(amina, '2026-09-23'));
    expect(first.events).toEqual(['ConsentRecorded']);
    expect(await story.seenBy('joost')).toMatchObject({ consent: { status: 'partial', requests: [{ answered: [amina] }] } });
    await story.on('2026-09-28', '08:00');
    const second = await story.does('femke', 'record-consent', bodyOf.give(youssef, '2026-09-28', { method: 'signed_form' }));
    expect(second.events).toEqual(['ConsentRecorded', 'ConsentCompleted']);
    expect(await story.seenBy('femke')).toMatchObject({ consent: { status: 'complete' } });
    expect(await story.counted('femke', teamId)).toMatchObject({ preparation: 1, waitingForConsent: 0 });
    expect(await story.listed('femke', '/v1/cases')).toMatchObject([{ nextDeadline: null }]);
  });

  it('is brought in on 15 October', async () => {
    await story.on('2026-10-15');
    expect(await story.refused('joost', 'bring-in', bodyOf.bringIn)).toMatchObject({ status: 422, code: 'form-not-submitted' });
    await story.does('joost', 'save-preparation', { ...bodyOf.form, concerns: 'Hij trekt zich terug.' });
    await story.does('joost', 'submit-preparation', { formVersion: 1 });
    expect((await story.does('joost', 'bring-in', bodyOf.bringIn)).events).toEqual(['CaseBroughtIn']);
    expect(await story.listed('joost', '/v1/me/work')).toEqual([]);
    expect(await story.seenBy('bas')).toMatchObject({ child: { givenName: 'Sami' }, preparation: { status: 'submitted', formVersion: 1 } });
    expect(contentOf(await story.seenBy('ilse'))).toEqual([]);
  });

  it('hears the child on 29 October', async () => {
    await story.on('2026-10-29');
    const view = bodyOf.view('2026-10-29', { viewId: idOf('view of october'), words });
    expect((await story.does('joost', 'record-child-view', view)).events).toEqual(['ChildViewRecorded']);
    expect(await story.seenBy('karin')).toMatchObject({ childViews: [{ how: 'child_form', words }] });
  });

  it('is discussed on 3 November, in four steps of twenty minutes together', async () => {
    await story.on('2026-11-03', '16:00');
    expect(await story.refused('bas', 'start-discussion')).toMatchObject({ status: 403, code: 'forbidden' });
    await story.does('karin', 'start-discussion', { presentPartyIds: ['karin', 'bas', 'joost', amina, youssef] });
    expect(await story.counted('femke', teamId)).toMatchObject({ preparation: 0, discussion: 1 });
    await story.on('2026-11-03', '16:20');
    for (const step of stepsFrom('2026-11-03', '16:00', [4, 3, 7, 6])) await story.does('bas', 'record-step', step);
    await story.does('bas', 'agree-goal', bodyOf.goal('2027-01-12', { statement: 'Ze snappen me als ik praat.' }));
    await story.does('bas', 'agree-action', bodyOf.action('2026-11-17', { actionId: a1, goalId: g1, responsibleId: 'karin' }));
    const talkRound = { actionId: a2, description: 'Daily talk round.', kind: 'support_in_group' };
    await story.does('bas', 'agree-action', bodyOf.action('2026-11-09', talkRound));
    const reading = { actionId: a3, description: 'Read 10 minutes at home.', responsibleId: amina, kind: 'home' };
    await story.does('bas', 'agree-action', bodyOf.action('2026-11-10', reading));
    expect(await story.seenBy('bas')).toMatchObject({
      phase: 'discussion',
      discussion: { steps: [{ seconds: 240 }, { seconds: 180 }, { seconds: 420 }, { seconds: 360 }] },
      goals: [{ voice: 'child', gas: { '0': '4 of 5', '2': 'also with unknown adults' } }],
    });
  });

  it('is stamped with the dates of its aftercare, counted past the autumn holiday', async () => {
    const feedback = [sami, amina, youssef].map((addresseeId) => ({ addresseeId, byId: 'joost' }));
    const concluded = await story.does('karin', 'conclude-discussion', bodyOf.conclude('plan_change', { feedback }));
    expect(concluded.events).toEqual(['DiscussionConcluded', 'AftercareStarted']);
    expect(await story.seenBy('femke')).toMatchObject({
      phase: 'aftercare',
      reviewOn: '2027-01-12',
      evaluation: { reviewOn: '2027-01-12' },
      aftercare: {
        report: { status: 'none', dueOn: '2026-11-06' },
        feedback: [sami, amina, youssef].map((addresseeId) => ({ addresseeId, status: 'owed', dueOn: '2026-11-10' })),
        plan: { status: 'none', proposalDueOn: '2026-11-10', adoptionDueOn: '2026-11-17' },
        completed: false,
        lateParts: [],
      },
    });
    expect(await story.listed('femke', '/v1/cases?phase=aftercare')).toMatchObject([
      { nextDeadline: { rule: 'D12', dueOn: '2026-11-06', late: false }, aftercare: { report: 'open', feedback: 'open', plan: 'open' } },
    ]);
    const kinds = async (personId: string): Promise<unknown[]> =>
      (await story.listed(personId, '/v1/me/work')).map(({ kind, dueOn }) => [kind, dueOn]);
    expect(await kinds('bas')).toEqual([['report', '2026-11-06']]);
    expect(await kinds('karin')).toEqual([['action', '2026-11-17']]);
    expect(await kinds('amina')).toEqual([['action', '2026-11-10']]);
    expect((await kinds('joost')).sort()).toEqual([
      ['action', '2026-11-09'],
      ['feedback', '2026-11-10'],
      ['feedback', '2026-11-10'],
      ['feedback', '2026-11-10'],
      ['plan_proposal', '2026-11-10'],
      ['report', '2026-11-06'],
    ]);
  });

  it('shows Amina what was agreed, and nothing that is the team’s', async () => {
    const seen = await story.seenBy('amina');
    expect(seen).toMatchObject({
      status: 200,
      phase: 'aftercare',
      discussion: { outcome: 'plan_change' },
      goals: [{ goalId: g1, statement: 'Ze snappen me als ik praat.' }],
      actions: [{ actionId: a1 }, { actionId: a2 }, { actionId: a3 }],
      feedback: [{ addresseeId: amina, status: 'owed' }],
      childViews: [{ words }],
      reports: [],
    });
    expect(JSON.stringify(seen)).not.toMatch(/Youssef|trekt zich terug|What was said about|What we decided/);
    const types = (await story.timelineOf('amina')).map(({ type }) => type);
    expect(types).toContain('GoalAgreed');
    expect(types).not.toContain('DiscussionStepRecorded');
    expect(types.filter((type) => type === 'ConsentRecorded')).toHaveLength(1);
    expect((await story.seenBy('youssef')).status).toBe(404);
  });

  it('has its report approved by somebody else than Bas, who wrote it', async () => {
    await story.on('2026-11-04');
    await story.does('bas', 'draft-report', bodyOf.draft);
    const approval = { reportId, approvedById: 'bas' };
    expect(await story.refused('bas', 'finalise-report', approval)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await story.refused('femke', 'finalise-report', approval)).toMatchObject({ status: 422, code: 'self-approval' });
    expect(await story.seenBy('femke')).toMatchObject({ aftercare: { report: { status: 'draft' } } });
    await story.on('2026-11-05');
    const final = await story.does('karin', 'finalise-report', { reportId, approvedById: 'karin' });
    expect(final.events).toEqual(['ReportFinalised']);
    expect(await story.seenBy('femke')).toMatchObject({ aftercare: { report: { status: 'final', on: '2026-11-05' } } });
    expect(await story.listed('femke', '/v1/cases')).toMatchObject([{ daysInPhase: 2, aftercare: { report: 'done', feedback: 'open' } }]);
    expect(await story.listed('bas', '/v1/me/work')).toEqual([]);
  });

  it('tells Sami how his view weighed, and his parents what was decided', async () => {
    await story.on('2026-11-06');
    const unweighed = await story.refused('joost', 'record-feedback-given', bodyOf.hear(sami, '2026-11-06'));
    expect(unweighed).toMatchObject({ status: 422, code: 'weighing-missing' });
    await story.does('joost', 'record-feedback-given', bodyOf.hear(sami, '2026-11-06', { howChildViewWeighed: weighed }));
    await story.on('2026-11-09', '11:00');
    await story.does('joost', 'record-feedback-given', bodyOf.hear(amina, '2026-11-09'));
    await story.does('joost', 'record-feedback-given', bodyOf.hear(youssef, '2026-11-09'));
    const given = (addresseeId: string, on: string) => ({ addresseeId, status: 'given', on });
    const feedback = [given(sami, '2026-11-06'), given(amina, '2026-11-09'), given(youssef, '2026-11-09')];
    expect(await story.seenBy('femke')).toMatchObject({ aftercare: { feedback, completed: false } });
    expect(await story.listed('femke', '/v1/cases')).toMatchObject([{ aftercare: { report: 'done', feedback: 'done', plan: 'open' } }]);
  });

  it('lets both parents agree with plan v1', async () => {
    const plan = bodyOf.plan('2026-11-16', '2027-01-12', { goalIds: [g1], actionIds: [a1, a2, a3] });
    expect((await story.does('joost', 'propose-plan', plan)).events).toEqual(['PlanVersionProposed']);
    expect(await story.seenBy('amina')).toMatchObject({ planVersions: [{ number: 1, status: 'proposed', decisionDueOn: '2026-11-16' }] });
    await story.on('2026-11-09', '12:00');
    expect(await story.refused('amina', 'update-action', { actionId: a2, change: 'complete' })).toMatchObject({ status: 403 });
    await story.does('joost', 'update-action', { actionId: a2, change: 'complete' });
    await story.on('2026-11-10', '12:00');
    await story.does('amina', 'update-action', { actionId: a3, change: 'complete' });
    await story.on('2026-11-12');
    const forHim = await story.refused('amina', 'decide-action-part', bodyOf.decide(youssef, '2026-11-12'));
    expect(forHim).toMatchObject({ status: 403, code: 'forbidden' });
    await story.does('amina', 'decide-action-part', bodyOf.decide(amina, '2026-11-12'));
    expect(await story.refused('femke', 'adopt-plan', { planVersionId, on: '2026-11-12' })).toMatchObject({ code: 'agreement-missing' });
    await story.on('2026-11-13');
    await story.does('femke', 'decide-action-part', bodyOf.decide(youssef, '2026-11-13', { method: 'signed_form' }));
    expect(await story.seenBy('femke')).toMatchObject({ aftercare: { plan: { status: 'agreed' } } });
  });

  it('is adopted on 16 November, 56 days after it was opened, with no part late', async () => {
    await story.on('2026-11-16');
    const adopted = await story.does('femke', 'adopt-plan', { planVersionId, on: '2026-11-16' });
    expect(adopted.events).toEqual(['PlanVersionAdopted', 'AftercareCompleted', 'InterventionStarted']);
    const seen = await story.seenBy('femke');
    expect(seen).toMatchObject({
      phase: 'intervention',
      aftercare: { completed: true, completedOn: '2026-11-16', lateParts: [], plan: { status: 'adopted', on: '2026-11-16' } },
      planVersions: [{ planVersionId, number: 1, status: 'adopted', adoptedOn: '2026-11-16' }],
      interventions: [{ cycleNo: 1, on: '2026-11-16', basis: 'plan_adopted', actionIds: [a1] }],
    });
    const [row] = await story.listed('femke', '/v1/cases');
    expect(row).toMatchObject({ openedOn: '2026-09-21', phase: 'intervention', phaseSince: '2026-11-16', aftercare: { plan: 'done' } });
    expect(daysFrom(row!['openedOn'], row!['phaseSince'])).toBe(56);
    expect((await story.timelineOf('femke')).find(({ type }) => type === 'AftercareCompleted')?.summary).toMatch(/2026-11-16\.$/);
  });

  it('closes again to those whose part is over', async () => {
    expect(contentOf(await story.seenBy('bas'))).toEqual([]);
    expect(await story.timelineOf('bas')).toEqual([]);
    const karin = await story.seenBy('karin');
    expect(contentOf(karin)).toEqual(['actions', 'reports']);
    expect(karin).toMatchObject({ actions: [{ actionId: a1 }], reports: [] });
    expect(await story.seenBy('amina')).toMatchObject({ planVersions: [{ status: 'adopted' }] });
    expect((await story.seenBy('stranger')).status).toBe(404);
  });

  it('is evaluated on 12 January, with the goal better than reached', async () => {
    await story.on('2026-11-17', '08:00');
    await story.does('karin', 'update-action', { actionId: a1, change: 'complete' });
    await story.on('2027-01-12');
    const tooEarly = await story.refused('joost', 'record-evaluation', bodyOf.evaluate(viewId, 'end'));
    expect(tooEarly).toMatchObject({ status: 409, code: 'wrong-phase' });
    await story.does('joost', 'record-child-view', bodyOf.view('2027-01-12', { viewId }));
    expect((await story.does('joost', 'start-evaluation', { trigger: 'review_date' })).events).toEqual(['EvaluationStarted']);
    expect((await story.does('joost', 'record-evaluation', bodyOf.evaluate(viewId, 'end'))).events).toEqual(['EvaluationRecorded']);
    expect(await story.seenBy('femke')).toMatchObject({
      phase: 'evaluation',
      evaluation: { conclusion: 'end', history: [{ on: '2027-01-12', perGoal: [{ goalId: g1, score: 1 }] }] },
    });
    expect(await story.counted('femke', teamId)).toMatchObject({ evaluation: 1, late: 0 });
  });

  it('is closed on 19 January once the family is informed, and its retention does not run', async () => {
    await story.on('2027-01-19');
    const close = (informed: readonly string[]) =>
      bodyOf.close('goals_achieved', '2027-01-19', { informed: informed.map((partyId) => ({ partyId, on: '2027-01-19' })) });
    expect(await story.refused('joost', 'close-case', close([amina, youssef, sami]))).toMatchObject({ status: 403 });
    const uninformed = { status: 422, code: 'family-not-informed', missing: ['family-not-informed'] };
    expect(await story.refused('femke', 'close-case', close([sami]))).toMatchObject(uninformed);
    expect(await story.refused('femke', 'close-case', close([]))).toMatchObject(uninformed);
    const closed = await story.does('femke', 'close-case', close([amina, youssef, sami]));
    expect(closed.events).toEqual(['CaseClosed']);
    const seen = await story.seenBy('femke');
    expect(seen).toMatchObject({
      phase: 'closed',
      closure: { closedOn: '2027-01-19', reason: 'goals_achieved', retentionClass: 'education_2y' },
    });
    expect(seen['closure']).not.toHaveProperty('retentionUntil');
    expect(seen['closure']).not.toHaveProperty('childLeft');
  });

  it('stands on no list of open cases any more, and takes no more commands', async () => {
    expect(await story.listed('femke', '/v1/cases')).toEqual([]);
    expect(await story.listed('femke', '/v1/cases?phase=closed')).toMatchObject([{ caseId: story.caseId, nextDeadline: null }]);
    expect(await story.counted('femke', teamId)).toMatchObject({ evaluation: 0, closed: 1, late: 0 });
    for (const personId of ['joost', 'karin', 'amina']) expect(await story.listed(personId, '/v1/me/work')).toEqual([]);
    const late = await story.refused('femke', 'change-urgency', { urgency: 'urgent', reason: 'Te laat.' });
    expect(late).toMatchObject({ status: 409, code: 'case-closed' });
    expect(await story.allowedTo('femke')).toEqual(expect.arrayContaining(['reopen-case', 'record-child-left', 'correct-report']));
    expect(await story.seenBy('amina')).toMatchObject({ closure: { closedOn: '2027-01-19', reason: 'goals_achieved' } });
  });

  it('has a history of every event, in order, in sentences without a name', async () => {
    const history = await story.timelineOf('femke');
    const types = history.map(({ type }) => type);
    // The one thing that happened by itself: the review date came.
    expect(types.filter((type) => type !== 'EvaluationBecameDue')).toEqual(story.told);
    expect(types.filter((type) => type === 'EvaluationBecameDue')).toHaveLength(1);
    expect(history.map(({ revision }) => revision)).toEqual(types.map((_, index) => index));
    const days = history.map(({ occurredAt }) => occurredAt.slice(0, 10));
    expect(days).toEqual([...days].sort());
    expect([days[0], days.at(-1)]).toEqual(['2026-09-21', '2027-01-19']);
    expect(history.map(({ summary }) => summary).join('\n')).not.toMatch(/Sami|Idrissi|Amina|Youssef/);
    expect(history.find(({ type }) => type === 'ChildViewRecorded')?.texts).toMatchObject({ words });
  });
});
