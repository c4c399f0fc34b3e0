import type { Folded, Sealed } from '../kernel/index.js';
import type { CaseData } from './events/index.js';

export type Phase = 'preparation' | 'discussion' | 'aftercare' | 'intervention' | 'evaluation' | 'closed';
export const openPhases = ['preparation', 'discussion', 'aftercare', 'intervention', 'evaluation'] as const satisfies readonly Phase[];
export const allPhases = [...openPhases, 'closed'] as const satisfies readonly Phase[];

export interface Party {
  readonly partyId: string;
  readonly kind: CaseData<'PartyAdded'>['kind'];
  readonly organisationId?: string;
  readonly personId?: string;
  readonly interpreter?: boolean;
  readonly endedOn?: string;
}

export type AnswerState = 'given' | 'refused' | 'withdrawn';
export interface Answer {
  readonly partyId: string;
  readonly scope: string;
  /** The request that was answered. */
  readonly consentId: string;
  readonly state: AnswerState;
  readonly on: string;
  /** Until when a given consent holds, this day included. */
  readonly validUntil: string;
  readonly limited: boolean;
}

export interface ConsentRequest {
  readonly consentId: string;
  readonly scopes: readonly string[];
  readonly askedOf: readonly string[];
  readonly validUntil: string;
  readonly answerDueOn: string;
  readonly answered: readonly string[];
  readonly requestedById: string;
  readonly askedOn: string;
  /** Its end has come and was told. */
  readonly expired?: true;
}

export interface ChildView {
  readonly viewId: string;
  readonly cycleNo: number;
  readonly how: CaseData<'ChildViewRecorded'>['how'];
  /** The recording came after this cycle's discussion was concluded: what an evaluation asks for. */
  readonly afterDiscussion: boolean;
}

export type FormField = CaseData<'PreparationSaved'>['filledFields'][number];
export interface Preparation {
  readonly status: 'none' | 'draft' | 'submitted';
  readonly formVersion: number;
  readonly filled: readonly FormField[];
}

export interface BroughtIn {
  readonly part: 'fixed' | 'variable';
  readonly introducerId: string;
  readonly minutes: number;
  readonly guestIds: readonly string[];
  readonly meetingId?: string;
}

/** The agenda item that the child has, from its acceptance until it is done with. */
export type Scheduled = CaseData<'CaseScheduled'>;

export type StepName = CaseData<'DiscussionStepRecorded'>['step'];
export const stepNames = ['background', 'reason', 'goals', 'actions'] as const satisfies readonly StepName[];
export type Outcome = CaseData<'DiscussionConcluded'>['outcome'];
export const outcomesWithoutPlan: readonly Outcome[] = ['refer', 'end_support', 'advice'];

export interface Discussion {
  readonly steps: readonly StepName[];
  /** When the step that was recorded last ended. */
  readonly stepEndedAt?: string;
  readonly meetingId?: string;
  readonly itemId?: string;
  readonly absent: CaseData<'DiscussionStarted'>['absent'];
  readonly outcome?: Outcome;
  readonly concludedOn?: string;
}

export interface Goal {
  readonly goalId: string;
  readonly version: number;
  readonly voice: 'child' | 'parent' | 'professional';
  readonly status: 'open' | 'dropped' | 'left_behind';
  readonly lastScore?: { readonly score: number; readonly on: string };
}

export type ActionStatus = 'agreed' | 'in_progress' | 'completed' | 'failed' | 'cancelled';
export interface Action {
  readonly actionId: string;
  /** The cycle it was agreed in, or carried into. */
  readonly cycleNo: number;
  readonly responsibleId: string;
  readonly dueOn: string;
  readonly status: ActionStatus;
  readonly extendCount: number;
}

export interface Feedback {
  readonly addresseeId: string;
  readonly byId: string;
  readonly dueOn: string;
  readonly status: 'owed' | 'attempted' | 'given' | 'declined' | 'waived';
  readonly attempts: readonly { readonly channel: string; readonly at: string; readonly on: string }[];
  readonly settledOn?: string;
}

/** The three parts that one cycle's discussion leaves to be done. */
export interface Aftercare {
  readonly cycleNo: number;
  readonly outcome: Outcome;
  readonly reportDueOn: string;
  readonly reportOn?: string;
  readonly feedback: readonly Feedback[];
  readonly planProposalDueOn: string;
  readonly planAdoptionDueOn: string;
  /** A version was proposed while the plan was owed, which is what its proposal date asks for. */
  readonly proposed?: boolean;
  readonly plan?: { readonly on: string; readonly as: 'adopted' | 'confirmed_unchanged' | 'not_needed' };
  readonly completedOn?: string;
}

export interface Report {
  readonly reportId: string;
  readonly cycleNo: number;
  readonly version: number;
  readonly authorId: string;
  readonly status: 'draft' | 'replaced' | 'final';
}

export interface PlanVersion {
  readonly planVersionId: string;
  readonly number: number;
  readonly cycleNo: number;
  readonly status: 'proposed' | 'refused' | 'adopted' | 'superseded';
  readonly requiredDeciders: readonly string[];
  readonly decisions: { readonly [partyId: string]: 'agreed' | 'agreed_with_remark' | 'refused' };
  readonly consulted: boolean;
  readonly proposedOn: string;
  readonly decisionDueOn: string;
  readonly reviewOn: string;
  readonly actionIds: readonly string[];
}

export interface Adjustment {
  readonly goalId: string;
  readonly planProposalDueOn: string;
  readonly planAdoptionDueOn: string;
  readonly proposed: boolean;
}

export interface Hold {
  readonly reason: CaseData<'CaseSuspended'>['reason'];
  readonly since: string;
  readonly reviewOn: string;
  readonly sharingStopped: boolean;
}

export interface Case extends Folded {
  readonly caseId: string;
  readonly teamId: string;
  readonly phase: Phase;
  readonly cycleNo: number;
  readonly urgency: 'regular' | 'urgent';
  readonly planKind: CaseData<'CaseOpened'>['planKind'];
  readonly hold?: Hold;
  readonly coordinatorId: string;
  readonly caseOwnerId?: string;
  /** The case owner is the one the family asked for. */
  readonly ownerByPreference?: boolean;
  readonly child: CaseData<'CaseOpened'>['child'];
  readonly ageBand: 'under_12' | '12_15' | '16_plus';
  readonly competence: 'competent' | 'not_competent';
  readonly parties: readonly Party[];
  readonly consentRequests: readonly ConsentRequest[];
  /** The newest answer of a party on a scope. */
  readonly answers: readonly Answer[];
  readonly childViews: readonly ChildView[];
  readonly preparation: Preparation;
  /** Who prepared for which meeting. */
  readonly readings: readonly { readonly meetingId: string; readonly personId: string }[];
  readonly broughtIn?: BroughtIn;
  readonly scheduled?: Scheduled;
  readonly postponements: number;
  readonly rescheduleDueOn?: string;
  readonly discussion?: Discussion;
  /** Until when the evaluation falls due; set by a discussion's conclusion, moved by an extension. */
  readonly reviewOn?: string;
  readonly evaluationDue: boolean;
  readonly goals: readonly Goal[];
  readonly actions: readonly Action[];
  /** One a cycle that reached aftercare, oldest first; several are open when an urgent signal interrupted one. */
  readonly aftercare: readonly Aftercare[];
  readonly reports: readonly Report[];
  readonly plans: readonly PlanVersion[];
  /** Adjusted goals whose change waits for a new plan version, with the dates stamped then (domain.md D14, D16). */
  readonly adjustments: readonly Adjustment[];
  /** Actions of the support that started before a plan was adopted. */
  readonly provisional?: readonly string[];
  /** The six weeks within which an OPP is established; once passed, missed until a plan is adopted. */
  readonly statutoryTerm?: { readonly kind: 'opp_6_weeks'; readonly dueOn: string; readonly missed?: true };
  /** The year within which an OPP is evaluated, where it was started by itself. */
  readonly annualTerm?: { readonly dueOn: string };
  readonly evaluation?: { readonly conclusion: CaseData<'EvaluationRecorded'>['conclusion'] };
  readonly extensions: number;
  readonly escalations: readonly {
    readonly escalationId: string;
    readonly kind: CaseData<'CaseEscalated'>['kind'];
    readonly open: boolean;
  }[];
  readonly closedOn?: string;
  readonly retentionClass?: CaseData<'CaseClosed'>['retentionClass'];
  readonly leftOn?: string;
}

const nobody = undefined as unknown as Sealed;

export const noCase: Case = {
  exists: false,
  made: {},
  caseId: '',
  teamId: '',
  phase: 'preparation',
  cycleNo: 0,
  urgency: 'regular',
  planKind: 'support_plan',
  coordinatorId: '',
  child: { givenName: nobody, familyName: nobody, dateOfBirth: nobody },
  ageBand: 'under_12',
  competence: 'competent',
  parties: [],
  consentRequests: [],
  answers: [],
  childViews: [],
  preparation: { status: 'none', formVersion: 0, filled: [] },
  readings: [],
  postponements: 0,
  evaluationDue: false,
  goals: [],
  actions: [],
  aftercare: [],
  reports: [],
  plans: [],
  adjustments: [],
  extensions: 0,
  escalations: [],
};

/** Copies a list with the items that match changed. */
export const change = <T>(items: readonly T[], matches: (item: T) => boolean, to: (item: T) => T): readonly T[] =>
  items.map((item) => (matches(item) ? to(item) : item));

export const activeParties = (kase: Case): readonly Party[] => kase.parties.filter((party) => party.endedOn === undefined);
export const partyOf = (kase: Case, partyId: string): Party | undefined => activeParties(kase).find((party) => party.partyId === partyId);
export const childParty = (kase: Case): Party | undefined => activeParties(kase).find((party) => party.kind === 'child');
/** Parents with authority and guardians: who consent and agree for a child under 16. */
export const authorityParties = (kase: Case): readonly Party[] =>
  activeParties(kase).filter((party) => party.kind === 'parent_authority' || party.kind === 'guardian');
export const openGoals = (kase: Case): readonly Goal[] => kase.goals.filter((goal) => goal.status === 'open');
export const isOpenAction = (action: Action): boolean => action.status === 'agreed' || action.status === 'in_progress';
export const currentAftercare = (kase: Case): Aftercare | undefined => kase.aftercare.find((each) => each.cycleNo === kase.cycleNo);
export const adoptedPlan = (kase: Case): PlanVersion | undefined => kase.plans.find((version) => version.status === 'adopted');
export const openProposal = (kase: Case): PlanVersion | undefined => kase.plans.find((version) => version.status === 'proposed');
export const planOf = (kase: Case, planVersionId: string): PlanVersion | undefined =>
  kase.plans.find((version) => version.planVersionId === planVersionId);
export const reportOf = (kase: Case, reportId: string): Report | undefined => kase.reports.find((report) => report.reportId === reportId);

/** The parts of a cycle's aftercare that are not done: `report`, `plan`, `feedback:<addresseeId>`. */
export function owedParts(aftercare: Aftercare): string[] {
  return [
    ...(aftercare.reportOn === undefined ? ['report'] : []),
    ...aftercare.feedback.filter((each) => each.settledOn === undefined).map((each) => `feedback:${each.addresseeId}`),
    ...(aftercare.plan === undefined ? ['plan'] : []),
  ];
}

/** What the aftercare of every cycle so far leaves to be done, each part named once. */
export const carriedParts = (kase: Case): string[] => [
  ...new Set(kase.aftercare.filter((each) => each.completedOn === undefined).flatMap(owedParts)),
];

/** Earlier cycles whose aftercare an urgent signal interrupted: still owed, still visible (domain.md §3.1 `carriedOver`). */
export const carriedOver = (kase: Case): readonly Aftercare[] =>
  kase.aftercare.filter((each) => each.completedOn === undefined && (each.cycleNo < kase.cycleNo || kase.phase === 'closed'));
