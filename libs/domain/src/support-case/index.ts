import type { CaseFacts, MeetingFacts } from '../facts/index.js';
import type { Actor, Aggregate, Context, Facts, Folds, Role } from '../kernel/index.js';
import type { Team } from '../team/state.js';
import { memberOn } from '../team/state.js';
import { actionCommands, actionFolds } from './actions.js';
import { childViewCommands, childViewFolds } from './child-view.js';
import { closureCommands } from './closure.js';
import { closureFolds } from './closure-folds.js';
import { consentCommands, consentFolds, consentStatus } from './consent.js';
import { deadlineChanges } from './deadlines.js';
import { discussionCommands, discussionFolds } from './discussion.js';
import { escalationCommands, escalationFolds } from './escalation.js';
import { evaluationCommands, evaluationFolds } from './evaluation.js';
import type { CaseEvents } from './events/index.js';
import { caseEvents } from './events/index.js';
import { familyFeedbackCommands, familyFeedbackFolds } from './family-feedback.js';
import { goalCommands, goalFolds } from './goals.js';
import { openingCommands, openingFolds } from './opening.js';
import { partyCommands, partyFolds } from './parties.js';
import { planCommands, planFolds } from './plan.js';
import { preparationCommands, preparationFolds } from './preparation.js';
import { reportCommands, reportFolds } from './report.js';
import { tellsOf } from './facts.js';
import { ownParty, rolesOf } from './roles.js';
import type { Case } from './state.js';
import { noCase, partyOf } from './state.js';
import { statutoryCommands } from './statutory.js';
import { suspensionCommands } from './suspension.js';

export { needsRenewal } from './consent.js';
export * from './recipients.js';
export * from './roles.js';
export * from './standstill.js';
export * from './standstill-words.js';
export * from './state.js';

/** The commands of a support case, in the order of domain.md §3.4. */
export const caseCommands = {
  ...openingCommands,
  ...partyCommands,
  ...consentCommands,
  ...childViewCommands,
  ...preparationCommands,
  ...discussionCommands,
  ...goalCommands,
  ...actionCommands,
  ...reportCommands,
  ...familyFeedbackCommands,
  ...planCommands,
  ...evaluationCommands,
  ...escalationCommands,
  ...closureCommands,
  ...suspensionCommands,
  ...statutoryCommands,
};

/** A forgotten event does not compile. */
const caseFolds: Folds<Case, CaseEvents> = {
  ...openingFolds,
  ...partyFolds,
  ...consentFolds,
  ...childViewFolds,
  ...preparationFolds,
  ...discussionFolds,
  ...goalFolds,
  ...actionFolds,
  ...reportFolds,
  ...familyFeedbackFolds,
  ...planFolds,
  ...evaluationFolds,
  ...escalationFolds,
  ...closureFolds,
};

/** The meeting in which the child is on the agenda or was discussed in this cycle: its roles count for the case as well. */
const meetingOf = (kase: Case): string | undefined => kase.scheduled?.meetingId ?? kase.discussion?.meetingId;

/** What somebody is to a case, with the roles of the meeting that discusses it. */
function rolesWithMeeting(actor: Actor, kase: Case, team: Team, today: string, facts: Facts): ReadonlySet<Role> {
  const roles = rolesOf(actor, kase, team, today);
  const personId = actor.onBehalfOf ?? actor.personId;
  if (!memberOn(team, personId, today)) return roles;
  for (const told of facts.values()) {
    const { chairIds, minuteTakerId, teamId, items } = told as MeetingFacts;
    if (teamId !== kase.teamId || !items.some((item) => item.caseId === kase.caseId)) continue;
    if (chairIds.includes(personId)) roles.add('CH');
    if (minuteTakerId === personId) roles.add('MT');
  }
  return roles;
}

const isMember = ({ team, today }: Context<Team>, personId: string): boolean => memberOn(team, personId, today) !== undefined;

/** The support case: one child's support process in one team, over one or more cycles (domain.md §3). */
export const caseAggregate: Aggregate<Case, Team> = {
  name: 'supportCase',
  initial: (caseId) => ({ ...noCase, caseId }),
  events: caseEvents,
  folds: caseFolds,
  commands: caseCommands,
  phaseOf: (kase) => (kase.exists ? kase.phase : undefined),
  stampOf: (kase) => {
    const { status, until } = consentStatus(kase);
    const meetingId = kase.scheduled?.meetingId;
    return {
      phase: kase.phase,
      consent: status,
      ...(until !== undefined && { consentUntil: until }),
      ...(meetingId !== undefined && { meetingId }),
    };
  },
  deadlinesOf: deadlineChanges,
  isClosed: (kase) => kase.phase === 'closed',
  isOnHold: (kase) => kase.hold !== undefined,
  teamOf: (kase, data) => (kase.exists ? kase.teamId : typeof data?.teamId === 'string' ? data.teamId : undefined),
  consults: (kase, data) =>
    [meetingOf(kase), data['meetingId'], data['newMeetingId']].filter(Boolean).map((id) => ({ kind: 'caseMeeting', id })),
  tells: (kase, on): CaseFacts => tellsOf(kase, on),
  rolesOf: rolesWithMeeting,
  knows: {
    meeting: (kase, { facts }, meetingId) => (facts.get(`caseMeeting-${meetingId}`) as MeetingFacts | undefined)?.teamId === kase.teamId,
    team: (_, { team }, teamId) => team.exists && team.teamId === teamId,
    coordinator: (_, { team, today }, personId) => memberOn(team, personId, today)?.roles.includes('coordinator') === true,
    member: (_, context, personId) => isMember(context, personId),
    party: (kase, _, partyId) => partyOf(kase, partyId) !== undefined,
    anyParty: (kase, _, partyId) => kase.parties.some((party) => party.partyId === partyId),
    person: (kase, context, reference) => isMember(context, reference) || partyOf(kase, reference) !== undefined,
    consent: (kase, _, consentId) => kase.consentRequests.some((each) => each.consentId === consentId),
    goal: (kase, _, goalId) => kase.goals.some((each) => each.goalId === goalId),
    action: (kase, _, actionId) => kase.actions.some((each) => each.actionId === actionId),
    report: (kase, _, reportId) => kase.reports.some((each) => each.reportId === reportId),
    plan: (kase, _, planVersionId) => kase.plans.some((each) => each.planVersionId === planVersionId),
    escalation: (kase, _, escalationId) => kase.escalations.some((each) => each.escalationId === escalationId),
  },
  organisationOf: (actor, kase, team) =>
    team.members.find((member) => member.personId === (actor.onBehalfOf ?? actor.personId))?.organisationId ??
    ownParty(kase, actor)?.organisationId,
};
