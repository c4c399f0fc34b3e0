import type { MeetingFacts } from '../facts/index.js';
import type { Aggregate, Consulted } from '../kernel/index.js';
import type { Team } from '../team/state.js';
import { memberOn } from '../team/state.js';
import { agendaCommands } from './agenda.js';
import { agendaChangeCommands } from './agenda-changes.js';
import { caseFacts } from './command.js';
import { meetingDeadlines } from './deadlines.js';
import { meetingEvents } from './events/index.js';
import { invitationCommands, partiesOf } from './invitations.js';
import { dayAround, planningCommands } from './planning.js';
import { rolesOf } from './roles.js';
import { sessionCommands } from './session.js';
import type { Meeting } from './state.js';
import { endsAt, isOpenItem, meetingFolds, noMeeting, stateOfItem } from './state.js';

export * from './recipients.js';
export * from './preview.js';
export * from './proposal.js';
export * from './roles.js';
export * from './series.js';
export * from './state.js';

/** The commands of a meeting, in the order of domain.md §4. */
export const meetingCommands = {
  PlanMeeting: planningCommands.PlanMeeting,
  ...agendaCommands,
  ...agendaChangeCommands,
  ...invitationCommands,
  ReassignRole: planningCommands.ReassignRole,
  ...sessionCommands,
  RescheduleMeeting: planningCommands.RescheduleMeeting,
  CancelMeeting: planningCommands.CancelMeeting,
};

const others = (teamId: unknown, startsAt: unknown): readonly Consulted[] =>
  typeof startsAt === 'string' && !Number.isNaN(Date.parse(startsAt))
    ? [{ kind: 'caseMeeting', id: teamId, around: dayAround(startsAt) }]
    : [];

/** The meeting in which a team discusses several children (domain.md §4): it knows which, and never what is said. */
export const meetingAggregate: Aggregate<Meeting, Team> = {
  name: 'caseMeeting',
  initial: (meetingId) => ({ ...noMeeting, meetingId }),
  events: meetingEvents,
  folds: meetingFolds,
  commands: meetingCommands,
  phaseOf: (meeting) => (meeting.exists ? meeting.state : undefined),
  stampOf: () => undefined,
  deadlinesOf: meetingDeadlines,
  isClosed: () => false,
  isOnHold: () => false,
  teamOf: (meeting, data) => (meeting.exists ? meeting.teamId : typeof data?.teamId === 'string' ? data.teamId : undefined),
  consults: (meeting, data) => [
    { kind: 'framework', id: meeting.exists ? meeting.teamId : data['teamId'] },
    ...[...meeting.items.filter(isOpenItem).map(({ caseId }) => caseId), data['caseId'], data['replacementCaseId']].map((id) => ({
      kind: 'supportCase',
      id,
    })),
    ...(meeting.exists ? others(meeting.teamId, data['newStartsAt']) : others(data['teamId'], data['startsAt'])),
  ],
  tells: (meeting): MeetingFacts => ({
    meetingId: meeting.meetingId,
    teamId: meeting.teamId,
    state: meeting.state,
    startsAt: meeting.startsAt,
    endsAt: endsAt(meeting),
    bringInUntil: meeting.bringInUntil,
    chairIds: [meeting.chairId, ...(meeting.coChairId === undefined ? [] : [meeting.coChairId])],
    ...(meeting.minuteTakerId !== undefined && { minuteTakerId: meeting.minuteTakerId }),
    items: meeting.items.map((item) => ({
      itemId: item.itemId,
      caseId: item.caseId,
      state: stateOfItem(item),
      guestIds: item.guestIds,
    })),
  }),
  rolesOf,
  knows: {
    team: (_, { team }, teamId) => team.exists && team.teamId === teamId,
    case: (_, context, caseId) => caseFacts(context, caseId) !== undefined,
    item: (meeting, _, itemId) =>
      meeting.items.some((item) => item.itemId === itemId) || meeting.household.some((item) => item.itemId === itemId),
    member: (_, { team, today }, personId) => memberOn(team, personId, today) !== undefined,
    attendee: (meeting, context, reference) =>
      memberOn(context.team, reference, context.today) !== undefined ||
      meeting.items.some((item) =>
        partiesOf(context, item).some(
          (party) => item.guestIds.includes(party.partyId) && (party.partyId === reference || party.personId === reference),
        ),
      ),
  },
  organisationOf: (actor, _, team) => team.members.find((each) => each.personId === (actor.onBehalfOf ?? actor.personId))?.organisationId,
};
