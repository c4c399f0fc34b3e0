import {
  a1,
  agreed,
  amina,
  bodyOf,
  concluded,
  g1,
  report,
  reported,
  sami,
  steps,
  told,
  v1,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';
import { carriedOver } from './index.js';

const signal = { trigger: 'urgent_signal', reason: 'He ran away.' };
const second = idOf('second report');
const weighed = { howChildViewWeighed: 'It counted.' };
/** The report is final and everybody but Youssef has heard when an urgent signal interrupts the first cycle. */
const interrupted = () =>
  reported()
    .on('2026-11-06')
    .does('RecordFeedbackGiven', bodyOf.hear(sami, '2026-11-06', weighed))
    .does('RecordFeedbackGiven', bodyOf.hear(amina, '2026-11-06'))
    .does('StartNewCycle', signal);
/** The second cycle has reached aftercare while the first still owes its plan and Youssef's feedback. */
const twice = () => {
  const ready = interrupted()
    .does('SavePreparation', bodyOf.form)
    .does('SubmitPreparation', { formVersion: 1 })
    .does('BringIn', bodyOf.bringIn);
  return steps(ready.does('RecordChildView', bodyOf.view('2026-11-06')).by('karin').does('StartDiscussion'))
    .does('AgreeGoal', bodyOf.goal('2027-01-12', { goalId: idOf('g2') }))
    .does('AgreeAction', bodyOf.action('2026-12-01', { actionId: idOf('a2') }))
    .does('ConcludeDiscussion', bodyOf.conclude('plan_change'))
    .by('femke');
};

describe('Aftercare', () => {
  it('completes with the last of its three parts, whichever that is', () => {
    agreed()
      .on('2026-11-16')
      .when('AdoptPlan', { planVersionId: v1, on: '2026-11-16' })
      .thenEvents('PlanVersionAdopted', 'AftercareCompleted', 'InterventionStarted');
    const unreported = agreed(told(concluded()).does('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12')))
      .on('2026-11-16')
      .when('AdoptPlan', { planVersionId: v1, on: '2026-11-16' })
      .thenEvents('PlanVersionAdopted');
    unreported
      .by('bas')
      .does('DraftReport', bodyOf.draft)
      .by('karin')
      .when('FinaliseReport', { reportId: report, approvedById: 'karin' })
      .thenEvents('ReportFinalised', 'AftercareCompleted', 'InterventionStarted');
  });

  it('names the parts that were late by the day they happened, not the day they were recorded', () => {
    const lateReport = concluded().on('2026-11-09').by('bas').does('DraftReport', bodyOf.draft).by('karin').does('FinaliseReport', {
      reportId: report,
      approvedById: 'karin',
    });
    const heard = [
      [sami, '2026-11-10'],
      [amina, '2026-11-11'],
      [youssef, '2026-11-09'],
    ].reduce(
      (at, [partyId, on]) => at.does('RecordFeedbackGiven', bodyOf.hear(partyId!, on!, weighed)),
      lateReport.by('femke').on('2026-11-12'),
    );
    const proposal = heard.does('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12'));
    const decided = [amina, youssef].reduce((at, partyId) => at.does('DecideActionPart', bodyOf.decide(partyId, '2026-11-12')), proposal);
    const done = decided.on('2026-11-20').when('AdoptPlan', { planVersionId: v1, on: '2026-11-18' });
    expect(done.dataOf('AftercareCompleted')).toEqual({ cycleNo: 1, on: '2026-11-18', lateParts: ['report', `feedback:${amina}`, 'plan'] });
    const muchLater = decided.on('2027-01-13').when('AdoptPlan', { planVersionId: v1, on: '2027-01-13' });
    expect(muchLater.dataOf('EvaluationBecameDue')).toEqual({ cycleNo: 1, reviewOn: '2027-01-12' });
    expect(done.events.some(({ type }) => type === 'EvaluationBecameDue')).toBe(false);
  });
});

describe('Aftercare that an urgent signal carried over', () => {
  it('stays owed in the next cycle, and can be done there from preparation on', () => {
    const at = interrupted();
    expect(carriedOver(at.state).map(({ cycleNo }) => cycleNo)).toEqual([1]);
    const heard = at
      .when('RecordFeedbackGiven', bodyOf.hear(youssef, '2026-11-06'))
      .then(has('FeedbackGiven', { ...bodyOf.hear(youssef, '2026-11-06'), cycleNo: 1 }));
    const proposal = heard.when('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12'));
    expect(proposal.dataOf('PlanVersionProposed')['cycleNo']).toBe(1);
    const decided = [amina, youssef].reduce(
      (each, partyId) => each.does('DecideActionPart', bodyOf.decide(partyId, '2026-11-06')),
      proposal.accepted(),
    );
    const done = decided.when('AdoptPlan', { planVersionId: v1, on: '2026-11-06' }).thenEvents('PlanVersionAdopted', 'AftercareCompleted');
    expect(done.state).toMatchObject({ phase: 'preparation', cycleNo: 2 });
    done.when('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12', { planVersionId: idOf('v2') })).thenRefused('wrong-phase');
  });

  it('lets a report be written that the old cycle still owes, and no other', () => {
    concluded().does('StartNewCycle', signal).by('bas').when('DraftReport', bodyOf.draft).thenEvents('ReportDrafted');
    interrupted()
      .by('bas')
      .when('DraftReport', { ...bodyOf.draft, reportId: second })
      .thenRefused('wrong-phase');
  });

  it('is settled oldest cycle first, and the plan once for all', () => {
    const at = twice();
    expect(at.state.aftercare.map(({ cycleNo, completedOn }) => [cycleNo, completedOn])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    const first = at.when('RecordFeedbackGiven', bodyOf.hear(youssef, '2026-11-06'));
    expect(first.dataOf('FeedbackGiven')['cycleNo']).toBe(1);
    expect(first.accepted().when('RecordFeedbackGiven', bodyOf.hear(youssef, '2026-11-06')).dataOf('FeedbackGiven')['cycleNo']).toBe(2);
    const proposal = first.accepted().does('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12'));
    const decided = [amina, youssef].reduce(
      (each, partyId) => each.does('DecideActionPart', bodyOf.decide(partyId, '2026-11-06')),
      proposal,
    );
    const adopted = decided
      .when('AdoptPlan', { planVersionId: v1, on: '2026-11-06' })
      .thenEvents('PlanVersionAdopted', 'AftercareCompleted');
    expect(adopted.state.aftercare.map(({ plan }) => plan?.as)).toEqual(['adopted', 'adopted']);
    expect(adopted.state.phase).toBe('aftercare');
  });

  it('keeps goals and actions that were not carried out of the new cycle', () => {
    expect(interrupted().state.goals).toMatchObject([{ goalId: g1, status: 'left_behind' }]);
    expect(interrupted().state.actions).toMatchObject([{ actionId: a1, cycleNo: 1, status: 'agreed' }]);
  });
});
