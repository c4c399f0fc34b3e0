import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import type { Explained } from '../fragments/part.js';
import { partOf } from '../fragments/part.js';

type Opened = CaseData<'CaseOpened'>;
type Restamped = CaseData<'CaseResumed'>['restamped'];

export interface Cycle {
  readonly cycleNo: number;
  readonly trigger: CaseData<'CycleStarted'>['trigger'];
  readonly startedOn: string;
  readonly reason?: Sealed;
  readonly interruptedCycle?: number;
}
export interface Hold {
  readonly reason: CaseData<'CaseSuspended'>['reason'];
  readonly since: string;
  readonly reviewOn: string;
  readonly sharingStopped: boolean;
  readonly note?: Sealed;
}
/** A hold that is over, and the due dates it moved. */
export interface PastHold extends Hold {
  readonly until: string;
  readonly pausedDays: number;
  readonly restamped: Restamped;
  readonly resumeNote?: Sealed;
}
export interface StatutoryTerm {
  readonly kind: CaseData<'StatutoryTermStarted'>['kind'];
  readonly startOn: string;
  readonly dueOn: string;
  readonly metOn?: string;
  readonly missed?: true;
  readonly calculations: readonly Explained[];
}
/** How the case ended, and how long it is kept; without `closedOn` it is open. */
export interface Closure {
  readonly closedOn?: string;
  readonly reason?: CaseData<'CaseClosed'>['reason'];
  readonly summary?: Sealed;
  readonly informed?: CaseData<'CaseClosed'>['informed'];
  readonly handedOver?: readonly string[];
  readonly retentionClass?: CaseData<'CaseClosed'>['retentionClass'];
  readonly retentionUntil?: string;
  readonly childLeft?: CaseData<'ChildLeft'>;
}
export interface PastClosure extends Closure {
  readonly reopenedOn: string;
  readonly reopenReason: CaseData<'CaseReopened'>['reason'];
  readonly reopenNote: Sealed;
}

/** What the case is, whose it is, and whether it runs. */
export interface Core {
  readonly caseId: string;
  readonly teamId: string;
  readonly openedOn: string;
  readonly cycleNo: number;
  readonly cycles: readonly Cycle[];
  readonly mode: Opened['mode'];
  readonly urgency: Opened['urgency'];
  readonly urgencyReason?: Sealed;
  readonly planKind: Opened['planKind'];
  readonly setting: Opened['setting'];
  readonly familyPlan: Opened['familyPlan'];
  readonly reason?: Sealed;
  readonly coordinatorId: string;
  readonly caseOwnerId?: string;
  /** The case owner is the one the family asked for. */
  readonly ownerByPreference?: boolean;
  readonly child?: Opened['child'];
  readonly ageBand: Opened['ageBand'];
  readonly competence: 'competent' | 'not_competent';
  readonly statutoryTerm?: StatutoryTerm;
  readonly hold?: Hold;
  readonly pastHolds: readonly PastHold[];
  readonly closure?: Closure;
  readonly pastClosures: readonly PastClosure[];
}

export const noCore = (caseId: string): Core => ({
  caseId,
  teamId: '',
  openedOn: '',
  cycleNo: 0,
  cycles: [],
  mode: 'named',
  urgency: 'regular',
  planKind: 'support_plan',
  setting: 'other',
  familyPlan: 'not_applicable',
  coordinatorId: '',
  ageBand: 'under_12',
  competence: 'competent',
  pastHolds: [],
  pastClosures: [],
});

export const core = partOf<Core>()({
  CaseOpened: (state, data, { occurredAt }) => ({ ...state, ...data, openedOn: amsterdamDate(occurredAt) }),
  CycleStarted: (state, { cycleNo, trigger, reason, interruptedCycle }, { occurredAt }) => ({
    ...state,
    cycleNo,
    cycles: [
      ...state.cycles,
      {
        cycleNo,
        trigger,
        startedOn: amsterdamDate(occurredAt),
        ...(reason && { reason }),
        ...(interruptedCycle !== undefined && { interruptedCycle }),
      },
    ],
  }),
  ChildDetailsCorrected: (state, data) => ({
    ...state,
    ageBand: data.ageBand ?? state.ageBand,
    competence: data.competence ?? state.competence,
    child: state.child && {
      ...state.child,
      ...(data.externalId && { externalId: data.externalId }),
      ...(data.givenName && { givenName: data.givenName }),
      ...(data.familyName && { familyName: data.familyName }),
      ...(data.dateOfBirth && { dateOfBirth: data.dateOfBirth }),
      ...(data.group && { group: data.group }),
    },
  }),
  UrgencyChanged: (state, data) => ({ ...state, urgency: data.new, urgencyReason: data.reason }),
  CaseOwnerAssigned: (state, { ownerId, familyPreference }) => ({ ...state, caseOwnerId: ownerId, ownerByPreference: familyPreference }),
  StatutoryTermStarted: (state, { kind, startOn, dueOn, calculations }) => ({
    ...state,
    statutoryTerm: { kind, startOn, dueOn, calculations },
  }),
  StatutoryTermMet: (state, { kind, metOn }) => ({
    ...state,
    statutoryTerm: state.statutoryTerm?.kind === kind ? { ...state.statutoryTerm, metOn } : state.statutoryTerm,
  }),
  StatutoryTermMissed: (state, { kind }) => ({
    ...state,
    statutoryTerm: state.statutoryTerm?.kind === kind ? { ...state.statutoryTerm, missed: true } : state.statutoryTerm,
  }),
  AgeReached: (state, { ageBand }) => ({ ...state, ageBand }),
  CaseSuspended: (state, { reason, since, reviewOn, sharingStopped, note }) => ({
    ...state,
    hold: { reason, since, reviewOn, sharingStopped, ...(note && { note }) },
  }),
  CaseResumed: (state, { pausedDays, restamped, note }, { occurredAt }) => ({
    ...state,
    hold: undefined,
    pastHolds: state.hold
      ? [...state.pastHolds, { ...state.hold, until: amsterdamDate(occurredAt), pausedDays, restamped, ...(note && { resumeNote: note }) }]
      : state.pastHolds,
  }),
  CaseClosed: (state, { on, reason, summary, informed, handedOver, retentionClass }) => ({
    ...state,
    hold: undefined,
    closure: { ...state.closure, closedOn: on, reason, summary, informed, handedOver, retentionClass },
  }),
  CaseReopened: (state, { on, reason, note }) => ({
    ...state,
    closure: state.closure?.childLeft && {
      childLeft: state.closure.childLeft,
      retentionClass: state.closure.retentionClass,
      retentionUntil: state.closure.retentionUntil,
    },
    pastClosures: [...state.pastClosures, { ...state.closure, reopenedOn: on, reopenReason: reason, reopenNote: note }],
  }),
  ChildLeft: (state, childLeft) => ({ ...state, closure: { ...state.closure, childLeft } }),
  RetentionStarted: (state, { retentionClass, retentionUntil }) => ({
    ...state,
    closure: { ...state.closure, retentionClass, retentionUntil },
  }),
});
