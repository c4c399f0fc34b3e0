import { amsterdamDate } from '../calendar/index.js';
import type { Row } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { CaseData, CaseEvents } from '../support-case/events/index.js';
import type { AftercareCycle } from './fragments/aftercare.js';
import { aftercareDates, isPlanSettled, isReportFinal, isSettled } from './fragments/aftercare.js';
import { joined, partOf, within } from './fragments/part.js';
import { proposals } from './fragments/proposals.js';
import type { CaseRelations } from './fragments/relations.js';
import { noRelations, relations } from './fragments/relations.js';
import type { Stamped } from './fragments/stamped.js';
import { notStamped, phaseOnly, stamp } from './fragments/stamped.js';
import type { Due, Terms } from './fragments/terms.js';
import { duesOf, noTerms, terms } from './fragments/terms.js';

type Child = Pick<CaseData<'CaseOpened'>['child'], 'givenName' | 'familyName'>;
export type Light = 'none' | 'open' | 'done';

/** What a row of the board shows of a case, its texts sealed; what is late is for the reader to compare with today. */
export interface BoardRow extends Stamped {
  readonly caseId: string;
  readonly teamId: string;
  readonly child?: Child;
  readonly cycleNo: number;
  readonly urgency: CaseData<'CaseOpened'>['urgency'];
  readonly hold?: { readonly reason: CaseData<'CaseSuspended'>['reason']; readonly since: string; readonly reviewOn: string };
  readonly caseOwnerId?: string;
  readonly coordinatorId: string;
  readonly introducerId?: string;
  readonly aftercare: { readonly report: Light; readonly feedback: Light; readonly plan: Light };
  /** Earlier cycles whose aftercare is not complete. */
  readonly carriedOver: readonly number[];
  readonly openedOn: string;
  readonly reviewOn?: string;
  readonly closedOn?: string;
  /** How often the coming discussion was postponed. */
  readonly postponed: number;
  /** The day of the meeting on whose agenda the child is. */
  readonly nextMeetingOn?: string;
  /** Since when it waits for its discussion; only while it does. */
  readonly waitingSince?: string;
  readonly dues: readonly Due[];
  readonly relations: CaseRelations;
}

interface Facts {
  readonly teamId: string;
  readonly child?: Child;
  readonly cycleNo: number;
  readonly urgency: CaseData<'CaseOpened'>['urgency'];
  readonly openedOn: string;
  readonly closedOn?: string;
  readonly postponed: number;
  readonly nextMeetingOn?: string;
  /** The day on which the cycle began, or on which a discussion sent it back to be prepared. */
  readonly waitingSince: string;
}
export interface CaseBoard extends Facts, Terms {
  readonly relations: CaseRelations;
}

const facts = partOf<Facts>()({
  CaseOpened: (state, { teamId, child: { givenName, familyName }, urgency }, { occurredAt }) => ({
    ...state,
    teamId,
    child: { givenName, familyName },
    urgency,
    openedOn: amsterdamDate(occurredAt),
  }),
  CycleStarted: (state, { cycleNo }, { occurredAt }) => ({
    ...state,
    cycleNo,
    postponed: 0,
    nextMeetingOn: undefined,
    waitingSince: amsterdamDate(occurredAt),
    closedOn: undefined,
  }),
  ChildDetailsCorrected: (state, { givenName, familyName }) => ({
    ...state,
    child: state.child && { ...state.child, ...(givenName && { givenName }), ...(familyName && { familyName }) },
  }),
  UrgencyChanged: (state, { new: urgency }) => ({ ...state, urgency }),
  CaseScheduled: (state, { startsAt }) => ({ ...state, nextMeetingOn: amsterdamDate(startsAt) }),
  DiscussionPostponed: (state, { count }) => ({ ...state, postponed: count, nextMeetingOn: undefined }),
  EvaluationRecorded: (state) => ({ ...state, nextMeetingOn: undefined }),
  DiscussionConcluded: (state, { outcome }, { occurredAt }) => ({
    ...state,
    postponed: 0,
    nextMeetingOn: undefined,
    waitingSince: outcome === 'more_information' ? amsterdamDate(occurredAt) : state.waitingSince,
  }),
  CaseClosed: (state, { on }) => ({ ...state, closedOn: on }),
});

const light = (cycle: AftercareCycle | undefined, isDone: (cycle: AftercareCycle) => boolean): Light =>
  cycle === undefined ? 'none' : isDone(cycle) ? 'done' : 'open';

function rowOf(board: CaseBoard): BoardRow {
  const { caseOwnerId, coordinatorId, broughtIn } = board.relations;
  const current = board.aftercareCycles.find((each) => each.cycleNo === board.cycleNo);
  const carriedOver = board.aftercareCycles.filter((each) => each.cycleNo < board.cycleNo && !each.completed);
  const { caseId, teamId, child, cycleNo, urgency, hold, openedOn, reviewOn, closedOn, postponed, nextMeetingOn } = board;
  const { phase, phaseSince, consentStatus, consentUntil } = board;
  return {
    caseId,
    teamId,
    ...(child && { child }),
    phase,
    phaseSince,
    cycleNo,
    urgency,
    ...(hold && { hold }),
    consentStatus,
    ...(consentUntil !== undefined && { consentUntil }),
    ...(caseOwnerId !== undefined && { caseOwnerId }),
    coordinatorId,
    ...(broughtIn && { introducerId: broughtIn.introducerId }),
    aftercare: {
      report: light(current, isReportFinal),
      feedback: light(current, (each) => each.feedback.every(isSettled)),
      plan: light(current, isPlanSettled),
    },
    carriedOver: carriedOver.map((each) => each.cycleNo),
    openedOn,
    ...(reviewOn !== undefined && { reviewOn }),
    ...(closedOn !== undefined && { closedOn }),
    postponed,
    ...(nextMeetingOn !== undefined && { nextMeetingOn }),
    ...(phase === 'preparation' && { waitingSince: board.waitingSince }),
    dues: duesOf(board),
    relations: board.relations,
  };
}

/** The due date that comes first; those that a hold pauses do not come. */
export const nextDue = (dues: readonly Due[]): Due | undefined =>
  dues.filter((due) => !due.paused).reduce<Due | undefined>((first, due) => (first && first.dueOn <= due.dueOn ? first : due), undefined);

function rows(board: CaseBoard): readonly Row[] {
  if (board.teamId === '') return [];
  const row = rowOf(board);
  const next = nextDue(row.dues);
  const people = board.relations.parties.flatMap(({ personId, endedOn }) =>
    personId === undefined || endedOn !== undefined ? [] : [personId],
  );
  return [
    {
      cells: {
        team_id: row.teamId,
        phase: row.phase,
        urgency: row.urgency,
        on_hold: row.hold !== undefined,
        owner_id: row.caseOwnerId ?? null,
        next_due: next?.dueOn ?? null,
        next_rule: next?.rule ?? null,
        opened_on: row.openedOn,
        phase_since: row.phaseSince,
        consent: row.consentStatus,
        consent_until: row.consentUntil ?? null,
        waiting: row.phase === 'preparation',
        review_on: row.reviewOn ?? null,
        person_ids: people,
      },
      item: row,
    },
  ];
}

/** The board of a team: one row a case, found by the words of the child's name. */
export const caseBoard = viewOf<CaseBoard, CaseEvents>()({
  name: 'case-board-1',
  of: ['supportCase'],
  initial: (caseId) => ({
    ...notStamped,
    ...noTerms,
    caseId,
    teamId: '',
    cycleNo: 0,
    urgency: 'regular',
    openedOn: '',
    postponed: 0,
    waitingSince: '',
    relations: noRelations,
  }),
  folds: joined<CaseBoard>()([facts, within('relations', relations), proposals, aftercareDates, terms, phaseOnly], stamp),
  ignores: [
    'ConsentExpired',
    'SharingStopped',
    'StatutoryTermMissed',
    'ChildViewRecorded',
    'PreparationSaved',
    'PreparationSubmitted',
    'IndividualPreparationRecorded',
    'PostponementLimitReached',
    'DiscussionStepRecorded',
    'GoalAgreed',
    'GoalDropped',
    'GoalScored',
    'ProgressRecorded',
    'ReportShared',
    'PartyRemarkRecorded',
    'ProvisionalSupportStarted',
    'EvaluationBecameDue',
    'CaseEscalated',
    'EscalationResolved',
    'CaseReopened',
    'ChildLeft',
    'RetentionStarted',
  ],
  table: {
    columns: {
      team_id: 'text',
      phase: 'text',
      urgency: 'text',
      on_hold: 'bool',
      owner_id: 'text',
      next_due: 'date',
      next_rule: 'text',
      opened_on: 'date',
      phase_since: 'date',
      consent: 'text',
      consent_until: 'date',
      waiting: 'bool',
      review_on: 'date',
      person_ids: 'texts',
    },
    indexes: [
      ['team_id', 'phase', 'next_due', 'id'],
      ['team_id', 'phase', 'phase_since', 'id'],
      ['team_id', 'phase', 'opened_on', 'id'],
      ['team_id', 'next_due', 'id'],
      ['team_id', 'phase_since', 'id'],
      ['team_id', 'opened_on', 'id'],
      ['owner_id', 'next_due', 'id'],
    ],
    rows,
  },
  words: ({ child }) => (child ? [child.givenName, child.familyName] : []),
});
