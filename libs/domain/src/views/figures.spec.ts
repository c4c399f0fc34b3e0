import { caseAfter, step } from '../../../../test/domain/happened.js';
import type { CaseFigures } from './figures.js';
import { dashboardOf, figuresView } from './figures.js';

const nothing = { stays: [], discussions: [], reports: [], feedback: [], goals: [], postponements: [], results: [] };
const children = (count: number, of: (index: number) => Partial<CaseFigures>): CaseFigures[] =>
  Array.from({ length: count }, (_, index) => ({ caseId: `case-${index}`, ...nothing, ...of(index) }));
const year = { from: '2026-08-31', to: '2027-07-16', today: '2027-07-16', closures: [], agreements: new Map() };

describe('The figures of a case', () => {
  it('are days, codes and seconds of what happened', () => {
    const figures = caseAfter(
      figuresView,
      step('CaseOpened', { teamId: 'team-1' }, { on: '2026-09-21' }),
      step('DiscussionStarted', { meetingId: 'meeting-1' }, { on: '2026-11-03' }),
      step('DiscussionStepRecorded', { step: 'goals', seconds: 400, skipped: false }, { on: '2026-11-03' }),
      step('DiscussionStepRecorded', { step: 'goals', seconds: 420, skipped: false }, { on: '2026-11-03' }),
      step('DiscussionConcluded', { childViewId: 'view-1' }, { on: '2026-11-03' }),
      step(
        'AftercareStarted',
        { cycleNo: 1, feedback: [{ addresseeId: 'party-1', byId: 'joost', dueOn: '2026-11-10' }] },
        { on: '2026-11-03' },
      ),
      step('ReportFinalised', { cycleNo: 1, on: '2026-11-05' }, { on: '2026-11-06' }),
      step('FeedbackWaived', { cycleNo: 1, addresseeId: 'party-1' }, { on: '2026-11-09' }),
    );
    expect(figures).toMatchObject({
      teamId: 'team-1',
      lastOn: '2026-11-09',
      discussions: [{ on: '2026-11-03', hasChildView: true, meetingId: 'meeting-1', steps: [{ step: 'goals', seconds: 420 }] }],
      reports: [{ cycleNo: 1, from: '2026-11-03', on: '2026-11-05' }],
      feedback: [{ addresseeId: 'party-1', from: '2026-11-03', isSettled: true }],
    });
  });
});

describe('The dashboard of a team', () => {
  it('hides what fewer than five children stand behind, however many facts they have', () => {
    const goals = [...Array(3)].map(() => ({ on: '2026-11-03', voice: 'child' as const }));
    expect(
      dashboardOf(
        children(4, () => ({ goals })),
        year,
      ),
    ).toMatchObject({
      children: null,
      goals: { count: null, percentChildVoice: null },
    });
    expect(
      dashboardOf(
        children(5, () => ({ goals })),
        year,
      ),
    ).toMatchObject({ children: 5, goals: { count: 15, percentChildVoice: 100 } });
  });

  it('hides a second cell when the total would give the first one away', () => {
    const reasonOf = (index: number) => (index < 5 ? 'no_show' : index < 11 ? 'parent_absent' : 'child_absent');
    const cases = children(13, (index) => ({ postponements: [{ on: '2026-11-03', reason: reasonOf(index) }] }));
    const { count, cells } = dashboardOf(cases, year).postponements;
    const shown = Object.fromEntries(cells.map((cell) => [cell.reason, cell.count]));
    expect(count).toBe(13);
    expect(shown).toMatchObject({ parent_absent: 6, no_show: null, child_absent: null });
  });

  it('counts a report late that is still not there, and judges none that still has time', () => {
    const from = '2026-11-03';
    const ons = ['2026-11-06', '2026-11-09', undefined, '2026-11-04', '2026-11-05'];
    const cases = children(5, (index) => ({ reports: [{ cycleNo: 1, from, ...(ons[index] && { on: ons[index] }) }] }));
    expect(dashboardOf(cases, year).reports).toEqual({ withinDays: 3, count: 5, percentInTime: 60 });
    expect(dashboardOf(cases, { ...year, today: '2026-11-06' }).reports).toEqual({ withinDays: 3, count: null, percentInTime: null });
  });

  it('gives the median of an even number as the mean of the two in the middle, and only of the period', () => {
    const until = ['2026-09-02', '2026-09-04', '2026-09-08', '2026-09-14', '2026-09-16', '2026-09-30', '2027-08-01'];
    const cases = children(7, (index) => ({ stays: [{ phase: 'preparation', from: '2026-09-01', to: until[index]! }] }));
    expect(dashboardOf(cases, year).leadTimes[0]).toEqual({ phase: 'preparation', count: 6, medianDays: 10 });
  });

  it('measures overrun against the minutes by which the meeting was run', () => {
    const minutes = { background: 4, reason: 3, goals: 6, actions: 7 };
    const agreement = { fixedSteps: minutes, variableSteps: { ...minutes, goals: 4 } } as never;
    const cases = children(5, (index) => ({
      discussions: [
        {
          on: '2026-11-03',
          hasChildView: index > 0,
          part: index === 4 ? 'variable' : 'fixed',
          meetingId: 'meeting-1',
          steps: [{ step: 'goals', seconds: 300 + 20 * index }],
        },
      ],
    }));
    const { overruns, discussions } = dashboardOf(cases, { ...year, agreements: new Map([['meeting-1', agreement]]) });
    expect(overruns[2]).toEqual({ step: 'goals', count: 5, percentOver: 20, medianOverrunSeconds: 0 });
    expect(overruns[0]).toMatchObject({ count: null });
    expect(discussions).toEqual({ count: 5, percentChildView: 80 });
  });
});
