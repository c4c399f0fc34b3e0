import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import type { Explained } from '../fragments/part.js';
import { changed, partOf } from '../fragments/part.js';

type Recorded = CaseData<'EvaluationRecorded'>;
export interface PastEvaluation extends Recorded {
  readonly on: string;
  readonly trigger?: CaseData<'EvaluationStarted'>['trigger'];
  /** The date an extension set. */
  readonly nextReviewOn?: string;
}
export interface DetailEvaluation {
  readonly reviewOn?: string;
  readonly calculations: readonly Explained[];
  /** The day on which it became due. */
  readonly dueSince?: string;
  readonly startedOn?: string;
  readonly trigger?: CaseData<'EvaluationStarted'>['trigger'];
  /** What this cycle's evaluation concluded, while nothing followed from it. */
  readonly conclusion?: Recorded['conclusion'];
  readonly extensions: number;
  readonly history: readonly PastEvaluation[];
}
export interface DetailEscalation extends CaseData<'CaseEscalated'> {
  readonly status: 'open' | 'resolved';
  readonly raisedById: string;
  readonly raisedOn: string;
  readonly resolvedOn?: string;
  readonly followUp?: CaseData<'EscalationResolved'>['followUp'];
  readonly result?: Sealed;
}
export interface DetailIntervention {
  readonly cycleNo: number;
  readonly on: string;
  readonly basis: CaseData<'InterventionStarted'>['basis'];
  readonly actionIds: readonly string[];
}

/** What comes after the discussion: support, its evaluation, and what had to be taken to somebody else. */
export interface Following {
  readonly interventions: readonly DetailIntervention[];
  readonly evaluation: DetailEvaluation;
  readonly escalations: readonly DetailEscalation[];
}

const notYet = { calculations: [], extensions: 0 };
export const noFollowing: Following = { interventions: [], evaluation: { ...notYet, history: [] }, escalations: [] };

const evaluation = (state: Following, change: Partial<DetailEvaluation>): Following => ({
  ...state,
  evaluation: { ...state.evaluation, ...change },
});

export const following = partOf<Following>()({
  CycleStarted: (state) => ({ ...state, evaluation: { ...notYet, history: state.evaluation.history } }),
  DiscussionConcluded: (state, { outcome, reviewOn, calculations }) =>
    outcome === 'more_information' ? state : evaluation(state, { reviewOn, calculations }),
  InterventionStarted: (state, data) => ({ ...state, interventions: [...state.interventions, data] }),
  EvaluationBecameDue: (state, _, { occurredAt }) => evaluation(state, { dueSince: amsterdamDate(occurredAt) }),
  EvaluationStarted: (state, { trigger }, { occurredAt }) => evaluation(state, { startedOn: amsterdamDate(occurredAt), trigger }),
  EvaluationRecorded: (state, data, { occurredAt }) => {
    const { trigger, history } = state.evaluation;
    const past: PastEvaluation = { ...data, on: amsterdamDate(occurredAt), ...(trigger !== undefined && { trigger }) };
    return evaluation(state, { conclusion: data.conclusion, history: [...history, past] });
  },
  ReviewRescheduled: (state, { reviewOn, extension, calculations }) => ({
    ...state,
    evaluation: {
      reviewOn,
      calculations,
      extensions: extension,
      history: state.evaluation.history.map((each, index, all) => (index === all.length - 1 ? { ...each, nextReviewOn: reviewOn } : each)),
    },
  }),
  CaseEscalated: (state, data, { actorId, onBehalfOf, occurredAt }) => ({
    ...state,
    escalations: [
      ...state.escalations,
      { ...data, status: 'open' as const, raisedById: onBehalfOf ?? actorId, raisedOn: amsterdamDate(occurredAt) },
    ],
  }),
  EscalationResolved: (state, { escalationId, followUp, result }, { occurredAt }) => ({
    ...state,
    escalations: changed(
      state.escalations,
      (each) => each.escalationId === escalationId,
      (each) => ({ ...each, status: 'resolved', resolvedOn: amsterdamDate(occurredAt), followUp, result }),
    ),
  }),
  CaseResumed: (state, { restamped }) => {
    const moved = restamped.findLast(({ rule }) => rule === 'D27');
    return moved ? evaluation(state, { reviewOn: moved.to }) : state;
  },
});
