import { amsterdamDate, isWorkingDay, workingDaysAfter } from '../calendar/index.js';
import { settingsOn } from '../deadlines/index.js';
import type { Problem } from '../kernel/index.js';
import { instant, int, known, newId, optional, ref, text } from '../kernel/index.js';
import type { DefaultRole, Team } from '../team/state.js';
import { memberOn, membersOn } from '../team/state.js';
import { agreementFor, cutOffDays } from './agreement.js';
import { withNotice } from './agenda-sending.js';
import type { MeetingContext } from './command.js';
import { command, frameworkFacts, otherMeetings } from './command.js';
import { cancelReason, meetingEvent, meetingKind, meetingRole, profile } from './events/index.js';
import type { Meeting } from './state.js';
import { beforeSession, endsAt, isOpenItem, isScheduled, itemOf, plusMinutes, startOf } from './state.js';

const isMember = ({ team, today }: MeetingContext, personId: string): boolean => memberOn(team, personId, today) !== undefined;
const adHocNoticeMinutes = 60;
/** From four members on, chair and minute-taker are two people (domain.md §4). */
const takesTurns = 4;

type Span = Pick<Meeting, 'startsAt' | 'durationMin'>;
type Shape = Span & Pick<Meeting, 'kind' | 'profile'>;

const isOver = (state: string): boolean => state === 'closed' || state === 'cancelled';
const isDoubleBooked = (context: MeetingContext, meeting: Pick<Meeting, 'meetingId' | 'teamId'>, span: Span): boolean =>
  otherMeetings(context, meeting.meetingId).some(
    (other) => other.teamId === meeting.teamId && !isOver(other.state) && other.startsAt < endsAt(span) && span.startsAt < other.endsAt,
  );

/** What a meeting at this time is run by: stamped, so that a later agreement never changes it silently. */
function stamped(teamId: string, shape: Shape, context: MeetingContext) {
  const on = amsterdamDate(shape.startsAt);
  const framework = frameworkFacts(context, teamId);
  const { closures, policies } = context.team;
  return {
    startsAt: shape.startsAt,
    agreement: agreementFor(shape, framework, on),
    bringInUntil: workingDaysAfter(on, -cutOffDays(framework, on, settingsOn(policies, context.today)), 'team', closures).dueOn,
    onHoliday: !isWorkingDay(on, 'team', closures),
  };
}

const canBeThen = (shape: Shape, { at }: MeetingContext): boolean =>
  shape.kind === 'ad_hoc' ? shape.startsAt >= plusMinutes(at, adHocNoticeMinutes) : shape.startsAt > at;
const fits = (teamId: string, shape: Shape, context: MeetingContext): boolean => stamped(teamId, shape, context).agreement.variable >= 0;

const tooSoon = {
  en: 'A meeting lies ahead; an ad hoc meeting at least one hour.',
  nl: 'Een overleg ligt in de toekomst; een spoedoverleg minstens een uur.',
};
const doNotFit = {
  en: 'The parts of the agenda take more minutes than the meeting has: make it longer, or choose another profile.',
  nl: 'De onderdelen van de agenda duren langer dan het overleg: maak het langer of kies een ander profiel.',
};
const sameMinuteTaker = {
  en: 'In a team of four or more the chair does not take the minutes.',
  nl: 'In een team van vier of meer notuleert de voorzitter niet.',
};
const observerChairs = {
  en: 'The observer is a member of the team who does not chair.',
  nl: 'De observator is een teamlid dat niet voorzit.',
};

const chairTakesMinutes = (team: Team, today: string, chairId: string, minuteTakerId: string | undefined): boolean =>
  minuteTakerId === chairId && membersOn(team, today).length >= takesTurns;

/** Whom the team usually asks for a role, when that person is a member and does not chair this time. */
function usual({ team, today }: MeetingContext, role: DefaultRole, chairId: string): string | undefined {
  const personId = team.defaultRoles[role];
  return personId !== undefined && personId !== chairId && memberOn(team, personId, today) ? personId : undefined;
}

/** Roles that a plan leaves out go to whom the team usually asks. */
function withUsualRoles<P extends Roles>(plan: P, context: MeetingContext): P {
  const coChairId = plan.coChairId ?? usual(context, 'co_chair', plan.chairId);
  const minuteTakerId = plan.minuteTakerId ?? usual(context, 'minute_taker', plan.chairId);
  const observerId = plan.observerId ?? usual(context, 'observer', plan.chairId);
  return { ...plan, ...(coChairId && { coChairId }), ...(minuteTakerId && { minuteTakerId }), ...(observerId && { observerId }) };
}

interface Roles {
  readonly chairId: string;
  readonly coChairId?: string;
  readonly minuteTakerId?: string;
  readonly observerId?: string;
}
/** The roles after a reassignment. */
const rolesAfter = (meeting: Meeting, { role, personId }: { readonly role: string; readonly personId: string }): Roles => ({
  chairId: role === 'chair' ? personId : meeting.chairId,
  ...(role === 'minute_taker' ? { minuteTakerId: personId } : meeting.minuteTakerId && { minuteTakerId: meeting.minuteTakerId }),
  ...(role === 'observer' ? { observerId: personId } : meeting.observerId && { observerId: meeting.observerId }),
});

export const planningCommands = {
  PlanMeeting: command({
    takes: {
      meetingId: newId('meeting'),
      teamId: known('team'),
      kind: meetingKind,
      startsAt: instant,
      durationMin: int(15, 180),
      place: optional(text(200)),
      videoUrl: optional(text(500)),
      profile,
      chairId: ref,
      coChairId: optional(known('member', ref)),
      minuteTakerId: optional(known('member', ref)),
      observerId: optional(known('member', ref)),
    },
    by: ['CO', 'CH'],
    in: [],
    opens: true,
    checks: ({ place, videoUrl }): Problem[] =>
      place === undefined && videoUrl === undefined
        ? [{ pointer: '/place', message: { en: 'Give a place or a videoUrl.', nl: 'Geef een plaats of een videoUrl.' } }]
        : [],
    refuses: {
      'team-double-booked': (meeting, context, data) =>
        data !== undefined && isDoubleBooked(context, { meetingId: meeting.meetingId, teamId: data.teamId }, data),
      'chair-not-member': (_, context, data) => data !== undefined && !isMember(context, data.chairId),
    },
    requires: [
      { that: (_, context, data) => !data || canBeThen(data, context), ...tooSoon },
      { that: (_, context, data) => !data || fits(data.teamId, data, context), ...doNotFit },
      {
        that: (_, { team, today }, data) => !data || !chairTakesMinutes(team, today, data.chairId, data.minuteTakerId),
        ...sameMinuteTaker,
      },
      { that: (_, __, data) => !data || data.observerId === undefined || data.observerId !== data.chairId, ...observerChairs },
    ],
    does: (_, { meetingId: __, ...data }, context) => [
      meetingEvent('MeetingPlanned', { ...withUsualRoles(data, context), ...stamped(data.teamId, data, context) }),
    ],
  }),

  ReassignRole: command({
    takes: { role: meetingRole, personId: known('attendee', ref), itemId: optional(known('item')) },
    by: ['CH', 'CO'],
    in: [...beforeSession, 'in_session'],
    checks: ({ role, itemId }): Problem[] =>
      (role === 'introducer') === (itemId !== undefined)
        ? []
        : [
            {
              pointer: '/itemId',
              message: {
                en: 'An introducer is named for an item; the other roles are of the whole meeting.',
                nl: 'Een inbrenger hoort bij een agendapunt; de andere rollen gelden voor het hele overleg.',
              },
            },
          ],
    refuses: { 'chair-not-member': (_, context, data) => data?.role === 'chair' && !isMember(context, data.personId) },
    requires: [
      {
        that: (_, context, data) => !data || data.role === 'introducer' || isMember(context, data.personId),
        en: 'This role is for a member of the team.',
        nl: 'Deze rol is voor een teamlid.',
      },
      {
        that: (meeting, { team, today }, data) => {
          const { chairId, minuteTakerId } = data ? rolesAfter(meeting, data) : meeting;
          return !data || !['chair', 'minute_taker'].includes(data.role) || !chairTakesMinutes(team, today, chairId, minuteTakerId);
        },
        ...sameMinuteTaker,
      },
      {
        that: (meeting, _, data) => {
          const { chairId, observerId } = data ? rolesAfter(meeting, data) : meeting;
          return !data || !['chair', 'observer'].includes(data.role) || observerId !== chairId;
        },
        ...observerChairs,
      },
    ],
    does: (meeting, data) => {
      const held = { chair: 'chairId', co_chair: 'coChairId', minute_taker: 'minuteTakerId', timekeeper: 'timekeeperId' } as const;
      const now =
        data.role === 'introducer'
          ? itemOf(meeting, data.itemId!)?.substituteId
          : data.role === 'observer'
            ? meeting.observerId
            : meeting[held[data.role]];
      return now === data.personId ? [] : [meetingEvent('MeetingRoleReassigned', data)];
    },
  }),

  RescheduleMeeting: command({
    takes: { newStartsAt: instant },
    by: ['CO', 'CH'],
    in: [...beforeSession, 'in_session'],
    refuses: { 'already-open': (meeting) => meeting.state === 'in_session' },
    requires: [
      { that: (meeting, context, data) => !data || canBeThen(moved(meeting, data.newStartsAt), context), ...tooSoon },
      {
        that: (meeting, context, data) => !data || !isDoubleBooked(context, meeting, moved(meeting, data.newStartsAt)),
        en: 'The team meets already at that time.',
        nl: 'Het team heeft op dat moment al overleg.',
      },
      {
        that: (meeting, context, data) => !data || fits(meeting.teamId, moved(meeting, data.newStartsAt), context),
        ...doNotFit,
      },
    ],
    does: (meeting, { newStartsAt }, context) => {
      const then = moved(meeting, newStartsAt);
      if (then.startsAt === meeting.startsAt) return [];
      const planned = stamped(meeting.teamId, then, context);
      const after = { ...meeting, ...planned };
      const items = meeting.items.filter(isScheduled).map((item) => ({
        itemId: item.itemId,
        caseId: item.caseId,
        itemKind: item.itemKind,
        part: item.part,
        startsAt: startOf(after, item),
      }));
      return withNotice(meeting, [meetingEvent('MeetingRescheduled', { was: meeting.startsAt, items, ...planned })], context);
    },
  }),

  CancelMeeting: command({
    takes: { reason: cancelReason },
    by: ['CO', 'CH'],
    in: [...beforeSession, 'in_session'],
    refuses: { 'already-open': (meeting) => meeting.state === 'in_session' },
    does: (meeting, { reason }) => [
      meetingEvent('MeetingCancelled', {
        reason,
        items: meeting.items
          .filter((item) => isOpenItem(item) && isScheduled(item))
          .map(({ itemId, caseId, itemKind }) => ({ itemId, caseId, itemKind })),
      }),
    ],
  }),
};

const moved = (meeting: Meeting, newStartsAt: string): Meeting => ({ ...meeting, startsAt: newStartsAt });

/** The span around which other meetings of the team are looked for. */
export const dayAround = (startsAt: string): { readonly from: string; readonly to: string } => ({
  from: plusMinutes(startsAt, -180),
  to: plusMinutes(startsAt, 180),
});
