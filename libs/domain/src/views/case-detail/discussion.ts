import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import { partOf } from '../fragments/part.js';
import type { Core } from './core.js';

export type DetailStep = CaseData<'DiscussionStepRecorded'>;
type Concluded = CaseData<'DiscussionConcluded'>;

export interface DetailDiscussion {
  readonly cycleNo: number;
  readonly meetingId?: string;
  readonly itemId?: string;
  readonly startedAt: string;
  readonly present: readonly string[];
  readonly absent: CaseData<'DiscussionStarted'>['absent'];
  readonly substituteId?: string;
  readonly steps: readonly DetailStep[];
  readonly outcome?: Concluded['outcome'];
  readonly concludedAt?: string;
  readonly reviewOn?: string;
  readonly childViewId?: string;
  readonly childViewAbsence?: Concluded['childViewAbsence'];
  readonly summary?: Sealed;
  readonly noPersonalGoalReason?: Sealed;
  readonly agreedBy?: Concluded['agreedBy'];
  readonly dissentedBy?: Concluded['dissentedBy'];
  /** It was broken off by a postponement. */
  readonly postponedOn?: string;
}

export interface Discussing {
  readonly discussion?: DetailDiscussion;
  readonly earlierDiscussions: readonly DetailDiscussion[];
}
export const noDiscussing: Discussing = { earlierDiscussions: [] };
type WithCycle = Discussing & Pick<Core, 'cycleNo'>;

const shelved = (state: WithCycle, discussion: DetailDiscussion | undefined): WithCycle => ({
  ...state,
  discussion: undefined,
  earlierDiscussions: discussion ? [...state.earlierDiscussions, discussion] : state.earlierDiscussions,
});

/** A step that was recorded again takes the place of the first recording. */
const withStep = (steps: readonly DetailStep[], step: DetailStep): readonly DetailStep[] =>
  steps.some((each) => each.step === step.step) ? steps.map((each) => (each.step === step.step ? step : each)) : [...steps, step];

export const discussing = partOf<WithCycle>()({
  CycleStarted: (state) => shelved(state, state.discussion),
  DiscussionStarted: (state, { meetingId, itemId, present, absent, substituteId }, { occurredAt }) => ({
    ...shelved(state, state.discussion),
    discussion: {
      cycleNo: state.cycleNo,
      ...(meetingId !== undefined && { meetingId }),
      ...(itemId !== undefined && { itemId }),
      startedAt: occurredAt,
      present,
      absent,
      ...(substituteId !== undefined && { substituteId }),
      steps: [],
    },
  }),
  DiscussionStepRecorded: (state, step) => ({
    ...state,
    discussion: state.discussion && { ...state.discussion, steps: withStep(state.discussion.steps, step) },
  }),
  DiscussionPostponed: (state, _, { occurredAt }) =>
    state.discussion && state.discussion.outcome === undefined
      ? shelved(state, { ...state.discussion, postponedOn: amsterdamDate(occurredAt) })
      : state,
  DiscussionConcluded: (state, data, { occurredAt }) => ({
    ...state,
    discussion: state.discussion && {
      ...state.discussion,
      outcome: data.outcome,
      concludedAt: occurredAt,
      ...(data.outcome !== 'more_information' && { reviewOn: data.reviewOn }),
      ...(data.childViewId !== undefined && { childViewId: data.childViewId }),
      ...(data.childViewAbsence !== undefined && { childViewAbsence: data.childViewAbsence }),
      summary: data.summary,
      ...(data.noPersonalGoalReason && { noPersonalGoalReason: data.noPersonalGoalReason }),
      ...(data.agreedBy && { agreedBy: data.agreedBy }),
      ...(data.dissentedBy && { dissentedBy: data.dissentedBy }),
    },
  }),
});
