import { caseAfter, step } from '../../../../test/domain/happened.js';
import { waitingView } from './waiting.js';

type Given = Parameters<typeof step>;
const opened = (urgency = 'regular'): Given => ['CaseOpened', { teamId: 'team-1', urgency }, { on: '2026-09-21' }];
const cycle = (cycleNo: number, on: string): Given => ['CycleStarted', { cycleNo, trigger: 'opened' }, { on }];
const waiting = (...steps: Given[]) =>
  waitingView.table!.rows(caseAfter(waitingView, ...[opened(), cycle(1, '2026-09-21'), ...steps].map((each) => step(...each))));
const items = (...steps: Given[]) => waiting(...steps).map(({ item }) => item);
const concluded: Given[] = [
  ['DiscussionStarted', {}, { on: '2026-11-03' }],
  ['DiscussionConcluded', { outcome: 'plan_change', reviewOn: '2027-01-12' }],
  ['AftercareStarted', { feedback: [] }],
];

describe('The waiting list', () => {
  it('holds a new child since its case was opened, for the fixed part', () => {
    expect(items()).toEqual([{ caseId: 'case-1', reason: 'new', postponed: 0, part: 'fixed', since: '2026-09-21' }]);
  });

  it('holds an urgent child for the variable part, unless it was brought in for the fixed one', () => {
    const urgent: Given = ['UrgencyChanged', { old: 'regular', new: 'urgent' }];
    expect(items(urgent)).toMatchObject([{ part: 'variable' }]);
    expect(items(urgent, ['CaseBroughtIn', { part: 'fixed' }])).toMatchObject([{ part: 'fixed' }]);
    expect(items(urgent, ['CaseBroughtIn', { part: 'fixed' }], ['BringInWithdrawn'])).toMatchObject([{ part: 'variable' }]);
  });

  it('says for what a child was postponed and how often, and does not let it lose its place', () => {
    const postponed: Given = ['DiscussionPostponed', { reason: 'parent_absent', count: 2 }, { on: '2026-11-03' }];
    expect(items(['CaseBroughtIn', { part: 'fixed' }], postponed)).toMatchObject([
      { reason: 'postponed', postponedFor: 'parent_absent', postponed: 2, since: '2026-09-21' },
    ]);
  });

  it('lets a child go when its discussion begins, and begins anew when more information is needed', () => {
    const started: Given = ['DiscussionStarted', {}, { on: '2026-11-03' }];
    expect(items(started)).toEqual([]);
    expect(items(started, ['DiscussionConcluded', { outcome: 'more_information' }])).toMatchObject([
      { reason: 'more_information', since: '2026-11-03', postponed: 0 },
    ]);
  });

  it('holds a review with its day from the intervention on, until it is recorded', () => {
    expect(items(...concluded)).toEqual([]);
    const during: Given[] = [...concluded, ['InterventionStarted', {}, { on: '2026-11-16' }]];
    expect(items(...during)).toEqual([
      { caseId: 'case-1', reason: 'review', postponed: 0, part: 'fixed', since: '2027-01-12', reviewOn: '2027-01-12' },
    ]);
    expect(waiting(...during)[0]!.cells).toMatchObject({ review_on: '2027-01-12', since: '2027-01-12' });
    const evaluated: Given[] = [...during, ['EvaluationStarted', {}, { on: '2027-01-12' }], ['EvaluationRecorded', { perGoal: [] }]];
    expect(items(...evaluated)).toEqual([]);
    expect(items(...evaluated, ['ReviewRescheduled', { reviewOn: '2027-02-16' }])).toMatchObject([{ reviewOn: '2027-02-16' }]);
    expect(items(...evaluated, cycle(2, '2027-01-13'))).toMatchObject([{ reason: 'next_cycle', since: '2027-01-13' }]);
  });

  it('holds no closed case', () => {
    expect(items(['CaseClosed', {}, { on: '2026-10-01' }])).toEqual([]);
  });
});
