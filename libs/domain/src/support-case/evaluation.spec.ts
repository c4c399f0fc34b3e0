import {
  a1,
  bodyOf,
  concluded,
  evaluated,
  evaluating,
  g1,
  reported,
  secondView,
  supported,
  told,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';

const started = { cycleNo: 1, trigger: 'review_date' };
const extend = (reviewOn?: string) => bodyOf.evaluate(secondView, 'extend', reviewOn === undefined ? {} : { reviewOn });
const signal = { trigger: 'urgent_signal', reason: 'He ran away.' };

describe('StartEvaluation', () => {
  it('starts an evaluation of an adopted plan, once', () => {
    const after = supported().when('StartEvaluation', { trigger: 'review_date' }).then(has('EvaluationStarted', started));
    expect(after.state.phase).toBe('evaluation');
    after.when('StartEvaluation', { trigger: 'review_date' }).thenRefused('wrong-phase');
    supported().by('joost').when('StartEvaluation', { trigger: 'annual' }).thenEvents('EvaluationStarted');
    supported().by('karin').when('StartEvaluation', { trigger: 'annual' }).thenRefused('forbidden');
  });

  it('needs an adopted plan', () => {
    const began = { type: 'InterventionStarted', data: { cycleNo: 1, on: '2026-11-03', basis: 'plan_adopted', actionIds: [] } };
    const planless = concluded().after([began]);
    planless.when('StartEvaluation', { trigger: 'annual' }).thenRefused('no-active-plan', ['no-active-plan']);
  });
});

describe('MarkEvaluationDue', () => {
  it('is the worker’s, from the review date on, once, and leaves the phase as it is', () => {
    supported().by('worker').on('2027-01-11').when('MarkEvaluationDue').thenRefused('not-possible');
    const after = supported()
      .by('worker')
      .on('2027-01-12')
      .when('MarkEvaluationDue')
      .then(has('EvaluationBecameDue', { cycleNo: 1, reviewOn: '2027-01-12' }));
    expect(after.state.phase).toBe('intervention');
    after.when('MarkEvaluationDue').thenNothing();
    supported().on('2027-01-12').when('MarkEvaluationDue').thenRefused('forbidden');
  });
});

describe('RecordEvaluation', () => {
  it('records what was reached, once for each conclusion', () => {
    const { childView: viewId, ...body } = bodyOf.evaluate(secondView, 'end');
    const after = evaluating()
      .when('RecordEvaluation', { ...body, childView: viewId })
      .then(has('EvaluationRecorded', { ...body, viewId, cycleNo: 1 }));
    after.when('RecordEvaluation', { ...body, childView: viewId }).thenNothing();
    after.when('RecordEvaluation', bodyOf.evaluate(secondView, 'adjust')).thenEvents('EvaluationRecorded');
  });

  it('needs a score for every open goal and a view of the child from after the discussion', () => {
    const first = supported().state.childViews[0]!.viewId;
    evaluating()
      .when('RecordEvaluation', bodyOf.evaluate(first, 'end', { perGoal: [] }))
      .thenRefused('goal-not-scored', ['goal-not-scored', 'child-view-missing']);
    evaluating().when('RecordEvaluation', bodyOf.evaluate(first, 'end')).thenRefused('child-view-missing', ['child-view-missing']);
    evaluating()
      .when('RecordEvaluation', { ...bodyOf.evaluate(first, 'end'), childView: undefined })
      .thenRefused('child-view-missing');
    evaluating()
      .does('DropGoal', { goalId: g1, ground: 'child_wish' })
      .when('RecordEvaluation', bodyOf.evaluate(secondView, 'end', { perGoal: [] }))
      .thenEvents('EvaluationRecorded');
    evaluating().by('karin').when('RecordEvaluation', bodyOf.evaluate(secondView, 'end')).thenRefused('forbidden');
  });

  it('extends at most twice, by forty working days or as agreed', () => {
    const once = evaluating().when('RecordEvaluation', extend()).thenEvents('EvaluationRecorded', 'ReviewRescheduled');
    expect(once.state).toMatchObject({ phase: 'intervention', reviewOn: '2027-03-16', extensions: 1 });
    for (const reviewOn of ['2027-01-25', '2027-07-14'])
      evaluating().when('RecordEvaluation', extend(reviewOn)).thenRefused('not-possible');
    const again = once
      .does('StartEvaluation', { trigger: 'early_request' })
      .does('RecordEvaluation', extend('2027-03-02'))
      .does('StartEvaluation', { trigger: 'annual' });
    again.when('RecordEvaluation', extend()).thenRefused('extend-limit', ['extend-limit']);
    again.when('RecordEvaluation', bodyOf.evaluate(secondView, 'end')).thenEvents('EvaluationRecorded');
  });

  it('says how the new review date came about', () => {
    const data = evaluating().when('RecordEvaluation', extend()).dataOf('ReviewRescheduled');
    expect(data).toMatchObject({
      reviewOn: '2027-03-16',
      extension: 1,
      calculations: [{ rule: 'D27', from: '2027-01-12', offset: 40, calendar: 'team' }],
    });
  });
});

describe('StartNewCycle', () => {
  const body = { trigger: 'evaluation', reason: 'A new step.', carryGoalIds: [g1], carryActionIds: [a1] };
  const data = { cycleNo: 2, carriedGoalIds: [g1], carriedActionIds: [a1] };

  it('starts the next cycle after an evaluation that asks for one, leaving behind what is not carried', () => {
    for (const conclusion of ['adjust', 'intensify', 'scale_down'])
      evaluated(conclusion)
        .when('StartNewCycle', body)
        .then(has('CycleStarted', { ...data, trigger: 'evaluation', owedParts: [], reason: 'A new step.' }));
    const bare = evaluated('adjust').does('StartNewCycle', { trigger: 'parent_request', reason: 'They asked.' });
    expect(bare.state.goals).toMatchObject([{ status: 'left_behind' }]);
    expect(bare.state).toMatchObject({ phase: 'preparation', cycleNo: 2, preparation: { status: 'none' } });
    bare.when('StartNewCycle', body).thenRefused('wrong-phase');
  });

  it('does not start when nothing was evaluated, or the conclusion was another', () => {
    evaluating().when('StartNewCycle', body).thenRefused('not-evaluated', ['not-evaluated']);
    evaluated('end').when('StartNewCycle', body).thenRefused('not-evaluated');
    supported().when('StartNewCycle', body).thenRefused('wrong-phase');
    evaluated('adjust').by('karin').when('StartNewCycle', body).thenRefused('forbidden');
    evaluated('adjust')
      .when('StartNewCycle', { ...body, carryGoalIds: [youssef] })
      .thenRefused('unknown-reference');
  });

  it('starts on an urgent signal from aftercare on, and owes what the old cycle left', () => {
    concluded()
      .when('StartNewCycle', signal)
      .then(
        has('CycleStarted', {
          cycleNo: 2,
          trigger: 'urgent_signal',
          carriedGoalIds: [],
          carriedActionIds: [],
          interruptedCycle: 1,
          owedParts: expect.arrayContaining(['report', 'plan', `feedback:${youssef}`]) as unknown as string[],
          reason: 'He ran away.',
        }),
      );
    expect(told(reported()).when('StartNewCycle', signal).dataOf('CycleStarted')['owedParts']).toEqual(['plan']);
    for (const at of [supported(), evaluating()]) at.when('StartNewCycle', signal).thenEvents('CycleStarted');
    withFamily().when('StartNewCycle', signal).thenRefused('wrong-phase');
    supported()
      .does('SuspendCase', { reason: 'family_request', reviewOn: '2026-12-01' })
      .when('StartNewCycle', signal)
      .thenRefused('on-hold');
  });
});
