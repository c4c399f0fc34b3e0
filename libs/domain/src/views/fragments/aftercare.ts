import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import type { Explained } from './part.js';
import { changed, partOf } from './part.js';
import type { Proposal, Proposals } from './proposals.js';
import { statusOf } from './proposals.js';

export interface FeedbackAttempt {
  readonly attemptNo: number;
  readonly channel: CaseData<'FeedbackAttempted'>['channel'];
  readonly at: string;
  readonly outcome: CaseData<'FeedbackAttempted'>['outcome'];
  readonly nextAttemptOn?: string;
}

/** What an addressee must hear, and how that went. */
export interface FeedbackPart {
  readonly addresseeId: string;
  readonly byId: string;
  readonly dueOn: string;
  readonly status: 'owed' | 'attempted' | 'given' | 'declined' | 'waived';
  readonly attempts: readonly FeedbackAttempt[];
  /** The plan version it is about, when adoption made it owed. */
  readonly planVersionId?: string;
  /** The day on which it was given, declined or waived. */
  readonly on?: string;
  readonly channel?: CaseData<'FeedbackGiven'>['channel'];
  readonly toldById?: string;
  readonly decisionsExplained?: boolean;
  readonly understood?: CaseData<'FeedbackGiven'>['understood'];
  readonly howChildViewWeighed?: Sealed;
  readonly reaction?: Sealed;
  readonly ground?: CaseData<'FeedbackWaived'>['ground'];
  readonly note?: Sealed;
}

export interface ReportPart {
  readonly status: 'none' | 'draft' | 'final' | 'corrected';
  readonly reportId?: string;
  readonly dueOn: string;
  readonly on?: string;
}

export type PlanStatus = 'none' | 'proposed' | 'consulted' | 'agreed' | 'refused' | 'adopted' | 'confirmed_unchanged' | 'not_needed';
export interface PlanPart {
  readonly status: PlanStatus;
  readonly planVersionId?: string;
  readonly proposalDueOn: string;
  readonly adoptionDueOn: string;
  readonly on?: string;
  readonly reason?: Sealed;
}

/** What the discussion of one cycle leaves to be done: report, family feedback, plan. */
export interface AftercareCycle {
  readonly cycleNo: number;
  readonly outcome: CaseData<'DiscussionConcluded'>['outcome'];
  readonly report: ReportPart;
  readonly feedback: readonly FeedbackPart[];
  readonly plan: PlanPart;
  readonly completed: boolean;
  readonly completedOn?: string;
  readonly lateParts: readonly string[];
  readonly calculations: readonly Explained[];
}

/** One a cycle that reached aftercare, oldest first. */
export interface AftercareCycles extends Proposals {
  readonly caseId: string;
  readonly concludedAs?: CaseData<'DiscussionConcluded'>['outcome'];
  readonly aftercareCycles: readonly AftercareCycle[];
}

export const isPlanSettled = ({ plan }: AftercareCycle): boolean =>
  plan.status === 'adopted' || plan.status === 'confirmed_unchanged' || plan.status === 'not_needed';
export const isReportFinal = ({ report }: AftercareCycle): boolean => report.on !== undefined;
export const isSettled = (feedback: FeedbackPart): boolean => feedback.on !== undefined;

const everyCycle = (state: AftercareCycles, to: (cycle: AftercareCycle) => AftercareCycle): AftercareCycles => ({
  ...state,
  aftercareCycles: state.aftercareCycles.map(to),
});
const inCycle = (state: AftercareCycles, cycleNo: number, to: (cycle: AftercareCycle) => AftercareCycle): AftercareCycles =>
  everyCycle(state, (cycle) => (cycle.cycleNo === cycleNo ? to(cycle) : cycle));

/** Changes the first unsettled feedback of an addressee in a cycle. */
const withFeedback = (
  state: AftercareCycles,
  { cycleNo, addresseeId }: { readonly cycleNo: number; readonly addresseeId: string },
  to: (feedback: FeedbackPart) => FeedbackPart,
): AftercareCycles =>
  inCycle(state, cycleNo, (cycle) => {
    const first = cycle.feedback.findIndex((each) => each.addresseeId === addresseeId && !isSettled(each));
    return { ...cycle, feedback: cycle.feedback.map((each, index) => (index === first ? to(each) : each)) };
  });

/** There is one plan: what happens to it happens in every cycle that waits for it. */
const withPlan = (state: AftercareCycles, change: Partial<PlanPart>): AftercareCycles =>
  everyCycle(state, (cycle) => (isPlanSettled(cycle) ? cycle : { ...cycle, plan: { ...cycle.plan, ...change } }));

/** The plan part follows the proposal it waits for. */
const following = (state: AftercareCycles): AftercareCycles =>
  everyCycle(state, (cycle) => {
    const proposal: Proposal | undefined = isPlanSettled(cycle)
      ? undefined
      : state.proposals.find((each) => each.planVersionId === cycle.plan.planVersionId);
    return proposal?.state === 'open' ? { ...cycle, plan: { ...cycle.plan, status: statusOf(proposal) } } : cycle;
  });

type Restamp = CaseData<'CaseResumed'>['restamped'][number];

/** Moves a due date that a hold paused; what it was before is compared, so that of two cycles only the meant one moves. */
function restamp(state: AftercareCycles, { rule, subjectId, from, to }: Restamp): AftercareCycles {
  const date = (was: string): string => (was === from ? to : was);
  const ofPlan = (name: 'proposalDueOn' | 'adoptionDueOn'): AftercareCycles =>
    subjectId !== state.caseId
      ? state
      : everyCycle(state, (cycle) =>
          isPlanSettled(cycle) ? cycle : { ...cycle, plan: { ...cycle.plan, [name]: date(cycle.plan[name]) } },
        );
  switch (rule) {
    case 'D12':
      return everyCycle(state, (cycle) =>
        isReportFinal(cycle) ? cycle : { ...cycle, report: { ...cycle.report, dueOn: date(cycle.report.dueOn) } },
      );
    case 'D13':
      return everyCycle(state, (cycle) => ({
        ...cycle,
        feedback: changed(
          cycle.feedback,
          (each) => each.addresseeId === subjectId && !isSettled(each),
          (each) => ({ ...each, dueOn: date(each.dueOn) }),
        ),
      }));
    case 'D14':
      return ofPlan('proposalDueOn');
    case 'D16':
      return ofPlan('adoptionDueOn');
    default:
      return state;
  }
}

/**
 * Folds the aftercare of all cycles; joined after `proposals`, on which the plan part rests. A view that only counts keeps no texts
 * and no calculations.
 */
const aftercareWith = (full: boolean) =>
  partOf<AftercareCycles>()({
    DiscussionConcluded: (state, { outcome }) => ({ ...state, concludedAs: outcome }),
    AftercareStarted: (state, data) => ({
      ...state,
      aftercareCycles: [
        ...state.aftercareCycles,
        {
          cycleNo: data.cycleNo,
          outcome: state.concludedAs ?? 'advice',
          report: { status: 'none' as const, dueOn: data.reportDueOn },
          feedback: data.feedback.map((each) => ({ ...each, status: 'owed' as const, attempts: [] })),
          plan: { status: 'none' as const, proposalDueOn: data.planProposalDueOn, adoptionDueOn: data.planAdoptionDueOn },
          completed: false,
          lateParts: [],
          calculations: full ? data.calculations : [],
        },
      ],
    }),
    FeedbackOwed: (state, { cycleNo, addresseeId, byId, dueOn, planVersionId, calculations }) =>
      inCycle(state, cycleNo, (cycle) => ({
        ...cycle,
        feedback: [...cycle.feedback, { addresseeId, byId, dueOn, planVersionId, status: 'owed', attempts: [] }],
        calculations: full ? [...cycle.calculations, ...calculations] : [],
      })),
    ReportDrafted: (state, { cycleNo, reportId }) =>
      inCycle(state, cycleNo, (cycle) =>
        isReportFinal(cycle) ? cycle : { ...cycle, report: { ...cycle.report, status: 'draft', reportId } },
      ),
    ReportFinalised: (state, { cycleNo, reportId, on }) =>
      inCycle(state, cycleNo, (cycle) => ({ ...cycle, report: { ...cycle.report, status: 'final', reportId, on } })),
    ReportCorrected: (state, { reportId }) =>
      everyCycle(state, (cycle) =>
        cycle.report.reportId === reportId ? { ...cycle, report: { ...cycle.report, status: 'corrected' } } : cycle,
      ),
    FeedbackAttempted: (state, { attemptNo, channel, at, outcome, nextAttemptOn, ...which }) =>
      withFeedback(state, which, (each) => ({
        ...each,
        status: 'attempted',
        attempts: [...each.attempts, { attemptNo, channel, at, outcome, ...(nextAttemptOn !== undefined && { nextAttemptOn }) }],
      })),
    FeedbackGiven: (state, { byId, ...data }) =>
      withFeedback(state, data, (each) => ({
        ...each,
        status: 'given',
        on: data.on,
        channel: data.channel,
        toldById: byId,
        decisionsExplained: data.decisionsExplained,
        understood: data.understood,
        ...(full && data.howChildViewWeighed && { howChildViewWeighed: data.howChildViewWeighed }),
        ...(full && data.reaction && { reaction: data.reaction }),
      })),
    FeedbackWaived: (state, { ground, on, note, ...which }) =>
      withFeedback(state, which, (each) => ({
        ...each,
        status: ground === 'declined' ? 'declined' : 'waived',
        on,
        ground,
        ...(full && { note }),
      })),
    PlanVersionProposed: (state, { planVersionId }) => withPlan(state, { status: 'proposed', planVersionId }),
    PlanConsultationHeld: following,
    ActionPartDecided: following,
    PartyEnded: following,
    PlanVersionAdopted: (state, { planVersionId, on }) => withPlan(state, { status: 'adopted', planVersionId, on }),
    PlanConfirmedUnchanged: (state, { planVersionId, on, reason }) =>
      withPlan(state, { status: 'confirmed_unchanged', planVersionId, on, ...(full && { reason }) }),
    NoPlanNeeded: (state, { on, reason }) => withPlan(state, { status: 'not_needed', on, ...(full && { reason }) }),
    AftercareCompleted: (state, { cycleNo, on, lateParts }) =>
      inCycle(state, cycleNo, (cycle) => ({ ...cycle, completed: true, completedOn: on, lateParts })),
    CaseResumed: (state, { restamped }) => restamped.reduce(restamp, state),
  });

export const aftercare = aftercareWith(true);
export const aftercareDates = aftercareWith(false);
