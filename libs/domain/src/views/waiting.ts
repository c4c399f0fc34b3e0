import { amsterdamDate } from '../calendar/index.js';
import type { Row } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { CaseData, CaseEventType, CaseEvents } from '../support-case/events/index.js';
import { caseEvents } from '../support-case/events/index.js';
import { joined, partOf } from './fragments/part.js';
import type { Stamped } from './fragments/stamped.js';
import { notStamped, phaseOnly, stamp } from './fragments/stamped.js';

type Part = CaseData<'CaseBroughtIn'>['part'];
type PostponedFor = CaseData<'DiscussionPostponed'>['reason'];

/** Why a child waits for a place on an agenda, and since when (domain.md §6 WaitingList). */
export interface WaitingItem {
  readonly caseId: string;
  readonly reason: 'new' | 'next_cycle' | 'more_information' | 'postponed' | 'review';
  readonly postponedFor?: PostponedFor;
  readonly postponed: number;
  readonly part: Part;
  /** The day of its beginning, or for a review the day on which it is due. */
  readonly since: string;
  readonly reviewOn?: string;
}

interface Facts {
  readonly caseId: string;
  readonly teamId: string;
  readonly urgency: CaseData<'CaseOpened'>['urgency'];
  readonly reason: 'new' | 'next_cycle' | 'more_information';
  readonly since: string;
  readonly part?: Part;
  readonly postponed: number;
  readonly postponedFor?: PostponedFor;
  readonly reviewOn?: string;
}
export interface Waiting extends Facts, Stamped {}

const facts = partOf<Facts>()({
  CaseOpened: (state, { teamId, urgency }) => ({ ...state, teamId, urgency }),
  UrgencyChanged: (state, { new: urgency }) => ({ ...state, urgency }),
  CycleStarted: (state, { cycleNo }, { occurredAt }) => ({
    ...state,
    reason: cycleNo === 1 ? 'new' : 'next_cycle',
    since: amsterdamDate(occurredAt),
    part: undefined,
    postponed: 0,
    postponedFor: undefined,
    reviewOn: undefined,
  }),
  CaseBroughtIn: (state, { part }) => ({ ...state, part }),
  BringInWithdrawn: (state) => ({ ...state, part: undefined }),
  DiscussionPostponed: (state, { reason, count }) => ({ ...state, postponed: count, postponedFor: reason }),
  DiscussionStarted: (state) => state,
  DiscussionConcluded: (state, { outcome, reviewOn }, { occurredAt }) => ({
    ...state,
    postponed: 0,
    postponedFor: undefined,
    ...(outcome === 'more_information' ? { reason: 'more_information', since: amsterdamDate(occurredAt), part: undefined } : { reviewOn }),
  }),
  AftercareStarted: (state) => state,
  EvaluationRecorded: (state) => ({ ...state, reviewOn: undefined, postponed: 0, postponedFor: undefined }),
  ReviewRescheduled: (state, { reviewOn }) => ({ ...state, reviewOn }),
  CaseResumed: (state, { restamped }) => ({ ...state, reviewOn: restamped.findLast(({ rule }) => rule === 'D27')?.to ?? state.reviewOn }),
  CaseClosed: (state) => state,
  CaseReopened: (state) => state,
});
const folds = joined<Waiting>()([facts, phaseOnly], stamp);
type Other = Exclude<CaseEventType, keyof typeof folds>;

function rows({ phase, caseId, teamId, urgency, since, reason, part, postponed, postponedFor, reviewOn }: Waiting): readonly Row[] {
  const isReview = phase === 'intervention' || phase === 'evaluation';
  if (phase !== 'preparation' && !(isReview && reviewOn !== undefined)) return [];
  const item: WaitingItem = {
    caseId,
    reason: postponed > 0 ? 'postponed' : isReview ? 'review' : reason,
    ...(postponedFor && { postponedFor }),
    postponed,
    part: part ?? (urgency === 'urgent' ? 'variable' : 'fixed'),
    since: isReview ? reviewOn! : since,
    ...(isReview && { reviewOn: reviewOn! }),
  };
  return [
    {
      cells: { team_id: teamId, urgency, part: item.part, since: item.since, review_on: item.reviewOn ?? null },
      item,
    },
  ];
}

/** The children who wait for a place on an agenda: to be discussed, or to be evaluated once a review comes near. */
export const waitingView = viewOf<Waiting, CaseEvents>()({
  name: 'waiting-1',
  of: ['supportCase'],
  initial: (caseId) => ({ ...notStamped, caseId, teamId: '', urgency: 'regular', reason: 'new', since: '', postponed: 0 }),
  folds,
  ignores: Object.keys(caseEvents).filter((type): type is Other => !(type in folds)),
  table: {
    columns: { team_id: 'text', urgency: 'text', part: 'text', since: 'date', review_on: 'date' },
    indexes: [['team_id', 'since', 'id']],
    rows,
  },
});
