import { given } from './given.js';
import { bodyOf, report, steps, v1, v2 } from './cases.js';
import { idOf } from './people.js';

const [petra, rob, noor, sanne] = ['petra', 'rob', 'noor', 'sanne'].map(idOf) as [string, string, string, string];
const view = idOf('view of november');
const scopes = ['discuss_team', 'share_org:municipality'];
const born = { child: { givenName: 'Noor', familyName: 'de Wit', dateOfBirth: '2014-08-30' }, planKind: 'opp', setting: 'secondary' };

// Acceptance scenario 10.2 of domain.md, as far as the case alone tells it; the team of 10.1 stands in for Het Baken.
describe('Noor, an OPP that was refused once', () => {
  const opening = given()
    .on('2026-09-14')
    .when('OpenCase', { ...bodyOf.open, ...born, statutoryTrigger: { kind: 'arrangement_agreed', on: '2026-09-14' } });
  const asked = opening
    .accepted()
    .does('AddParty', bodyOf.party(petra, 'parent_authority', { personId: 'petra' }))
    .does('AddParty', bodyOf.party(rob, 'parent_no_authority', { personId: 'rob' }))
    .does('AddParty', bodyOf.party(noor, 'child', { personId: 'noor' }))
    .does('AddParty', bodyOf.party(sanne, 'professional', { organisationId: 'municipality', personId: 'sanne' }))
    .does('AssignCaseOwner', { ownerId: 'joost', familyPreference: true })
    .does('RequestConsent', bodyOf.ask([petra, noor], { scopes }));
  const petraYes = asked
    .on('2026-09-15')
    .by('petra')
    .does('RecordConsent', bodyOf.give(petra, '2026-09-15', { scopes }));
  const submitted = petraYes.by('joost').does('SavePreparation', bodyOf.form).does('SubmitPreparation', { formVersion: 1 });
  const bothYes = submitted
    .on('2026-09-16')
    .by('noor')
    .when('RecordConsent', bodyOf.give(noor, '2026-09-16', { scopes, limits: 'Not about Rob.' }));
  const broughtIn = bothYes
    .accepted()
    .on('2026-09-17')
    .by('joost')
    .does('BringIn', { ...bodyOf.bringIn, minutes: 12, guests: [sanne] });
  const started = broughtIn
    .on('2026-09-24')
    .does('RecordChildView', bodyOf.view('2026-09-24', { how: 'conversation' }))
    .on('2026-09-29')
    .by('karin')
    .does('StartDiscussion', { presentPartyIds: ['karin', 'joost', sanne] });
  const discussed = steps(started).does('AgreeGoal', bodyOf.goal('2026-12-01')).does('AgreeAction', bodyOf.action('2026-11-30'));
  const feedback = [petra, noor].map((addresseeId) => ({ addresseeId, byId: 'joost' }));
  const conclusion = discussed.when('ConcludeDiscussion', bodyOf.conclude('plan_change', { feedback, reviewOn: '2026-12-01' }));
  const told = conclusion
    .accepted()
    .on('2026-09-30')
    .by('bas')
    .does('DraftReport', bodyOf.draft)
    .on('2026-10-01')
    .by('femke')
    .does('FinaliseReport', { reportId: report, approvedById: 'karin' });
  const proposed = told.on('2026-10-05').does('ProposePlan', bodyOf.plan('2026-10-16', '2026-12-01'));
  const heard = proposed
    .on('2026-10-06')
    .does('RecordFeedbackGiven', bodyOf.hear(petra, '2026-10-06'))
    .does('RecordFeedbackGiven', bodyOf.hear(noor, '2026-10-06', { howChildViewWeighed: 'It shaped the goal.' }));
  const refused = heard
    .on('2026-10-08')
    .by('petra')
    .does('DecideActionPart', bodyOf.decide(petra, '2026-10-08', { decision: 'refused', remark: 'Not during gym.' }));
  const talk = { planVersionId: v1, on: '2026-10-12', present: [petra, noor], agreedPoints: 'The goal.', disagreedPoints: 'Gym.' };
  const consulted = refused
    .by('femke')
    .on('2026-10-09')
    .does('StartProvisionalSupport', { actionIds: [idOf('a1')], reason: 'She must not wait.' })
    .on('2026-10-12')
    .does('RecordPlanConsultation', talk);
  const second = consulted
    .on('2026-10-13')
    .when('ProposePlan', bodyOf.plan('2026-10-16', '2026-12-01', { planVersionId: v2, basedOn: v1 }));
  const agreed = second
    .accepted()
    .on('2026-10-15')
    .by('petra')
    .does('DecideActionPart', bodyOf.decide(petra, '2026-10-15', { planVersionId: v2 }))
    .by('noor')
    .does('DecideActionPart', bodyOf.decide(noor, '2026-10-15', { planVersionId: v2 }))
    .by('femke');
  const adopt = { planVersionId: v2, on: '2026-10-16' };
  const adoption = agreed.on('2026-10-16').when('AdoptPlan', adopt);
  const weighed = bodyOf.hear(noor, '2026-10-26', { howChildViewWeighed: 'Gym stays.' });
  const last = adoption.accepted().on('2026-10-26').when('RecordFeedbackGiven', weighed);

  it('has 42 days for its plan, and asks Noor herself', () => {
    expect(opening.dataOf('CaseOpened')['ageBand']).toBe('12_15');
    expect(opening.dataOf('StatutoryTermStarted')).toMatchObject({ startOn: '2026-09-14', dueOn: '2026-10-26' });
    submitted.when('BringIn', bodyOf.bringIn).thenRefused('consent-incomplete');
    bothYes.thenEvents('ConsentRecorded', 'ConsentCompleted');
  });

  it('lets Sanne in as a guest, and Rob not at all', () => {
    expect([...started.by('sanne').context().roles]).toEqual(['EX']);
    expect([...started.by('rob').context().roles]).toEqual([]);
  });

  it('is stamped with the dates of the scenario', () => {
    expect(conclusion.dataOf('AftercareStarted')).toMatchObject({
      reportDueOn: '2026-10-02',
      feedback: [{ dueOn: '2026-10-06' }, { dueOn: '2026-10-06' }],
      planProposalDueOn: '2026-10-06',
      planAdoptionDueOn: '2026-10-13',
    });
  });

  it('is not adopted against Petra, nor before the talk with her', () => {
    refused
      .by('femke')
      .when('AdoptPlan', { planVersionId: v1, on: '2026-10-08' })
      .thenRefused('agreement-missing', ['agreement-missing', 'consultation-missing']);
    const silent = [petra, noor].reduce(
      (at, partyId) => at.does('DecideActionPart', bodyOf.decide(partyId, '2026-10-06')),
      heard.by('femke'),
    );
    silent.when('AdoptPlan', { planVersionId: v1, on: '2026-10-06' }).thenRefused('consultation-missing', ['consultation-missing']);
  });

  it('is not adopted without a view of the child', () => {
    const unheard = agreed.on('2026-10-16').context();
    const command = agreed.aggregate.commands['AdoptPlan']!;
    const refusal = command.refuses!['child-view-missing']!;
    expect(refusal({ ...agreed.state, childViews: [] }, unheard, adopt as never)).toBe(true);
    expect(refusal(agreed.state, unheard, adopt as never)).toBe(false);
  });

  it('supersedes the refused version, ten days before the term is over', () => {
    second.thenEvents('PlanVersionSuperseded', 'PlanVersionProposed');
    adoption.thenEvents('PlanVersionAdopted', 'StatutoryTermMet', 'FeedbackOwed');
    expect(adoption.dataOf('PlanVersionAdopted')).toMatchObject({ number: 2, statutoryTermMet: true });
    expect(adoption.dataOf('StatutoryTermMet')).toEqual({ kind: 'opp_6_weeks', dueOn: '2026-10-26', metOn: '2026-10-16' });
    expect(adoption.accepted().state.statutoryTerm).toBeUndefined();
  });

  it('owes Noor how her view weighed, and is complete once she has heard', () => {
    expect(adoption.dataOf('FeedbackOwed')).toMatchObject({
      cycleNo: 1,
      addresseeId: noor,
      byId: 'joost',
      dueOn: '2026-10-30',
      planVersionId: v2,
    });
    last.thenEvents('FeedbackGiven', 'AftercareCompleted', 'InterventionStarted');
    expect(last.dataOf('AftercareCompleted')).toEqual({ cycleNo: 1, on: '2026-10-26', lateParts: ['plan'] });
  });

  it('does not meet the statutory term when the plan is adopted after it', () => {
    const late = agreed.on('2026-10-27').when('AdoptPlan', { planVersionId: v2, on: '2026-10-27' });
    late.thenEvents('PlanVersionAdopted', 'FeedbackOwed');
    expect(late.dataOf('PlanVersionAdopted')['statutoryTermMet']).toBe(false);
  });

  it('is extended on 1 December', () => {
    const evaluation = last
      .accepted()
      .on('2026-11-30')
      .does('RecordChildView', bodyOf.view('2026-11-30', { viewId: view }))
      .on('2026-12-01')
      .does('StartEvaluation', { trigger: 'review_date' })
      .when('RecordEvaluation', bodyOf.evaluate(view, 'extend', { reviewOn: '2027-02-02' }));
    expect(evaluation.dataOf('ReviewRescheduled')).toMatchObject({ reviewOn: '2027-02-02', extension: 1 });
    expect(evaluation.accepted().state.phase).toBe('intervention');
  });
});
