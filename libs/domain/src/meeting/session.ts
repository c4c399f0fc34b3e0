import type { OtherCommand, Problem } from '../kernel/index.js';
import { bool, int, known, list, object, optional, pastInstant, ref, text } from '../kernel/index.js';
import { memberOn } from '../team/state.js';
import { withNotice } from './agenda-sending.js';
import { partiesOf } from './invitations.js';
import type { MeetingContext } from './command.js';
import { caseFacts, command } from './command.js';
import { attendanceStatus, meetingEvent, skipReason } from './events/index.js';
import type { Attendance, Item, Meeting } from './state.js';
import { isOpenItem, itemOf, plusMinutes } from './state.js';

const opensEarlier = 30;
const isThere = ({ status }: Attendance[number]): boolean => status === 'present' || status === 'online' || status === 'late';

/** The members who are there, and how many disciplines they bring. */
function quorumOf(attendance: Attendance, { team, today }: MeetingContext): { readonly members: number; readonly disciplines: number } {
  const there = new Set(attendance.filter(isThere).map(({ personId }) => personId));
  const members = [...there].flatMap((personId) => memberOn(team, personId, today) ?? []);
  return { members: members.length, disciplines: new Set(members.map(({ discipline }) => discipline)).size };
}

const isAway = (meeting: Meeting, personId: string | undefined): boolean => {
  const recorded = personId === undefined ? undefined : meeting.attendance.find((each) => each.personId === personId);
  return personId === undefined || (recorded !== undefined && !isThere(recorded));
};
/** Who attends this item: members, and those of the guests who were invited to it, under the ids by which the case knows them. */
function attending(meeting: Meeting, item: Item, context: MeetingContext) {
  const parties = partiesOf(context, item);
  const known = meeting.attendance.flatMap(({ personId, status }) => {
    if (memberOn(context.team, personId, context.today)) return [{ id: personId, status }];
    const party = parties.find((each) => each.partyId === personId || each.personId === personId);
    return party && item.guestIds.includes(party.partyId) ? [{ id: party.partyId, status }] : [];
  });
  return {
    presentPartyIds: known.filter(({ status }) => isThere({ personId: '', status })).map(({ id }) => id),
    absent: known
      .filter(({ status }) => !isThere({ personId: '', status }))
      .map(({ id, status }) => ({ partyId: id, excused: status === 'excused' })),
  };
}

const inDiscussion = (meeting: Meeting): Item | undefined => meeting.items.find((item) => item.status === 'in_discussion');
/** The case is still being discussed under this item: neither concluded nor postponed. */
const isBeingDiscussed = (context: MeetingContext, item: Item): boolean =>
  item.itemKind === 'discussion' && caseFacts(context, item.caseId)?.discussedAs === item.itemId;
const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Math.min(86_400, Math.round((Date.parse(to) - Date.parse(from)) / 1000)));

/** A discussion is begun in the case first: without its consent nothing begins here (domain.md M13, C20). */
function discussionOf(meeting: Meeting, item: Item, context: MeetingContext): OtherCommand | undefined {
  if (item.itemKind !== 'discussion' || isBeingDiscussed(context, item)) return undefined;
  return {
    kind: 'supportCase',
    id: item.caseId,
    command: 'StartDiscussion',
    body: {
      meetingId: meeting.meetingId,
      itemId: item.itemId,
      ...attending(meeting, item, context),
      ...(item.substituteId !== undefined && { substituteId: item.substituteId }),
    },
  };
}

const openProblems = (items: readonly Item[]): Problem[] =>
  items.map(({ itemId }) => ({
    pointer: `/items/${itemId}`,
    message: { en: 'This item is still open.', nl: 'Dit agendapunt staat nog open.' },
  }));

export const sessionCommands = {
  OpenMeeting: command({
    takes: { attendance: list(object({ personId: known('attendee', ref), status: attendanceStatus }), 1, 100) },
    by: ['CH'],
    in: ['planned', 'agenda_open', 'agenda_sent'],
    checks: ({ attendance }): Problem[] =>
      attendance.flatMap(({ personId }, index) =>
        attendance.findIndex((each) => each.personId === personId) < index
          ? [{ pointer: `/attendance/${index}/personId`, message: { en: 'Name each person once.', nl: 'Noem iedere persoon één keer.' } }]
          : [],
      ),
    refuses: {
      quorum: ({ agreement }, context, data) => {
        if (!data) return false;
        const { members, disciplines } = quorumOf(data.attendance, context);
        return members < agreement.quorumMembers || disciplines < agreement.quorumDisciplines;
      },
      'too-early': ({ startsAt }, { at }) => at < plusMinutes(startsAt, -opensEarlier),
    },
    does: (_, { attendance }, context) => [
      meetingEvent('MeetingOpened', { at: context.at }),
      meetingEvent('AttendanceRecorded', { attendance, ...quorumOf(attendance, context) }),
    ],
  }),

  CompleteCheckIn: command({
    takes: { moods: list(int(1, 5), 0, 100), actionPointsReviewed: bool },
    by: ['CH'],
    in: ['in_session'],
    does: (meeting, { moods, actionPointsReviewed }) =>
      meeting.checkedIn
        ? []
        : [
            meetingEvent('CheckInCompleted', {
              moods: moods.length,
              moodTotal: moods.reduce((total, mood) => total + mood, 0),
              actionPointsReviewed,
            }),
          ],
  }),

  StartItem: command({
    takes: { itemId: known('item'), at: pastInstant },
    by: ['CH'],
    in: ['in_session'],
    requires: [
      {
        that: (meeting, _, data) => {
          const other = inDiscussion(meeting);
          return !other || other.itemId === data?.itemId;
        },
        en: 'Another item is being discussed: end that one first.',
        nl: 'Er wordt een ander agendapunt besproken: rond dat eerst af.',
      },
      {
        that: (meeting, _, data) => {
          const status = data && itemOf(meeting, data.itemId)?.status;
          return status === undefined || status === 'accepted' || status === 'in_discussion';
        },
        en: 'Only an item that is on the agenda and has not been done can begin.',
        nl: 'Alleen een agendapunt dat op de agenda staat en nog niet is geweest kan beginnen.',
      },
      {
        that: (meeting, _, data) => !data || (itemOf(meeting, data.itemId)?.blockedBy.length ?? 0) === 0,
        en: 'The item is blocked: the case may not be discussed now.',
        nl: 'Het agendapunt is geblokkeerd: de casus mag nu niet worden besproken.',
      },
      {
        that: (meeting) => !isAway(meeting, meeting.minuteTakerId),
        en: 'There is no minute-taker: assign the role first.',
        nl: 'Er is geen notulist: wijs die rol eerst toe.',
      },
    ],
    first: (meeting, { itemId }, context) => discussionOf(meeting, itemOf(meeting, itemId)!, context),
    does: (meeting, { itemId, at }) => {
      const { caseId, itemKind, status } = itemOf(meeting, itemId)!;
      return status === 'in_discussion' ? [] : [meetingEvent('AgendaItemStarted', { itemId, caseId, itemKind, at })];
    },
  }),

  EndItem: command({
    takes: { itemId: known('item'), at: pastInstant },
    by: ['CH'],
    in: ['in_session'],
    refuses: {
      'item-open': (meeting, context, data) => {
        const item = data && itemOf(meeting, data.itemId);
        return item !== undefined && isBeingDiscussed(context, item);
      },
    },
    requires: [
      {
        that: (meeting, _, data) => {
          const status = data && itemOf(meeting, data.itemId)?.status;
          return status === undefined || status === 'in_discussion' || status === 'done';
        },
        en: 'This item has not begun.',
        nl: 'Dit agendapunt is niet begonnen.',
      },
      {
        that: (meeting, _, data) => !data || (itemOf(meeting, data.itemId)?.startedAt ?? data.at) <= data.at,
        en: 'An item ends after it began.',
        nl: 'Een agendapunt eindigt nadat het is begonnen.',
      },
    ],
    does: (meeting, { itemId, at }) => {
      const { caseId, itemKind, status, startedAt, minutes } = itemOf(meeting, itemId)!;
      if (status === 'done') return [];
      const seconds = secondsBetween(startedAt!, at);
      const overrunSeconds = Math.max(0, seconds - minutes * 60);
      return [meetingEvent('AgendaItemEnded', { itemId, caseId, itemKind, at, seconds, overrunSeconds })];
    },
  }),

  SkipItem: command({
    takes: { itemId: known('item'), reason: skipReason },
    by: ['CH'],
    in: ['in_session'],
    requires: [
      {
        that: (meeting, _, data) => {
          const item = data && itemOf(meeting, data.itemId);
          return !item || isOpenItem(item) || item.status === 'skipped';
        },
        en: 'This item is over.',
        nl: 'Dit agendapunt is voorbij.',
      },
    ],
    does: (meeting, { itemId, reason }, context) => {
      const { caseId, itemKind, status } = itemOf(meeting, itemId)!;
      return status === 'skipped'
        ? []
        : withNotice(meeting, [meetingEvent('AgendaItemSkipped', { itemId, caseId, itemKind, reason })], context);
    },
  }),

  CompleteCheckOut: command({
    takes: { oneWord: optional(text(200)), rating: int(1, 10), observerFeedbackGiven: bool },
    by: ['CH'],
    in: ['in_session'],
    does: (meeting, data) => (meeting.checkedOut ? [] : [meetingEvent('CheckOutCompleted', data)]),
  }),

  CloseMeeting: command({
    takes: {},
    by: ['CH'],
    in: ['in_session'],
    refuses: {
      'item-open': (meeting) => openProblems(meeting.items.filter(isOpenItem)),
      'checkout-missing': (meeting) => !meeting.checkedOut,
    },
    does: ({ items }) => {
      const done = items.filter((item) => item.status === 'done');
      const total = (of: (item: Item) => number | undefined): number => done.reduce((sum, item) => sum + (of(item) ?? 0), 0);
      return [
        meetingEvent('MeetingClosed', {
          items: done.length,
          skipped: items.filter((item) => item.status === 'skipped').length,
          seconds: total((item) => item.seconds),
          overrunSeconds: total((item) => item.overrunSeconds),
        }),
      ];
    },
  }),
};
