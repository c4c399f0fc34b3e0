import type { CaseData, CaseEventType } from '../../support-case/events/index.js';

type Name<T extends CaseEventType> = keyof CaseData<T> & string;

/** What of an event its history keeps. */
interface Entry<T extends CaseEventType> {
  readonly subject?: Name<T>;
  readonly facts: readonly Name<T>[];
  readonly texts: readonly Name<T>[];
  readonly compartment?: (data: CaseData<T>) => boolean;
}

const isSafety = ({ kind }: { readonly kind: string }): boolean => kind === 'safety';
const action = { subject: 'actionId', facts: ['actionId', 'on'], texts: ['note'] } as const;

/** One entry an event: a forgotten one does not compile. */
export const entries: { readonly [T in CaseEventType]: Entry<T> } = {
  CaseOpened: { facts: ['urgency', 'planKind', 'setting', 'coordinatorId'], texts: ['reason', 'urgencyReason'] },
  CycleStarted: { facts: ['cycleNo', 'trigger', 'owedParts'], texts: ['reason'] },
  ChildDetailsCorrected: { facts: ['changed'], texts: ['reason'] },
  UrgencyChanged: { facts: ['old', 'new'], texts: ['reason'] },
  StatutoryTermStarted: { facts: ['kind', 'startOn', 'dueOn'], texts: [] },
  StatutoryTermMissed: { facts: ['kind', 'dueOn'], texts: [] },
  AgeReached: { facts: ['age'], texts: [] },
  StatutoryTermMet: { facts: ['kind', 'dueOn', 'metOn'], texts: [] },
  PartyAdded: { subject: 'partyId', facts: ['partyId', 'kind'], texts: ['name', 'relation'] },
  PartyUpdated: { subject: 'partyId', facts: ['partyId', 'kind'], texts: ['reason'] },
  PartyEnded: { subject: 'partyId', facts: ['partyId', 'to'], texts: ['reason'] },
  CaseOwnerAssigned: { subject: 'ownerId', facts: ['ownerId', 'familyPreference'], texts: ['reason'] },
  ConsentRequested: { subject: 'consentId', facts: ['scopes', 'askedOf', 'answerDueOn', 'validUntil'], texts: ['purpose'] },
  ConsentRecorded: { subject: 'partyId', facts: ['partyId', 'scopes', 'method', 'on', 'limitsPresent'], texts: ['limits'] },
  ConsentRefused: { subject: 'partyId', facts: ['partyId', 'scopes', 'on'], texts: ['reason'] },
  ConsentWithdrawn: { subject: 'partyId', facts: ['partyId', 'scopes', 'on', 'wantsErasure'], texts: ['reason'] },
  ConsentExpired: { subject: 'consentId', facts: ['scopes', 'on'], texts: [] },
  ConsentCompleted: { facts: ['scopes', 'on'], texts: [] },
  SharingStopped: { facts: ['scopes', 'on', 'stoppedOrganisationIds'], texts: [] },
  ChildViewRecorded: {
    subject: 'viewId',
    facts: ['how', 'on', 'byId', 'confidential', 'chosenByChild'],
    texts: ['words', 'reasonIfNone'],
    compartment: ({ confidential, words }) => confidential && words !== undefined,
  },
  PreparationSaved: { facts: ['formVersion', 'filledFields'], texts: ['question'] },
  PreparationSubmitted: { facts: ['formVersion', 'submittedOn'], texts: [] },
  CaseBroughtIn: { subject: 'introducerId', facts: ['part', 'introducerId', 'minutes', 'meetingId', 'guestIds'], texts: [] },
  BringInWithdrawn: { facts: [], texts: ['reason'] },
  IndividualPreparationRecorded: { subject: 'professionalId', facts: ['meetingId', 'professionalId', 'readOn'], texts: ['contribution'] },
  CaseScheduled: { subject: 'itemId', facts: ['meetingId', 'itemId', 'itemKind', 'part', 'startsAt'], texts: [] },
  DiscussionPostponed: { facts: ['reason', 'count', 'rescheduleDueOn', 'newMeetingId'], texts: ['note'] },
  PostponementLimitReached: { facts: ['count'], texts: [] },
  DiscussionStarted: { facts: ['meetingId', 'present', 'substituteId'], texts: [] },
  DiscussionStepRecorded: { facts: ['step', 'seconds', 'skipped'], texts: ['notes', 'skipReason'] },
  DiscussionConcluded: { facts: ['outcome', 'reviewOn', 'childViewAbsence'], texts: ['summary', 'noPersonalGoalReason'] },
  AftercareStarted: { facts: ['cycleNo', 'reportDueOn', 'planProposalDueOn', 'planAdoptionDueOn'], texts: [] },
  FeedbackOwed: { subject: 'addresseeId', facts: ['addresseeId', 'byId', 'dueOn'], texts: [] },
  GoalAgreed: { subject: 'goalId', facts: ['goalId', 'voice', 'domain', 'targetOn', 'priority'], texts: ['statement'] },
  GoalAdjusted: { subject: 'goalId', facts: ['goalId', 'goalVersion', 'changed', 'targetOn'], texts: ['statement', 'reason'] },
  GoalDropped: { subject: 'goalId', facts: ['goalId', 'ground', 'replacedBy'], texts: [] },
  GoalScored: { subject: 'goalId', facts: ['goalId', 'score', 'on', 'scoredWith'], texts: ['note'] },
  ActionAgreed: { subject: 'actionId', facts: ['actionId', 'responsibleId', 'dueOn', 'kind'], texts: ['description'] },
  ActionStarted: action,
  ActionProgressed: action,
  ActionCompleted: action,
  ActionFailed: action,
  ActionCancelled: action,
  ActionReassigned: { ...action, facts: ['actionId', 'on', 'newResponsibleId'] },
  ActionExtended: { ...action, facts: ['actionId', 'on', 'oldDueOn', 'newDueOn', 'extendCount'] },
  ProgressRecorded: { facts: ['on', 'goalIds', 'byPartyId'], texts: ['note'] },
  ReportDrafted: { subject: 'reportId', facts: ['reportId', 'version', 'authorId'], texts: [] },
  ReportFinalised: { subject: 'reportId', facts: ['reportId', 'version', 'approvedById', 'on'], texts: [] },
  ReportCorrected: { subject: 'reportId', facts: ['reportId', 'version', 'ground'], texts: ['correction'] },
  ReportShared: { subject: 'reportId', facts: ['reportId', 'recipientPartyId', 'channel', 'parts'], texts: [] },
  PartyRemarkRecorded: { subject: 'partyId', facts: ['partyId', 'reportId', 'planVersionId'], texts: ['text'] },
  FeedbackAttempted: {
    subject: 'addresseeId',
    facts: ['addresseeId', 'attemptNo', 'channel', 'at', 'outcome', 'nextAttemptOn'],
    texts: [],
  },
  FeedbackGiven: {
    subject: 'addresseeId',
    facts: ['addresseeId', 'channel', 'on', 'byId', 'understood'],
    texts: ['howChildViewWeighed', 'reaction'],
  },
  FeedbackWaived: { subject: 'addresseeId', facts: ['addresseeId', 'ground', 'on'], texts: ['note'] },
  PlanVersionProposed: {
    subject: 'planVersionId',
    facts: ['planVersionId', 'number', 'validFrom', 'reviewOn', 'decisionDueOn'],
    texts: ['needs', 'deviations'],
  },
  PlanConsultationHeld: { subject: 'planVersionId', facts: ['planVersionId', 'on', 'present'], texts: ['agreedPoints', 'disagreedPoints'] },
  ActionPartDecided: { subject: 'planVersionId', facts: ['planVersionId', 'partyId', 'decision', 'on', 'method'], texts: ['remark'] },
  PlanVersionAdopted: { subject: 'planVersionId', facts: ['planVersionId', 'number', 'on', 'reviewOn', 'statutoryTermMet'], texts: [] },
  PlanVersionSuperseded: { subject: 'planVersionId', facts: ['planVersionId', 'number'], texts: [] },
  PlanConfirmedUnchanged: { subject: 'planVersionId', facts: ['planVersionId', 'on'], texts: ['reason'] },
  NoPlanNeeded: { facts: ['on'], texts: ['reason'] },
  ProvisionalSupportStarted: { facts: ['cycleNo', 'on', 'actionIds'], texts: ['reason'] },
  AftercareCompleted: { facts: ['cycleNo', 'on', 'lateParts'], texts: [] },
  InterventionStarted: { facts: ['cycleNo', 'on', 'basis'], texts: [] },
  EvaluationBecameDue: { facts: ['cycleNo', 'reviewOn'], texts: [] },
  EvaluationStarted: { facts: ['cycleNo', 'trigger'], texts: [] },
  EvaluationRecorded: { facts: ['cycleNo', 'conclusion', 'viewId'], texts: ['parentView', 'teamView'] },
  ReviewRescheduled: { facts: ['reviewOn', 'extension'], texts: [] },
  CaseEscalated: {
    subject: 'escalationId',
    facts: ['escalationId', 'kind', 'to', 'neededBy', 'raisedBy'],
    texts: ['question'],
    compartment: isSafety,
  },
  EscalationResolved: { subject: 'escalationId', facts: ['escalationId', 'kind', 'followUp'], texts: ['result'], compartment: isSafety },
  CaseClosed: { facts: ['reason', 'on', 'retentionClass'], texts: ['summary'] },
  CaseReopened: { facts: ['reason', 'on'], texts: ['note'] },
  ChildLeft: { facts: ['on', 'destination', 'oppEndOn'], texts: [] },
  RetentionStarted: { facts: ['retentionClass', 'startOn', 'retentionUntil'], texts: [] },
  CaseSuspended: { facts: ['reason', 'since', 'reviewOn', 'sharingStopped'], texts: ['note'] },
  CaseResumed: { facts: ['pausedDays'], texts: ['note'] },
};
