import { step } from './happened.js';

const party = (partyId: string, kind: string, more: Record<string, unknown> = {}) =>
  step('PartyAdded', {
    partyId,
    kind,
    name: `name of ${partyId}`,
    relation: `relation of ${partyId}`,
    contact: { email: `mail of ${partyId}`, phone: `phone of ${partyId}` },
    personId: `person-${partyId}`,
    organisationId: undefined,
    safeContactNote: `safe note of ${partyId}`,
    ...more,
  });
const asked = (consentId: string, ...askedOf: string[]) =>
  step('ConsentRequested', { consentId, askedOf, scopes: ['discuss_team'], purpose: `purpose of ${consentId}`, validUntil: '2027-09-20' });
const gave = (consentId: string, partyId: string) =>
  step('ConsentRecorded', { consentId, partyId, scopes: ['discuss_team'], limits: `limits of ${partyId}`, evidenceRef: undefined });
const view = (viewId: string, confidential: boolean) =>
  step('ChildViewRecorded', { viewId, confidential, byId: 'tess', words: `words of ${viewId}`, reasonIfNone: undefined });
const action = (actionId: string, responsibleId: string) =>
  step('ActionAgreed', { actionId, responsibleId, supporters: [], description: `description of ${actionId}` });
const owed = (addresseeId: string) => ({ addresseeId, byId: 'joost', dueOn: '2026-11-10' });
const told = (addresseeId: string) =>
  step('FeedbackGiven', {
    cycleNo: 1,
    addresseeId,
    reaction: `reaction of ${addresseeId}`,
    howChildViewWeighed: `weighing for ${addresseeId}`,
  });
const body = {
  background: 'report background',
  reason: 'report reason',
  goals: 'report goals',
  actions: 'report actions',
  agreements: 'report agreements',
};
const shared = (recipientPartyId: string, ...parts: string[]) =>
  step('ReportShared', { reportId: 'report-1', recipientPartyId, parts, channel: 'portal' });
const escalated = (escalationId: string, kind: string, to: string) =>
  step('CaseEscalated', { escalationId, kind, to, question: `question of ${escalationId}` });
const decided = (partyId: string) =>
  step('ActionPartDecided', { planVersionId: 'plan-1', partyId, decision: 'agreed', remark: `remark of ${partyId}` });
const remark = (partyId: string) =>
  step('PartyRemarkRecorded', { partyId, reportId: 'report-1', planVersionId: undefined, text: `party remark of ${partyId}` });

/** A case of a girl of 12 in aftercare, in which every text says whose it is; all people are fictitious. */
export const noorsCase = [
  step('CaseOpened', {
    teamId: 'team-1',
    coordinatorId: 'femke',
    ageBand: '12_15',
    child: { givenName: 'Noor', familyName: 'Bos', dateOfBirth: '2014-08-30' },
    reason: 'reason to open',
    urgencyReason: undefined,
  }),
  step('CycleStarted', { cycleNo: 1, reason: undefined }),
  party('petra', 'parent_authority'),
  party('rob', 'parent_no_authority'),
  party('noor', 'child'),
  party('sanne', 'professional', { organisationId: 'gemeente' }),
  step('CaseOwnerAssigned', { ownerId: 'joost', reason: undefined }),
  asked('consent-1', 'petra'),
  asked('consent-2', 'noor'),
  gave('consent-1', 'petra'),
  gave('consent-2', 'noor'),
  step('PreparationSaved', { filledFields: ['background', 'parentView'], background: 'form background', parentView: 'form parent view' }),
  step('CaseBroughtIn', { introducerId: 'tom', guestIds: [] }),
  view('view-1', true),
  view('view-2', false),
  step('DiscussionStarted'),
  step('DiscussionStepRecorded', { step: 'background', notes: 'step notes', skipReason: undefined }),
  step('GoalAgreed', { goalId: 'goal-1', statement: 'goal statement' }),
  step('GoalScored', { goalId: 'goal-1', note: 'score note' }),
  action('action-1', 'petra'),
  action('action-2', 'tess'),
  action('action-3', 'sanne'),
  step('ActionProgressed', { actionId: 'action-2', note: 'note of joost' }, { by: 'joost' }),
  step('ActionProgressed', { actionId: 'action-2', note: 'note of tess' }, { by: 'tess' }),
  step(
    'DiscussionConcluded',
    { outcome: 'plan_change', reviewOn: '2027-01-12', summary: 'discussion summary', noPersonalGoalReason: undefined },
    { by: 'karin' },
  ),
  step('AftercareStarted', { cycleNo: 1, feedback: [owed('petra'), owed('noor')] }),
  step('ReportDrafted', { reportId: 'report-1', cycleNo: 1, body }),
  step('ReportFinalised', { reportId: 'report-1', cycleNo: 1 }),
  shared('petra', 'goals', 'agreements'),
  shared('sanne', 'actions'),
  shared('tess', 'goals'),
  step('ReportCorrected', { reportId: 'report-1', version: 2, correction: 'later correction' }),
  told('petra'),
  told('noor'),
  step('PlanVersionProposed', { planVersionId: 'plan-1', needs: 'plan needs', deviations: undefined, requiredDeciders: ['petra', 'noor'] }),
  step('PlanConsultationHeld', { planVersionId: 'plan-1', agreedPoints: 'points agreed', disagreedPoints: 'points not agreed' }),
  decided('petra'),
  decided('noor'),
  remark('petra'),
  remark('noor'),
  escalated('escalation-1', 'safety', 'lead'),
  escalated('escalation-2', 'safety', 'veilig_thuis'),
  escalated('escalation-3', 'capacity', 'swv'),
];
