import { amsterdamDate } from '../calendar/index.js';
import type { Meta } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { CaseData, CaseEventType, CaseEvents } from '../support-case/events/index.js';
import { caseEvents } from '../support-case/events/index.js';
import type { CaseFigures, Step } from './figures/facts.js';
import { changed, joined, partOf } from './fragments/part.js';

export type { CaseFigures } from './figures/facts.js';
export type { Dashboard } from './figures/dashboard.js';
export { dashboardOf } from './figures/dashboard.js';

interface Figures extends CaseFigures {
  readonly teamId: string;
  readonly openedOn: string;
  readonly lastOn: string;
  readonly phase: string;
  readonly phaseSince: string;
  readonly part: CaseData<'CaseBroughtIn'>['part'];
  readonly meetingId?: string;
  /** Seconds of the steps of the discussion that is under way; one that was skipped took none. */
  readonly steps: readonly Step[];
}

const dayOf = ({ occurredAt }: Meta): string => amsterdamDate(occurredAt);

/** Notes the day of what happened, and that a phase is over. */
function noted(document: Figures, meta: Meta): Figures {
  const on = dayOf(meta);
  const phase = meta.after?.phase ?? document.phase;
  if (phase === document.phase) return { ...document, lastOn: on };
  const { phase: was, phaseSince: from } = document;
  const stays = was === '' || was === 'closed' ? document.stays : [...document.stays, { phase: was, from, to: on }];
  return { ...document, lastOn: on, phase, phaseSince: on, stays };
}

/** Settles what was owed longest to an addressee in a cycle. */
const settled = (figures: Figures, { cycleNo, addresseeId }: CaseData<'FeedbackGiven' | 'FeedbackWaived'>, on?: string): Figures => {
  const owed = figures.feedback.find((each) => each.cycleNo === cycleNo && each.addresseeId === addresseeId && !each.isSettled);
  const to = { ...owed!, isSettled: true, ...(on !== undefined && { on }) };
  return {
    ...figures,
    feedback: changed(
      figures.feedback,
      (each) => each === owed,
      () => to,
    ),
  };
};

const facts = partOf<Figures>()({
  CaseOpened: (state, { teamId }, meta) => ({ ...state, teamId, openedOn: dayOf(meta) }),
  CycleStarted: (state) => state,
  CaseBroughtIn: (state, { part }) => ({ ...state, part }),
  CaseScheduled: (state, { part }) => ({ ...state, part }),
  DiscussionPostponed: (state, { reason }, meta) => ({ ...state, postponements: [...state.postponements, { on: dayOf(meta), reason }] }),
  DiscussionStarted: (state, { meetingId }) => ({ ...state, meetingId, steps: [] }),
  DiscussionStepRecorded: (state, { step, seconds, skipped }) => ({
    ...state,
    steps: [...state.steps.filter((each) => each.step !== step), ...(skipped ? [] : [{ step, seconds }])],
  }),
  DiscussionConcluded: (state, { childViewId }, meta) => {
    const { meetingId, part, steps } = state;
    const discussion = {
      on: dayOf(meta),
      hasChildView: childViewId !== undefined,
      part,
      ...(meetingId !== undefined && { meetingId }),
      steps,
    };
    return { ...state, steps: [], discussions: [...state.discussions, discussion] };
  },
  AftercareStarted: (state, { cycleNo, feedback }, meta) => {
    const from = dayOf(meta);
    const owed = feedback.map(({ addresseeId }) => ({ cycleNo, addresseeId, from, isSettled: false }));
    return { ...state, reports: [...state.reports, { cycleNo, from }], feedback: [...state.feedback, ...owed] };
  },
  FeedbackOwed: (state, { cycleNo, addresseeId }, meta) => ({
    ...state,
    feedback: [...state.feedback, { cycleNo, addresseeId, from: dayOf(meta), isSettled: false }],
  }),
  ReportFinalised: (state, { cycleNo, on }) => ({
    ...state,
    reports: changed(
      state.reports,
      (each) => each.cycleNo === cycleNo && each.on === undefined,
      (each) => ({ ...each, on }),
    ),
  }),
  FeedbackGiven: (state, data) => settled(state, data, data.on),
  FeedbackWaived: (state, { cycleNo, addresseeId }) => settled(state, { cycleNo, addresseeId } as CaseData<'FeedbackWaived'>),
  GoalAgreed: (state, { voice }, meta) => ({ ...state, goals: [...state.goals, { on: dayOf(meta), voice }] }),
  EvaluationRecorded: (state, { perGoal }, meta) => ({
    ...state,
    results: [...state.results, ...perGoal.map(({ score }) => ({ on: dayOf(meta), score }))],
  }),
  InterventionStarted: (state) => state,
  EvaluationStarted: (state) => state,
  ReviewRescheduled: (state) => state,
  CaseClosed: (state) => state,
  CaseReopened: (state) => state,
});
const folds = joined<Figures>()([facts], noted);
type Other = Exclude<CaseEventType, keyof typeof folds>;

/** What of a case counts in the figures of its team (domain.md §6 TeamDashboard): days, codes and seconds, no word of anybody. */
export const figuresView = viewOf<Figures, CaseEvents>()({
  name: 'figures-1',
  of: ['supportCase'],
  initial: (caseId) => ({
    caseId,
    teamId: '',
    openedOn: '',
    lastOn: '',
    phase: '',
    phaseSince: '',
    part: 'fixed',
    steps: [],
    stays: [],
    discussions: [],
    reports: [],
    feedback: [],
    goals: [],
    postponements: [],
    results: [],
  }),
  folds,
  ignores: Object.keys(caseEvents).filter((type): type is Other => !(type in folds)),
  table: {
    columns: { team_id: 'text', opened_on: 'date', last_on: 'date' },
    indexes: [['team_id', 'last_on', 'id']],
    rows: ({ teamId, openedOn, lastOn, phase: _, phaseSince: __, part: ___, meetingId: ____, steps: _____, ...item }) =>
      teamId === '' ? [] : [{ cells: { team_id: teamId, opened_on: openedOn, last_on: lastOn }, item }],
  },
});
