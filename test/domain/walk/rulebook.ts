import type { Case, Phase } from '#domain/support-case/index.js';

// What domain.md §3.1, §3.3 and §3.4 say about every command, written down a second time, from the text and not from the entries.

const preparing = [
  'SavePreparation',
  'SubmitPreparation',
  'BringIn',
  'WithdrawBringIn',
  'RecordIndividualPreparation',
  'ConfirmSchedule',
  'PostponeDiscussion',
  'StartDiscussion',
];
const goalsAndActions = ['AgreeGoal', 'AgreeAction'];
const reporting = ['DraftReport', 'FinaliseReport'];
const planning = ['ProposePlan', 'RecordPlanConsultation', 'DecideActionPart', 'AdoptPlan'];
const settlingThePlan = ['ConfirmPlanUnchanged', 'DeclareNoPlanNeeded', 'StartProvisionalSupport'];
const supporting = ['AdjustGoal', 'DropGoal', 'ScoreGoal', 'RecordProgress'];
const parties = ['AddParty', 'UpdateParty', 'EndParty', 'AssignCaseOwner', 'CorrectChildDetails', 'ChangeUrgency'];
const consents = ['RequestConsent', 'RecordConsent', 'RefuseConsent', 'WithdrawConsent'];
const afterReport = ['CorrectReport', 'ShareReport', 'RecordPartyRemark'];
const feedback = ['RecordFeedbackAttempt', 'RecordFeedbackGiven', 'WaiveFeedback'];
/** C59, and what a worker tells a case: a term that passed, a consent that ends, a birthday (domain.md §5, D17, D21, D22). */
const terms = ['StartStatutoryTerm', 'MarkStatutoryTermMissed', 'ExpireConsent', 'AgeReached'];
const escalating = ['RaiseEscalation', 'ResolveEscalation'];

/** The phase guard of domain.md §3.3. */
const inPhase: { readonly [phase in Phase]: readonly string[] } = {
  preparation: preparing,
  discussion: ['RecordStep', ...goalsAndActions, 'ConcludeDiscussion'],
  aftercare: [...goalsAndActions, ...reporting, ...planning, ...settlingThePlan],
  intervention: [...planning, ...supporting, 'StartEvaluation', 'MarkEvaluationDue'],
  evaluation: [...goalsAndActions, ...planning, ...supporting, 'RecordEvaluation'],
  closed: [...afterReport, 'ReopenCase', 'RecordChildLeft'],
};
const inAnyOpenPhase = [
  ...parties,
  ...consents,
  'RecordChildView',
  'PostponeDiscussion',
  ...afterReport,
  ...feedback,
  'UpdateAction',
  ...escalating,
  ...terms,
  'CloseCase',
  'SuspendCase',
  'ResumeCase',
  'RecordChildLeft',
];
/** "Only C02–C14, C16, C27–C32, C38, C45–C47 and C50–C62 are allowed" (domain.md §3.1). */
const onHold = [
  ...parties,
  ...consents,
  'RecordChildView',
  'SavePreparation',
  'SubmitPreparation',
  'WithdrawBringIn',
  ...afterReport,
  ...feedback,
  'StartProvisionalSupport',
  ...escalating,
  ...terms,
  'CloseCase',
  'ReopenCase',
  'SuspendCase',
  'ResumeCase',
  'RecordChildLeft',
];

const carriedOwes = (kase: Case, part: 'report' | 'plan'): boolean =>
  kase.aftercare.some(
    (each) =>
      each.cycleNo < kase.cycleNo && each.completedOn === undefined && (part === 'report' ? each.reportOn : each.plan) === undefined,
  );

function isAdmitted(kase: Case, command: string, body: Readonly<Record<string, unknown>>): boolean {
  if (command === 'StartNewCycle')
    return kase.phase === 'evaluation' || (['aftercare', 'intervention'].includes(kase.phase) && body['trigger'] === 'urgent_signal');
  // A child whose evaluation is on an agenda is past its discussion.
  if (command === 'ConfirmSchedule' && body['itemKind'] !== 'discussion') return kase.phase !== 'closed';
  if (inPhase[kase.phase].includes(command)) return true;
  if (kase.phase === 'closed') return false;
  if (inAnyOpenPhase.includes(command)) return true;
  if (reporting.includes(command)) return carriedOwes(kase, 'report');
  return [...planning, ...settlingThePlan].includes(command) && carriedOwes(kase, 'plan');
}

/** The 409 a command must meet in a state, or nothing when its phase lets it through. */
export function guardSays(kase: Case, command: string, body: Readonly<Record<string, unknown>>): string | undefined {
  const admitted = isAdmitted(kase, command, body);
  if (kase.phase === 'closed') return admitted ? undefined : 'case-closed';
  if (kase.hold && !onHold.includes(command)) return 'on-hold';
  return admitted ? undefined : 'wrong-phase';
}

/** The column "Specific rejections" of domain.md §3.4, for the commands there are. */
export const specific: { readonly [command: string]: readonly string[] } = {
  CorrectChildDetails: ['no-change', 'child-already-open'],
  AddParty: ['last-authority-party', 'party-duplicate'],
  UpdateParty: ['last-authority-party', 'party-duplicate'],
  EndParty: ['last-authority-party', 'party-duplicate'],
  AssignCaseOwner: ['not-involved'],
  ChangeUrgency: ['no-change'],
  RequestConsent: ['not-entitled', 'purpose-missing'],
  RecordConsent: ['not-entitled', 'verbal-not-allowed'],
  RefuseConsent: [],
  WithdrawConsent: ['not-given'],
  RecordChildView: ['reason-missing'],
  SavePreparation: [],
  SubmitPreparation: ['revision-conflict', 'question-missing', 'field-missing'],
  BringIn: ['consent-incomplete', 'form-not-submitted', 'not-urgent', 'after-cutoff'],
  RecordIndividualPreparation: ['not-invited'],
  ConfirmSchedule: ['consent-incomplete'],
  WithdrawBringIn: ['already-started'],
  PostponeDiscussion: ['already-concluded'],
  StartDiscussion: ['not-brought-in', 'consent-incomplete', 'introducer-absent'],
  RecordStep: ['step-order', 'reason-missing'],
  AgreeGoal: ['too-many-goals', 'gas-incomplete', 'target-in-past'],
  AgreeAction: ['responsible-unknown', 'due-date-invalid'],
  ConcludeDiscussion: ['step-missing', 'no-personal-goal', 'no-action', 'child-view-missing', 'feedback-owner-missing', 'no-plan'],
  DraftReport: [],
  FinaliseReport: ['self-approval'],
  CorrectReport: [],
  ShareReport: ['consent-incomplete', 'recipient-not-involved'],
  RecordPartyRemark: [],
  RecordFeedbackAttempt: ['not-owed'],
  RecordFeedbackGiven: ['not-owed', 'weighing-missing'],
  WaiveFeedback: ['attempts-too-few'],
  ProposePlan: ['goal-unknown', 'open-proposal-exists'],
  RecordPlanConsultation: [],
  DecideActionPart: ['not-required-decider', 'version-superseded'],
  AdoptPlan: ['agreement-missing', 'consultation-missing', 'child-view-missing'],
  ConfirmPlanUnchanged: ['plan-change-expected', 'no-plan'],
  DeclareNoPlanNeeded: ['plan-change-expected', 'no-plan'],
  StartProvisionalSupport: ['already-adopted'],
  UpdateAction: ['extend-limit', 'reason-missing'],
  AdjustGoal: ['reason-missing'],
  DropGoal: [],
  ScoreGoal: ['score-range'],
  RecordProgress: [],
  StartEvaluation: ['no-active-plan'],
  MarkEvaluationDue: [],
  RaiseEscalation: ['already-open'],
  ResolveEscalation: [],
  RecordEvaluation: ['goal-not-scored', 'child-view-missing', 'extend-limit'],
  StartNewCycle: ['not-evaluated'],
  CloseCase: ['open-actions', 'open-escalation', 'evaluation-missing', 'family-not-informed'],
  ReopenCase: ['term-passed', 'child-already-open'],
  SuspendCase: [],
  ResumeCase: ['consent-incomplete'],
  RecordChildLeft: ['already-left'],
  StartStatutoryTerm: ['already-running'],
  MarkStatutoryTermMissed: [],
  ExpireConsent: [],
  AgeReached: [],
};
export const common = ['unknown-reference', 'id-in-use', 'future-date', 'not-possible'];

/** Commands that add something each time they are given, because each time is a fact of its own. */
export const addsEachTime = [
  'RecordIndividualPreparation',
  'CorrectChildDetails',
  'SavePreparation',
  'RecordStep',
  'PostponeDiscussion',
  'CorrectReport',
  'ShareReport',
  'RecordPartyRemark',
  'RecordPlanConsultation',
  'AdjustGoal',
  'RecordProgress',
];
