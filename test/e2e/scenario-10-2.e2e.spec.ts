import { bodyOf } from '../domain/cases.js';
import { idOf } from '../domain/people.js';
import { deLinde } from '../support/people.js';
import type { Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';
import type { Story } from './story.js';
import { stepsFrom, storyOf } from './story.js';

const teamId = idOf('Het Baken');
const [petra, rob, noor, sanne] = ['petra', 'rob', 'noor', 'sanne'].map(idOf) as [string, string, string, string];
const [g1, reportId, v1, v2] = ['g1', 'report', 'v1', 'v2'].map(idOf) as [string, string, string, string];
const [sport, coaching, viewId] = ['sport', 'coaching', 'view of november'].map(idOf) as [string, string, string];
const scopes = ['discuss_team', 'share_org:gemeente'];
const limits = 'Niet over mijn vader.';
const words = 'Tijdens gym wil ik niet weg.';
const weighed = 'Gym blijft gym.';

const member = (personId: string, discipline: string, ...roles: string[]) => ({
  personId,
  name: `${personId.charAt(0).toUpperCase()}${personId.slice(1)}`,
  organisationId: 'school',
  discipline,
  roles,
});
const hetBaken = {
  teamId,
  name: 'Het Baken',
  closures: deLinde.closures,
  members: [
    member('hanneke', 'zorgcoördinator', 'coordinator'),
    member('tom', 'mentor', 'professional'),
    member('mireille', 'orthopedagoog', 'chair'),
    member('lex', 'teamleider', 'lead'),
  ],
};
const openNoor = {
  teamId,
  mode: 'named',
  urgency: 'regular',
  planKind: 'opp',
  setting: 'secondary',
  child: { givenName: 'Noor', familyName: 'de Wit', dateOfBirth: '2014-08-30', group: 'brugklas' },
  reason: 'Noor kan het tempo niet bijhouden.',
  familyPlan: 'offered_declined',
  coordinatorId: 'hanneke',
  statutoryTrigger: { kind: 'arrangement_agreed', on: '2026-09-14' },
};

// The parts of acceptance scenario 10.2 of domain.md that a case can tell without meetings, transfers and data requests.
describe('Noor, an OPP that was refused once', () => {
  let service: Running;
  let story: Story;

  beforeAll(async () => {
    service = await startSamenspel();
    story = storyOf(service, idOf('case of Noor'));
    await story.on('2026-09-14');
    const { status } = await service.post('/v1/teams', hetBaken, await service.token('beheer', 'admin'));
    expect(status).toBe(201);
  }, 120_000);
  afterAll(() => service?.dispose());

  it('has until 26 October for its plan, 42 days after the arrangement', async () => {
    const opened = await story.opens('hanneke', openNoor);
    expect(opened.events).toEqual(['CaseOpened', 'CycleStarted', 'StatutoryTermStarted']);
    await story.does('hanneke', 'add-party', bodyOf.party(petra, 'parent_authority', { name: 'Petra', personId: 'petra' }));
    await story.does('hanneke', 'add-party', bodyOf.party(rob, 'parent_no_authority', { name: 'Rob', personId: 'rob' }));
    await story.does('hanneke', 'add-party', bodyOf.party(noor, 'child', { name: 'Noor', personId: 'noor' }));
    const coach = { name: 'Sanne', personId: 'sanne', organisationId: 'gemeente' };
    await story.does('hanneke', 'add-party', bodyOf.party(sanne, 'professional', coach));
    await story.does('hanneke', 'assign-case-owner', { ownerId: 'tom', familyPreference: true });
    expect(await story.seenBy('hanneke')).toMatchObject({
      planKind: 'opp',
      ageBand: '12_15',
      statutoryTerm: { kind: 'opp_6_weeks', startOn: '2026-09-14', dueOn: '2026-10-26' },
    });
    expect(await story.listed('hanneke', '/v1/cases')).toMatchObject([{ nextDeadline: { rule: 'D17', dueOn: '2026-10-26', late: false } }]);
  });

  it('may not be brought in before Noor has consented too, and the answer names her', async () => {
    await story.does('tom', 'request-consent', bodyOf.ask([petra, noor], { scopes }));
    await story.on('2026-09-15');
    expect(await story.refused('sanne', 'record-consent', bodyOf.give(petra, '2026-09-15', { scopes }))).toMatchObject({ status: 404 });
    const mother = await story.does('petra', 'record-consent', bodyOf.give(petra, '2026-09-15', { scopes }));
    expect(mother.events).toEqual(['ConsentRecorded']);
    await story.does('tom', 'save-preparation', bodyOf.form);
    await story.does('tom', 'submit-preparation', { formVersion: 1 });
    const refusal = await story.refused('tom', 'bring-in', { ...bodyOf.bringIn, introducerId: 'tom' });
    expect(refusal).toMatchObject({ status: 422, code: 'consent-incomplete', missing: ['consent-incomplete'] });
    expect(refusal.errors).toHaveLength(1);
    expect(JSON.stringify(refusal.errors)).toContain(noor);
    expect(JSON.stringify(refusal)).not.toContain('Noor');
  });

  it('lets nobody in whom the family has not let in', async () => {
    for (const personId of ['sanne', 'rob']) {
      expect((await story.seenBy(personId)).status).toBe(404);
      expect(await story.listed(personId, '/v1/cases')).toEqual([]);
    }
    expect(await story.seenBy('lex')).not.toHaveProperty('child');
  });

  it('has Noor’s consent on 16 September, with limits that her mother does not read', async () => {
    await story.on('2026-09-16');
    const child = await story.does('noor', 'record-consent', bodyOf.give(noor, '2026-09-16', { scopes, limits }));
    expect(child.events).toEqual(['ConsentRecorded', 'ConsentCompleted']);
    const seen = await story.seenBy('tom');
    expect(seen).toMatchObject({ consent: { status: 'complete' } });
    expect(JSON.stringify(seen)).toContain(limits);
    expect(JSON.stringify(await story.seenBy('noor'))).toContain(limits);
    expect(JSON.stringify(await story.seenBy('petra'))).not.toContain(limits);
  });

  it('is brought in with Sanne as a guest, and what Noor says in confidence stays with those she trusts', async () => {
    await story.on('2026-09-17');
    const broughtIn = { ...bodyOf.bringIn, introducerId: 'tom', minutes: 12, guests: [sanne] };
    expect((await story.does('tom', 'bring-in', broughtIn)).events).toEqual(['CaseBroughtIn']);
    await story.on('2026-09-24');
    const view = bodyOf.view('2026-09-24', { how: 'conversation', byId: 'tom', words, confidential: true });
    await story.does('tom', 'record-child-view', view);
    for (const personId of ['hanneke', 'tom', 'noor'])
      expect(await story.seenBy(personId)).toMatchObject({ childViews: [{ how: 'conversation', chosenByChild: true, words }] });
    for (const personId of ['petra', 'mireille']) {
      const seen = await story.seenBy(personId);
      expect(seen).toMatchObject({ childViews: [{ how: 'conversation', confidential: true }] });
      expect(JSON.stringify(seen)).not.toContain(words);
      expect(JSON.stringify(await story.timelineOf(personId))).not.toContain(words);
    }
  });

  it('is discussed on 29 September in 12 minutes, and Sanne sees her own part only', async () => {
    await story.on('2026-09-29', '15:12');
    await story.does('mireille', 'start-discussion', { presentPartyIds: ['mireille', 'tom', 'hanneke', petra, noor, sanne] });
    for (const step of stepsFrom('2026-09-29', '15:00', [2, 2, 4, 4])) await story.does('mireille', 'record-step', step);
    await story.does('mireille', 'agree-goal', bodyOf.goal('2026-12-01', { goalId: g1 }));
    await story.does('mireille', 'agree-action', bodyOf.action('2026-11-30', { actionId: sport, responsibleId: 'tom' }));
    const own = bodyOf.action('2027-03-01', { actionId: coaching, responsibleId: sanne, kind: 'contact' });
    await story.does('mireille', 'agree-action', own);
    const seen = await story.seenBy('sanne');
    expect(seen).toMatchObject({ status: 200, phase: 'discussion', actions: [{ actionId: coaching }], reports: [] });
    for (const hidden of ['child', 'goals', 'parties', 'preparation', 'childViews', 'consent']) expect(seen).not.toHaveProperty(hidden);
    expect(await story.listed('sanne', '/v1/me/work')).toMatchObject([{ kind: 'action', subjectId: coaching }]);
  });

  it('is stamped with the dates of its aftercare', async () => {
    const feedback = [petra, noor].map((addresseeId) => ({ addresseeId, byId: 'tom' }));
    const unnamed = bodyOf.conclude('plan_change', { feedback: feedback.slice(0, 1) });
    expect(await story.refused('mireille', 'conclude-discussion', unnamed)).toMatchObject({ code: 'feedback-owner-missing' });
    await story.does('mireille', 'conclude-discussion', bodyOf.conclude('plan_change', { feedback }));
    expect(await story.seenBy('hanneke')).toMatchObject({
      phase: 'aftercare',
      reviewOn: '2026-12-01',
      discussion: { steps: [{ seconds: 120 }, { seconds: 120 }, { seconds: 240 }, { seconds: 240 }] },
      aftercare: {
        report: { dueOn: '2026-10-02' },
        feedback: [petra, noor].map((addresseeId) => ({ addresseeId, dueOn: '2026-10-06' })),
        plan: { proposalDueOn: '2026-10-06', adoptionDueOn: '2026-10-13' },
      },
    });
  });

  it('has its report on 1 October, its first plan on 5 October, and tells Petra and Noor on 6 October', async () => {
    await story.on('2026-10-01');
    await story.does('tom', 'draft-report', bodyOf.draft);
    await story.does('hanneke', 'finalise-report', { reportId, approvedById: 'mireille' });
    await story.on('2026-10-05');
    const plan = bodyOf.plan('2026-10-16', '2026-12-01', { goalIds: [g1], actionIds: [sport, coaching] });
    expect((await story.does('tom', 'propose-plan', plan)).events).toEqual(['PlanVersionProposed']);
    await story.on('2026-10-06');
    await story.does('tom', 'record-feedback-given', bodyOf.hear(petra, '2026-10-06', { byId: 'tom' }));
    const heard = bodyOf.hear(noor, '2026-10-06', { byId: 'tom', howChildViewWeighed: weighed });
    expect((await story.does('tom', 'record-feedback-given', heard)).events).toEqual(['FeedbackGiven']);
    expect(await story.seenBy('hanneke')).toMatchObject({
      aftercare: { report: { status: 'final', on: '2026-10-01' }, feedback: [{ status: 'given' }, { status: 'given' }], completed: false },
      planVersions: [{ number: 1, status: 'proposed', decisionDueOn: '2026-10-12' }],
    });
  });

  it('is not adopted against Petra, but the support may start', async () => {
    await story.on('2026-10-08');
    const refuses = bodyOf.decide(petra, '2026-10-08', { decision: 'refused', remark: 'Niet tijdens gym.' });
    expect((await story.does('petra', 'decide-action-part', refuses)).events).toEqual(['ActionPartDecided']);
    expect(await story.refused('hanneke', 'adopt-plan', { planVersionId: v1, on: '2026-10-08' })).toMatchObject({
      status: 422,
      code: 'agreement-missing',
      missing: ['agreement-missing', 'consultation-missing'],
    });
    await story.on('2026-10-09');
    const early = { actionIds: [sport], reason: 'Wachten helpt Noor niet.' };
    expect((await story.does('hanneke', 'start-provisional-support', early)).events).toEqual(['ProvisionalSupportStarted']);
    expect(await story.seenBy('hanneke')).toMatchObject({ phase: 'aftercare', aftercare: { plan: { status: 'refused' } } });
  });

  it('is put before the formal lead, who reads that question and no more', async () => {
    const escalationId = idOf('the gym question');
    const question = 'Mag de begeleiding buiten de gymles?';
    const raised = { escalationId, kind: 'disagreement', to: 'lead', question, neededBy: '2026-10-12' };
    expect((await story.does('tom', 'raise-escalation', raised)).events).toEqual(['CaseEscalated']);
    const lead = await story.seenBy('lex');
    expect(lead).toMatchObject({ status: 200, phase: 'aftercare', escalations: [{ escalationId, question }] });
    for (const hidden of ['child', 'goals', 'planVersions', 'parties']) expect(lead).not.toHaveProperty(hidden);
    expect(await story.refused('lex', 'adopt-plan', { planVersionId: v1, on: '2026-10-09' })).toMatchObject({ status: 403 });
    await story.does('lex', 'resolve-escalation', { escalationId, result: 'Ja.', followUp: 'none' });
  });

  it('is talked over with the family on 12 October, and proposed anew the day after', async () => {
    await story.on('2026-10-12');
    const talk = { planVersionId: v1, on: '2026-10-12', present: [petra, noor], agreedPoints: 'Het doel.', disagreedPoints: 'Gym.' };
    expect((await story.does('tom', 'record-plan-consultation', talk)).events).toEqual(['PlanConsultationHeld']);
    expect(await story.refused('hanneke', 'adopt-plan', { planVersionId: v1, on: '2026-10-12' })).toMatchObject({
      code: 'agreement-missing',
      missing: ['agreement-missing'],
    });
    await story.on('2026-10-13');
    const next = bodyOf.plan('2026-10-16', '2026-12-01', { planVersionId: v2, basedOn: v1, goalIds: [g1], actionIds: [sport, coaching] });
    expect((await story.does('tom', 'propose-plan', next)).events).toEqual(['PlanVersionSuperseded', 'PlanVersionProposed']);
    expect(await story.refused('petra', 'decide-action-part', bodyOf.decide(petra, '2026-10-13'))).toMatchObject({
      code: 'version-superseded',
    });
    expect(await story.seenBy('petra')).toMatchObject({
      planVersions: [
        { number: 1, status: 'superseded' },
        { number: 2, status: 'proposed', basedOn: v1 },
      ],
    });
  });

  it('is late after 13 October, and the board says so', async () => {
    await story.on('2026-10-15');
    expect(await story.listed('hanneke', `/v1/cases?teamId=${teamId}&late=true`)).toMatchObject([
      { caseId: story.caseId, nextDeadline: { rule: 'D16', dueOn: '2026-10-13', late: true } },
    ]);
    expect(await story.counted('hanneke', teamId)).toMatchObject({ aftercare: 1, late: 1 });
  });

  it('is adopted on 16 October, ten days before the term is over', async () => {
    await story.does('petra', 'decide-action-part', bodyOf.decide(petra, '2026-10-15', { planVersionId: v2 }));
    await story.does('noor', 'decide-action-part', bodyOf.decide(noor, '2026-10-15', { planVersionId: v2 }));
    await story.on('2026-10-16');
    const adopted = await story.does('hanneke', 'adopt-plan', { planVersionId: v2, on: '2026-10-16' });
    expect(adopted.events).toEqual(['PlanVersionAdopted', 'StatutoryTermMet', 'FeedbackOwed']);
    expect(await story.seenBy('hanneke')).toMatchObject({
      phase: 'aftercare',
      statutoryTerm: { dueOn: '2026-10-26', metOn: '2026-10-16' },
      planVersions: [{ status: 'superseded' }, { number: 2, status: 'adopted', adoptedOn: '2026-10-16', statutoryTermMet: true }],
      aftercare: { feedback: [{}, {}, { addresseeId: noor, status: 'owed', dueOn: '2026-10-30', planVersionId: v2 }], completed: false },
    });
    expect(await story.counted('hanneke', teamId)).toMatchObject({ late: 0 });
    expect(await story.listed('tom', '/v1/me/work')).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'feedback', subjectId: noor, dueOn: '2026-10-30' })]),
    );
  });

  it('is complete, its plan late, once Noor has heard how her view weighed', async () => {
    await story.on('2026-10-26');
    expect(await story.refused('tom', 'record-feedback-given', bodyOf.hear(noor, '2026-10-26', { byId: 'tom' }))).toMatchObject({
      code: 'weighing-missing',
    });
    const heard = bodyOf.hear(noor, '2026-10-26', { byId: 'tom', howChildViewWeighed: weighed });
    const last = await story.does('tom', 'record-feedback-given', heard);
    expect(last.events).toEqual(['FeedbackGiven', 'AftercareCompleted', 'InterventionStarted']);
    expect(await story.seenBy('hanneke')).toMatchObject({
      phase: 'intervention',
      aftercare: { completed: true, completedOn: '2026-10-26', lateParts: ['plan'] },
    });
    expect(await story.refused('tom', 'record-feedback-given', heard)).toMatchObject({ code: 'not-owed' });
  });

  it('is extended on 1 December until 2 February', async () => {
    await story.on('2026-11-30');
    await story.does('tom', 'record-child-view', bodyOf.view('2026-11-30', { viewId, byId: 'tom' }));
    await story.does('tom', 'update-action', { actionId: sport, change: 'complete' });
    await story.on('2026-12-01');
    await story.does('tom', 'start-evaluation', { trigger: 'review_date' });
    const extended = await story.does('tom', 'record-evaluation', bodyOf.evaluate(viewId, 'extend', { reviewOn: '2027-02-02' }));
    expect(extended.events).toEqual(['EvaluationRecorded', 'ReviewRescheduled']);
    expect(await story.seenBy('hanneke')).toMatchObject({
      phase: 'intervention',
      cycleNo: 1,
      evaluation: { reviewOn: '2027-02-02', extensions: 1, history: [{ conclusion: 'extend', nextReviewOn: '2027-02-02' }] },
    });
    const rows = await story.listed('hanneke', '/v1/cases?phase=intervention');
    expect(rows).toMatchObject([{ nextDeadline: { rule: 'D27', dueOn: '2027-02-02', late: false } }]);
  });

  it('exists for nobody who has no need to know, Rob among them', async () => {
    const token = await service.token('rob');
    for (const rest of ['', '/timeline', '/allowed-commands'])
      expect(await service.get(`/v1/cases/${story.caseId}${rest}`, token)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await story.refused('rob', 'record-party-remark', {})).toMatchObject({ status: 404 });
    for (const list of ['/v1/cases', '/v1/cases?phase=closed', '/v1/me/work']) expect(await story.listed('rob', list)).toEqual([]);
    expect(await story.searched('rob', 'Noor')).toEqual([]);
    const elsewhere = await service.token('hanneke', undefined, 'elsewhere');
    expect((await service.get(`/v1/cases/${story.caseId}`, elsewhere)).status).toBe(404);
  });

  it('is closed on 15 January for the other school, which takes the open action over', async () => {
    await story.on('2027-01-15', '08:00');
    const close = bodyOf.close('transferred_out', '2027-01-15', {
      informed: [petra, noor].map((partyId) => ({ partyId, on: '2027-01-15' })),
      retentionClass: 'education_3y_special',
    });
    expect(await story.refused('hanneke', 'close-case', close)).toMatchObject({ code: 'open-actions', missing: ['open-actions'] });
    expect((await story.does('hanneke', 'close-case', { ...close, handedOverActions: [coaching] })).events).toEqual(['CaseClosed']);
    const seen = await story.seenBy('hanneke');
    expect(seen).toMatchObject({
      phase: 'closed',
      closure: { closedOn: '2027-01-15', reason: 'transferred_out', retentionClass: 'education_3y_special', handedOver: [coaching] },
    });
    expect(seen['closure']).not.toHaveProperty('retentionUntil');
    expect(await story.listed('sanne', '/v1/me/work')).toEqual([]);
  });

  it('is kept until 1 February 2030, three years after Noor has left', async () => {
    await story.on('2027-02-01');
    const left = await story.does('hanneke', 'record-child-left', { on: '2027-02-01', destination: 'special', oppEndOn: '2027-02-01' });
    expect(left.events).toEqual(['ChildLeft', 'RetentionStarted']);
    expect(await story.seenBy('hanneke')).toMatchObject({ phase: 'closed', closure: { retentionUntil: '2030-02-01' } });
    expect(await story.refused('hanneke', 'record-child-left', { on: '2027-02-01', destination: 'special' })).toMatchObject({
      code: 'already-left',
    });
    const history = await story.timelineOf('hanneke');
    const types = history.map(({ type }) => type);
    // The one thing that happened by itself: the review date came.
    expect(types.filter((type) => type !== 'EvaluationBecameDue')).toEqual(story.told);
    expect(types.filter((type) => type === 'EvaluationBecameDue')).toHaveLength(1);
    expect(history.at(-1)!.summary).toContain('2030-02-01');
  });
});
