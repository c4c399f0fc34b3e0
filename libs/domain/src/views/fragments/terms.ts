import type { CaseData } from '../../support-case/events/index.js';
import type { AftercareCycle, AftercareCycles } from './aftercare.js';
import { isPlanSettled, isReportFinal, isSettled } from './aftercare.js';
import { changed, partOf } from './part.js';
import { waitsForDecision } from './proposals.js';
import type { Stamped } from './stamped.js';

type Rule = CaseData<'CaseResumed'>['restamped'][number]['rule'] | 'D17' | 'D23';

/** A due date that is open: by which rule of domain.md §5, about what, on which day; a hold pauses most of them. */
export interface Due {
  readonly rule: Rule;
  /** Left out when it is about the case itself. */
  readonly subjectId?: string;
  readonly dueOn: string;
  readonly paused: boolean;
}

interface Asked {
  readonly consentId: string;
  readonly scopes: readonly string[];
  /** Who was asked, is still a party, and has not answered. */
  readonly waitingFor: readonly string[];
  readonly answerDueOn: string;
}
interface Adjustment {
  readonly goalId: string;
  readonly proposalDueOn: string;
  readonly adoptionDueOn: string;
  readonly proposed: boolean;
}
export interface OpenAction {
  readonly actionId: string;
  readonly responsibleId: string;
  readonly dueOn: string;
}

/** What the open due dates of a case rest on, together with its aftercare and its plan proposals. */
export interface Terms extends AftercareCycles, Stamped {
  readonly asked: readonly Asked[];
  readonly rescheduleDueOn?: string;
  readonly adjustments: readonly Adjustment[];
  readonly openActions: readonly OpenAction[];
  readonly hold?: { readonly reason: CaseData<'CaseSuspended'>['reason']; readonly since: string; readonly reviewOn: string };
  readonly reviewOn?: string;
  readonly evaluated: boolean;
  readonly statutoryDueOn?: string;
}

type Own = Omit<Terms, keyof AftercareCycles | keyof Stamped>;
export const noTerms: Own & Pick<Terms, 'aftercareCycles' | 'proposals'> = {
  aftercareCycles: [],
  proposals: [],
  asked: [],
  adjustments: [],
  openActions: [],
  evaluated: false,
};

/** When the evaluation is to be done: a postponed one moves to the day by which it is planned anew (domain.md D27). */
export const evaluationDueOn = ({ reviewOn, rescheduleDueOn, evaluated }: Terms): string | undefined =>
  reviewOn === undefined || evaluated
    ? undefined
    : rescheduleDueOn !== undefined && rescheduleDueOn > reviewOn
      ? rescheduleDueOn
      : reviewOn;

/** When a plan must be proposed: after a discussion, and after a goal was adjusted (domain.md D14). */
export const proposalsDue = (terms: Terms): readonly { readonly goalId?: string; readonly cycleNo?: number; readonly dueOn: string }[] => [
  ...terms.aftercareCycles
    .filter((cycle) => cycle.plan.status === 'none')
    .map((cycle) => ({ cycleNo: cycle.cycleNo, dueOn: cycle.plan.proposalDueOn })),
  ...terms.adjustments.filter((each) => !each.proposed).map((each) => ({ goalId: each.goalId, dueOn: each.proposalDueOn })),
];

/** Every open due date of a case; none once it is closed. */
export function duesOf(terms: Terms): readonly Due[] {
  if (terms.phase === 'closed') return [];
  const onHold = terms.hold !== undefined;
  const due = (rule: Rule, dueOn: string, subjectId?: string): Due => ({
    rule,
    ...(subjectId !== undefined && { subjectId }),
    dueOn,
    paused: onHold && rule !== 'D17' && rule !== 'D23',
  });
  const maybe = (rule: Rule, dueOn: string | undefined): Due[] => (dueOn === undefined ? [] : [due(rule, dueOn)]);
  const ofCycle = (cycle: AftercareCycle): Due[] => [
    ...(isReportFinal(cycle) ? [] : [due('D12', cycle.report.dueOn)]),
    ...cycle.feedback.filter((each) => !isSettled(each)).map((each) => due('D13', each.dueOn, each.addresseeId)),
    ...(isPlanSettled(cycle) ? [] : [due('D16', cycle.plan.adoptionDueOn)]),
  ];
  return [
    ...terms.asked.filter((each) => each.waitingFor.length > 0).map((each) => due('D01', each.answerDueOn, each.consentId)),
    ...maybe('D09', terms.rescheduleDueOn),
    ...terms.aftercareCycles.flatMap(ofCycle),
    ...proposalsDue(terms).map(({ goalId, dueOn }) => due('D14', dueOn, goalId)),
    ...terms.proposals.filter(waitsForDecision).map((each) => due('D15', each.decisionDueOn, each.planVersionId)),
    ...terms.adjustments.map((each) => due('D16', each.adoptionDueOn, each.goalId)),
    ...maybe('D17', terms.statutoryDueOn),
    ...terms.openActions.map((each) => due('D19', each.dueOn, each.actionId)),
    ...maybe('D23', terms.hold?.reviewOn),
    ...maybe('D27', evaluationDueOn(terms)),
  ];
}

const answered = (terms: Terms, { consentId, partyId }: { readonly consentId: string; readonly partyId: string }): Terms => ({
  ...terms,
  asked: changed(
    terms.asked,
    (each) => each.consentId === consentId,
    (each) => ({ ...each, waitingFor: each.waitingFor.filter((waiting) => waiting !== partyId) }),
  ),
});
const withAction = (terms: Terms, actionId: string, change: Partial<OpenAction>): Terms => ({
  ...terms,
  openActions: changed(
    terms.openActions,
    (each) => each.actionId === actionId,
    (each) => ({ ...each, ...change }),
  ),
});
const finished = (terms: Terms, { actionId }: { readonly actionId: string }): Terms => ({
  ...terms,
  openActions: terms.openActions.filter((each) => each.actionId !== actionId),
});

function restamp(terms: Terms, { rule, subjectId, to }: CaseData<'CaseResumed'>['restamped'][number]): Terms {
  const adjusted = (change: Partial<Adjustment>): Terms => ({
    ...terms,
    adjustments: changed(
      terms.adjustments,
      (each) => each.goalId === subjectId,
      (each) => ({ ...each, ...change }),
    ),
  });
  switch (rule) {
    case 'D01':
      return {
        ...terms,
        asked: changed(
          terms.asked,
          (each) => each.consentId === subjectId,
          (each) => ({ ...each, answerDueOn: to }),
        ),
      };
    case 'D09':
      return { ...terms, rescheduleDueOn: to };
    case 'D14':
      return adjusted({ proposalDueOn: to });
    case 'D16':
      return adjusted({ adoptionDueOn: to });
    case 'D19':
      return withAction(terms, subjectId, { dueOn: to });
    case 'D27':
      return { ...terms, reviewOn: to };
    default:
      return terms;
  }
}

export const terms = partOf<Terms>()({
  CycleStarted: (before) => ({ ...before, rescheduleDueOn: undefined, reviewOn: undefined, evaluated: false }),
  StatutoryTermStarted: (before, { kind, dueOn }) => (kind === 'opp_6_weeks' ? { ...before, statutoryDueOn: dueOn } : before),
  StatutoryTermMet: (before, { kind }) => (kind === 'opp_6_weeks' ? { ...before, statutoryDueOn: undefined } : before),
  PartyEnded: (before, { partyId }) => ({
    ...before,
    asked: before.asked.map((each) => ({ ...each, waitingFor: each.waitingFor.filter((waiting) => waiting !== partyId) })),
  }),
  ConsentRequested: (before, { consentId, scopes, askedOf, answerDueOn }) => ({
    ...before,
    asked: [...before.asked, { consentId, scopes, waitingFor: askedOf, answerDueOn }],
  }),
  ConsentRecorded: answered,
  ConsentRefused: (before, { consentId }) => ({
    ...before,
    asked: changed(
      before.asked,
      (each) => each.consentId === consentId,
      (each) => ({ ...each, waitingFor: [] }),
    ),
  }),
  ConsentCompleted: (before, { scopes }) => ({
    ...before,
    asked: changed(
      before.asked,
      (each) => each.scopes.every((scope) => scopes.includes(scope)),
      (each) => ({ ...each, waitingFor: [] }),
    ),
  }),
  CaseBroughtIn: (before) => ({ ...before, rescheduleDueOn: undefined }),
  BringInWithdrawn: (before) => ({ ...before, rescheduleDueOn: undefined }),
  CaseScheduled: (before) => ({ ...before, rescheduleDueOn: undefined }),
  DiscussionPostponed: (before, { rescheduleDueOn }) => ({ ...before, rescheduleDueOn }),
  DiscussionStarted: (before) => ({ ...before, rescheduleDueOn: undefined }),
  DiscussionConcluded: (before, { outcome, reviewOn }) => (outcome === 'more_information' ? before : { ...before, reviewOn }),
  GoalAdjusted: (before, { goalId, planProposalDueOn, planAdoptionDueOn }) => ({
    ...before,
    adjustments: [
      ...before.adjustments.filter((each) => each.goalId !== goalId),
      { goalId, proposalDueOn: planProposalDueOn, adoptionDueOn: planAdoptionDueOn, proposed: false },
    ],
  }),
  ActionAgreed: (before, { actionId, responsibleId, dueOn }) => ({
    ...before,
    openActions: [...before.openActions, { actionId, responsibleId, dueOn }],
  }),
  ActionCompleted: finished,
  ActionFailed: finished,
  ActionCancelled: finished,
  ActionReassigned: (before, { actionId, newResponsibleId }) => withAction(before, actionId, { responsibleId: newResponsibleId }),
  ActionExtended: (before, { actionId, newDueOn }) => withAction(before, actionId, { dueOn: newDueOn }),
  PlanVersionProposed: (before) => ({ ...before, adjustments: before.adjustments.map((each) => ({ ...each, proposed: true })) }),
  PlanVersionAdopted: (before) => ({ ...before, adjustments: [], statutoryDueOn: undefined }),
  EvaluationRecorded: (before) => ({ ...before, evaluated: true, rescheduleDueOn: undefined }),
  ReviewRescheduled: (before, { reviewOn }) => ({ ...before, reviewOn, evaluated: false }),
  CaseSuspended: (before, { reason, since, reviewOn }) => ({ ...before, hold: { reason, since, reviewOn } }),
  CaseResumed: (before, { restamped }) => restamped.reduce(restamp, { ...before, hold: undefined }),
  CaseClosed: (before) => ({ ...before, hold: undefined }),
});
