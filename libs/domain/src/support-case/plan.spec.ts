import {
  a1,
  agreed,
  amina,
  bodyOf,
  concluded,
  evaluated,
  g1,
  proposed,
  reported,
  sami,
  steps,
  supported,
  told,
  v1,
  v2,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const body = bodyOf.plan('2026-11-16', '2027-01-12', { goalIds: [g1], actionIds: [a1] });
const third = idOf('v3');
const refusedOnce = () => proposed().does('DecideActionPart', bodyOf.decide(amina, '2026-11-09', { decision: 'refused' }));
/** A second cycle with an adopted plan, in aftercare with this outcome. */
const again = (outcome: string) => {
  const next = evaluated('adjust').does('StartNewCycle', {
    trigger: 'evaluation',
    reason: 'A new step.',
    carryGoalIds: [g1],
    carryActionIds: [a1],
  });
  const ready = next.does('SavePreparation', bodyOf.form).does('SubmitPreparation', { formVersion: 1 }).does('BringIn', bodyOf.bringIn);
  const done = steps(ready.does('RecordChildView', bodyOf.view('2027-01-12')).by('karin').does('StartDiscussion'));
  return done.does('ConcludeDiscussion', bodyOf.conclude(outcome)).by('femke');
};

describe('ProposePlan', () => {
  it('proposes a numbered version to those who must decide', () => {
    told()
      .on('2026-11-09')
      .when('ProposePlan', body)
      .then(
        has('PlanVersionProposed', { ...body, number: 1, cycleNo: 1, requiredDeciders: [amina, youssef], decisionDueOn: '2026-11-16' }),
      );
    concluded().by('joost').when('ProposePlan', body).thenEvents('PlanVersionProposed');
    supported()
      .when('ProposePlan', { ...body, planVersionId: v2, basedOn: v1 })
      .thenEvents('PlanVersionProposed');
    concluded().by('karin').when('ProposePlan', body).thenRefused('forbidden');
  });

  it('knows its goals and actions, keeps one proposal open, and is reviewed after it starts', () => {
    proposed()
      .when('ProposePlan', { ...body, planVersionId: v2, goalIds: [idOf('nothing')] })
      .thenRefused('goal-unknown', ['goal-unknown', 'open-proposal-exists']);
    proposed()
      .when('ProposePlan', { ...body, planVersionId: v2 })
      .thenRefused('open-proposal-exists', ['open-proposal-exists']);
    told()
      .when('ProposePlan', { ...body, actionIds: [idOf('nothing')] })
      .thenRefused('unknown-reference');
    told()
      .when('ProposePlan', { ...body, reviewOn: '2026-11-16' })
      .thenRefused('not-possible');
  });

  it('takes the place of the open or refused version it is based on', () => {
    for (const at of [proposed(), refusedOnce()])
      at.when('ProposePlan', { ...body, planVersionId: v2, basedOn: v1 }).then(
        has('PlanVersionSuperseded', { planVersionId: v1, number: 1 }),
        has('PlanVersionProposed', {
          ...body,
          planVersionId: v2,
          basedOn: v1,
          number: 2,
          cycleNo: 1,
          requiredDeciders: [amina, youssef],
          decisionDueOn: '2026-11-16',
        }),
      );
    refusedOnce()
      .when('ProposePlan', { ...body, planVersionId: v2 })
      .thenEvents('PlanVersionProposed');
  });
});

describe('RecordPlanConsultation', () => {
  it('records the talk on a version', () => {
    const talk = {
      planVersionId: v1,
      on: '2026-11-09',
      present: [amina, 'femke'],
      agreedPoints: 'The goal.',
      disagreedPoints: 'The hour.',
    };
    const after = proposed().when('RecordPlanConsultation', talk).then(has('PlanConsultationHeld', talk));
    expect(after.state.plans[0]?.consulted).toBe(true);
    proposed()
      .when('RecordPlanConsultation', { ...talk, on: '2026-11-10' })
      .thenRefused('future-date');
    concluded()
      .when('RecordPlanConsultation', { ...talk, on: '2026-11-03' })
      .thenRefused('unknown-reference');
    proposed().by('amina').when('RecordPlanConsultation', talk).thenRefused('forbidden');
  });
});

describe('DecideActionPart', () => {
  const decision = bodyOf.decide(amina, '2026-11-09');

  it('lets each decider decide, for themselves, once', () => {
    const after = proposed().by('amina').when('DecideActionPart', decision).then(has('ActionPartDecided', decision));
    after.when('DecideActionPart', decision).thenNothing();
    after.when('DecideActionPart', { ...decision, decision: 'refused', remark: 'Not during gym.' }).thenEvents('ActionPartDecided');
    proposed().by('youssef').when('DecideActionPart', decision).thenRefused('forbidden');
    proposed().by('joost').when('DecideActionPart', decision).thenRefused('forbidden');
    proposed().by('femke').when('DecideActionPart', decision).thenEvents('ActionPartDecided');
  });

  it('refuses others, and versions that were replaced or adopted', () => {
    proposed().when('DecideActionPart', bodyOf.decide(sami, '2026-11-09')).thenRefused('not-required-decider', ['not-required-decider']);
    const replaced = proposed().does('ProposePlan', { ...body, planVersionId: v2, basedOn: v1 });
    replaced.when('DecideActionPart', decision).thenRefused('version-superseded', ['version-superseded']);
    replaced
      .when('DecideActionPart', bodyOf.decide(sami, '2026-11-09'))
      .thenRefused('not-required-decider', ['not-required-decider', 'version-superseded']);
    supported()
      .when('DecideActionPart', { ...decision, decision: 'refused' })
      .thenRefused('not-possible');
    supported().when('DecideActionPart', decision).thenNothing();
  });

  it('does not bring a refused version back once a newer one is there', () => {
    refusedOnce().when('DecideActionPart', decision).thenEvents('ActionPartDecided');
    refusedOnce()
      .does('ProposePlan', { ...body, planVersionId: v2 })
      .when('DecideActionPart', decision)
      .thenRefused('not-possible');
  });
});

describe('AdoptPlan', () => {
  const adopt = { planVersionId: v1, on: '2026-11-16' };

  it('adopts what all deciders agreed to, completes the aftercare and starts the intervention (10.1)', () => {
    const after = agreed()
      .on('2026-11-16')
      .when('AdoptPlan', adopt)
      .then(
        has('PlanVersionAdopted', { ...adopt, number: 1, reviewOn: '2027-01-12', statutoryTermMet: false }),
        has('AftercareCompleted', { cycleNo: 1, on: '2026-11-16', lateParts: [] }),
        has('InterventionStarted', { cycleNo: 1, on: '2026-11-16', basis: 'plan_adopted', actionIds: [a1] }),
      );
    after.when('AdoptPlan', adopt).thenNothing();
    agreed().by('joost').on('2026-11-16').when('AdoptPlan', adopt).thenRefused('forbidden');
    agreed().on('2026-11-15').when('AdoptPlan', adopt).thenRefused('future-date');
  });

  it('does not adopt without the agreement of each, nor against a refusal', () => {
    proposed().on('2026-11-16').when('AdoptPlan', adopt).thenRefused('agreement-missing', ['agreement-missing']);
    refusedOnce().on('2026-11-16').when('AdoptPlan', adopt).thenRefused('agreement-missing');
    const remarked = refusedOnce().does('DecideActionPart', bodyOf.decide(amina, '2026-11-09', { decision: 'agreed_with_remark' }));
    remarked.on('2026-11-16').when('AdoptPlan', adopt).thenRefused('agreement-missing');
    remarked
      .does('DecideActionPart', bodyOf.decide(youssef, '2026-11-09'))
      .on('2026-11-16')
      .when('AdoptPlan', adopt)
      .thenEvents('PlanVersionAdopted', 'AftercareCompleted', 'InterventionStarted');
  });

  it('does not adopt what was replaced, and replaces what was adopted before', () => {
    const next = supported().does('ProposePlan', { ...body, planVersionId: v2, basedOn: v1 });
    const ready = [amina, youssef].reduce(
      (at, partyId) => at.does('DecideActionPart', bodyOf.decide(partyId, '2026-11-16', { planVersionId: v2 })),
      next,
    );
    const after = ready.when('AdoptPlan', { ...adopt, planVersionId: v2 }).thenEvents('PlanVersionSuperseded', 'PlanVersionAdopted');
    expect(after.state.plans.map(({ status }) => status)).toEqual(['superseded', 'adopted']);
    after.when('AdoptPlan', adopt).thenRefused('not-possible');
  });

  it('tells which part was late, by the day on which it happened', () => {
    const late = agreed()
      .on('2026-11-20')
      .when('AdoptPlan', { ...adopt, on: '2026-11-17' });
    expect(late.dataOf('AftercareCompleted')).toEqual({ cycleNo: 1, on: '2026-11-17', lateParts: [] });
    const later = agreed()
      .on('2026-11-20')
      .when('AdoptPlan', { ...adopt, on: '2026-11-18' });
    expect(later.dataOf('AftercareCompleted')['lateParts']).toEqual(['plan']);
  });
});

describe('ConfirmPlanUnchanged', () => {
  const confirm = { planVersionId: v1, reason: 'It still fits.' };

  it('keeps an adopted plan, once, unless the plan had to change', () => {
    const after = again('plan_continue')
      .when('ConfirmPlanUnchanged', confirm)
      .then(has('PlanConfirmedUnchanged', { ...confirm, on: '2027-01-12' }));
    after.when('ConfirmPlanUnchanged', confirm).thenNothing();
    concluded().when('ConfirmPlanUnchanged', confirm).thenRefused('plan-change-expected', ['plan-change-expected', 'no-plan']);
    again('plan_change').when('ConfirmPlanUnchanged', confirm).thenRefused('plan-change-expected', ['plan-change-expected']);
    concluded('refer').when('ConfirmPlanUnchanged', confirm).thenRefused('no-plan', ['no-plan']);
    again('plan_continue')
      .when('ConfirmPlanUnchanged', { ...confirm, planVersionId: third })
      .thenRefused('no-plan');
  });

  it('starts the intervention as the last part of the aftercare', () => {
    const rest = again('plan_continue')
      .does('ConfirmPlanUnchanged', confirm)
      .by('bas')
      .does('DraftReport', { ...bodyOf.draft, reportId: third });
    const heard = [sami, amina, youssef].reduce(
      (at, partyId) => at.does('RecordFeedbackGiven', bodyOf.hear(partyId, '2027-01-12', { howChildViewWeighed: 'It counted.' })),
      rest.by('femke'),
    );
    const done = heard.when('FinaliseReport', { reportId: third, approvedById: 'karin' });
    expect(done.dataOf('InterventionStarted')).toMatchObject({ basis: 'unchanged', cycleNo: 2 });
  });
});

describe('DeclareNoPlanNeeded', () => {
  it('is for a case that ends, and leaves it in aftercare until it is closed', () => {
    const open = told(reported(concluded('refer')));
    const after = open
      .when('DeclareNoPlanNeeded', { reason: 'Referred.' })
      .then(
        has('NoPlanNeeded', { reason: 'Referred.', on: '2026-11-09' }),
        has('AftercareCompleted', { cycleNo: 1, on: '2026-11-09', lateParts: [] }),
      );
    expect(after.state.phase).toBe('aftercare');
    after.when('DeclareNoPlanNeeded', { reason: 'Referred.' }).thenNothing();
    concluded()
      .when('DeclareNoPlanNeeded', { reason: 'None.' })
      .thenRefused('plan-change-expected', ['plan-change-expected', 'not-possible']);
    again('plan_continue').when('DeclareNoPlanNeeded', { reason: 'None.' }).thenRefused('not-possible');
    concluded('refer').by('karin').when('DeclareNoPlanNeeded', { reason: 'None.' }).thenRefused('forbidden');
  });
});

describe('StartProvisionalSupport', () => {
  const start = { actionIds: [a1], reason: 'It cannot wait.' };

  it('starts before a plan is adopted, also against a refusal and on hold, each action once', () => {
    const after = refusedOnce()
      .when('StartProvisionalSupport', start)
      .then(has('ProvisionalSupportStarted', { ...start, cycleNo: 1, on: '2026-11-09', basis: 'provisional' }));
    after.when('StartProvisionalSupport', start).thenNothing();
    concluded()
      .does('SuspendCase', { reason: 'family_request', reviewOn: '2026-11-20' })
      .when('StartProvisionalSupport', start)
      .thenEvents('ProvisionalSupportStarted');
    again('plan_change').when('StartProvisionalSupport', start).thenRefused('already-adopted', ['already-adopted']);
    withFamily().when('StartProvisionalSupport', { reason: 'None.' }).thenRefused('wrong-phase');
  });
});
