import { daysBetween } from '#domain/calendar/index.js';
import { amina, bodyOf, consent, opened, report, sami, steps, v1, youssef } from './cases.js';
import { idOf } from './people.js';

const [a1, a2, a3] = ['a1', 'a2', 'a3'].map(idOf) as [string, string, string];
const view = idOf('view of january');

// Acceptance scenario 10.1 of domain.md, as far as the case alone tells it.
describe('Sami, a regular case', () => {
  const withParties = opened()
    .does('AddParty', bodyOf.party(amina, 'parent_authority', { personId: 'amina' }))
    .does('AddParty', bodyOf.party(youssef, 'parent_authority', { personId: 'youssef' }))
    .does('AddParty', bodyOf.party(sami, 'child'))
    .does('AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
  const request = withParties.when('RequestConsent', bodyOf.ask([amina, youssef]));
  const consented = request
    .accepted()
    .on('2026-09-23')
    .by('amina')
    .does('RecordConsent', bodyOf.give(amina, '2026-09-23'))
    .on('2026-09-28')
    .by('youssef')
    .when('RecordConsent', bodyOf.give(youssef, '2026-09-28'));
  const broughtIn = consented
    .accepted()
    .by('joost')
    .on('2026-10-15')
    .does('SavePreparation', bodyOf.form)
    .does('SubmitPreparation', { formVersion: 1 })
    .does('BringIn', bodyOf.bringIn)
    .on('2026-10-29')
    .does('RecordChildView', bodyOf.view('2026-10-29'));
  const discussed = steps(broughtIn.by('karin').on('2026-11-03').does('StartDiscussion'))
    .does('AgreeGoal', bodyOf.goal('2027-01-12'))
    .does('AgreeAction', bodyOf.action('2026-11-17', { actionId: a1 }))
    .does('AgreeAction', bodyOf.action('2026-11-09', { actionId: a2, kind: 'support_in_group' }))
    .does('AgreeAction', bodyOf.action('2026-11-10', { actionId: a3, responsibleId: amina, kind: 'home' }));
  const conclusion = discussed.when('ConcludeDiscussion', bodyOf.conclude('plan_change', { reviewOn: '2027-01-12' }));
  const drafted = conclusion.accepted().on('2026-11-04').by('bas').does('DraftReport', bodyOf.draft);
  const told = drafted
    .on('2026-11-05')
    .by('karin')
    .does('FinaliseReport', { reportId: report, approvedById: 'karin' })
    .on('2026-11-06')
    .by('joost')
    .does('RecordFeedbackGiven', bodyOf.hear(sami, '2026-11-06', { howChildViewWeighed: 'It became the first goal.' }))
    .on('2026-11-09')
    .does('RecordFeedbackGiven', bodyOf.hear(amina, '2026-11-09'))
    .does('RecordFeedbackGiven', bodyOf.hear(youssef, '2026-11-09'))
    .does('UpdateAction', { actionId: a2, change: 'complete' })
    .does('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12'));
  const agreed = told
    .on('2026-11-10')
    .by('amina')
    .does('UpdateAction', { actionId: a3, change: 'complete' })
    .on('2026-11-12')
    .does('DecideActionPart', bodyOf.decide(amina, '2026-11-12'))
    .on('2026-11-13')
    .by('youssef')
    .does('DecideActionPart', bodyOf.decide(youssef, '2026-11-13'));
  const adoption = agreed.by('femke').on('2026-11-16').when('AdoptPlan', { planVersionId: v1, on: '2026-11-16' });
  const evaluated = adoption
    .accepted()
    .on('2026-11-17')
    .does('UpdateAction', { actionId: a1, change: 'complete' })
    .on('2027-01-12')
    .does('RecordChildView', bodyOf.view('2027-01-12', { viewId: view }))
    .does('StartEvaluation', { trigger: 'review_date' })
    .does('RecordEvaluation', bodyOf.evaluate(view, 'end'))
    .on('2027-01-19');

  it('asks both parents, who answer before the due date', () => {
    expect(request.dataOf('ConsentRequested')).toMatchObject({ consentId: consent, answerDueOn: '2026-09-28' });
    consented.thenEvents('ConsentRecorded', 'ConsentCompleted');
  });

  it('is stamped with the dates of the scenario', () => {
    expect(conclusion.dataOf('DiscussionConcluded')['reviewOn']).toBe('2027-01-12');
    expect(conclusion.dataOf('AftercareStarted')).toMatchObject({
      reportDueOn: '2026-11-06',
      feedback: [{ dueOn: '2026-11-10' }, { dueOn: '2026-11-10' }, { dueOn: '2026-11-10' }],
      planProposalDueOn: '2026-11-10',
      planAdoptionDueOn: '2026-11-17',
    });
  });

  it('has its report approved by somebody else than Bas, who wrote it', () => {
    drafted.when('FinaliseReport', { reportId: report, approvedById: 'bas' }).thenRefused('forbidden');
    drafted.by('femke').when('FinaliseReport', { reportId: report, approvedById: 'bas' }).thenRefused('self-approval');
  });

  it('completes its aftercare in time, 56 days after it was opened', () => {
    expect(adoption.dataOf('AftercareCompleted')).toEqual({ cycleNo: 1, on: '2026-11-16', lateParts: [] });
    expect(adoption.dataOf('InterventionStarted')).toMatchObject({ basis: 'plan_adopted', actionIds: [a1] });
    expect(daysBetween('2026-09-21', '2026-11-16')).toBe(56);
  });

  it('closes once the family is informed, with no retention running', () => {
    evaluated.when('CloseCase', bodyOf.close('goals_achieved', '2027-01-19', { informed: [] })).thenRefused('family-not-informed');
    const after = evaluated.when('CloseCase', bodyOf.close('goals_achieved', '2027-01-19')).thenEvents('CaseClosed');
    expect(after.state).toMatchObject({ phase: 'closed', retentionClass: 'education_2y' });
  });
});
