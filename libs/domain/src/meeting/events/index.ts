import type { Infer, NewEvent } from '../../kernel/index.js';
import { about, bool, date, id, instant, int, list, object, oneOf, optional, ref } from '../../kernel/index.js';

export const meetingKind = oneOf('regular', 'ad_hoc');
export const profile = oneOf('60', '90', 'custom');
export const itemKind = oneOf('discussion', 'evaluation', 'brief_update');
export const part = oneOf('fixed', 'variable');
export const section = oneOf('household', 'fixed', 'variable');
export const slotReason = oneOf('review_due', 'postponed', 'waiting', 'urgent', 'other');
/** Why a child is not discussed: the codes with which its case is postponed (domain.md C19). */
export const skipReason = oneOf(
  'parent_absent',
  'child_absent',
  'introducer_absent',
  'key_person_absent',
  'no_show',
  'information_missing',
  'consent_missing',
  'time_ran_out',
);
export const blockCause = oneOf('consent_missing', 'on_hold', 'withdrawn', 'closed', 'not_ready');
export const cancelReason = oneOf('too_few_members', 'illness', 'holiday', 'nothing_to_discuss', 'other');
export const meetingRole = oneOf('chair', 'co_chair', 'minute_taker', 'timekeeper', 'observer', 'introducer');
export const attendanceStatus = oneOf('present', 'online', 'excused', 'no_show', 'late');
export const response = oneOf('yes', 'no', 'online', 'send_view');

const minutes = int(0, 180);
const steps = object({ background: minutes, reason: minutes, goals: minutes, actions: minutes });
/** The agreements this meeting runs by, as they were when it was planned: minutes, slots, quorum. */
const agreement = object({
  frameworkVersion: int(0, 100000),
  checkIn: minutes,
  household: minutes,
  fixedSlots: int(0, 6),
  fixedSteps: steps,
  variable: minutes,
  variableSteps: steps,
  maxAcute: int(0, 12),
  checkOut: minutes,
  quorumMembers: int(1, 100),
  quorumDisciplines: int(1, 20),
});
const noSteps = { background: 0, reason: 0, goals: 0, actions: 0 };
/** What stands in the place of the agreements until a meeting is planned. */
export const noAgreement: NonNullable<(typeof agreement)['type']> = {
  frameworkVersion: 0,
  checkIn: 0,
  household: 0,
  fixedSlots: 0,
  fixedSteps: noSteps,
  variable: 0,
  variableSteps: noSteps,
  maxAcute: 0,
  checkOut: 0,
  quorumMembers: 1,
  quorumDisciplines: 1,
};
const planned = { startsAt: instant, agreement, bringInUntil: date, onHoliday: bool };
const scheduled = { itemId: id, caseId: id, itemKind };
const attendance = list(object({ personId: ref, status: attendanceStatus }));

/** Every event of a meeting (domain.md §4): ids, codes and minutes; nothing of what is known about a child, ever. */
export const meetingEvents = {
  MeetingPlanned: {
    teamId: id,
    kind: meetingKind,
    durationMin: int(15, 180),
    place: optional(about('team')),
    videoUrl: optional(about('team')),
    profile,
    chairId: ref,
    coChairId: optional(ref),
    minuteTakerId: optional(ref),
    observerId: optional(ref),
    ...planned,
  },
  FixedSlotReserved: { itemId: id, caseId: id, slotNo: int(1, 6), itemKind, minutes, reason: optional(slotReason) },
  FixedSlotReleased: { itemId: id, caseId: id, slotNo: int(1, 6), reason: optional(slotReason) },
  AgendaItemAdded: {
    ...scheduled,
    part,
    slotNo: optional(int(1, 6)),
    minutes,
    startsAt: instant,
    acute: bool,
    introducerId: optional(ref),
    takenFromItemId: optional(id),
  },
  BringInDeclined: { caseId: id, byId: ref, reason: about('staff', 'byId'), alternativeMeetingId: optional(id) },
  HouseholdItemAdded: { itemId: id, byId: ref, text: about('staff', 'byId'), minutes },
  AgendaOrdered: { sections: list(object({ section, itemIds: list(id) })) },
  /** A version of the agenda, frozen: who gets it, when each item comes, and which guests see which item. */
  AgendaSent: {
    version: int(1, 100000),
    changed: bool,
    recipients: list(ref),
    items: list(object({ itemId: id, part, minutes, startsAt: instant })),
    itemVisibility: list(object({ itemId: id, partyIds: list(id) })),
  },
  ItemInvitationSent: { itemId: id, caseId: id, partyIds: list(id), arrivalAt: instant },
  ItemInvitationResponded: { itemId: id, partyId: id, response, note: optional(about('party')) },
  MeetingRoleReassigned: { role: meetingRole, personId: ref, itemId: optional(id) },
  AgendaItemBlocked: { itemId: id, caseId: id, cause: blockCause },
  AgendaItemUnblocked: { itemId: id, caseId: id, cause: blockCause },
  AgendaItemRemoved: { ...scheduled, reason: skipReason, replacedByCaseId: optional(id) },
  MeetingOpened: { at: instant },
  AttendanceRecorded: { attendance, members: int(0, 1000), disciplines: int(0, 1000) },
  /** Moods are added up: nobody's mood is stored by name. */
  CheckInCompleted: { moods: int(0, 1000), moodTotal: int(0, 5000), actionPointsReviewed: bool },
  CheckOutCompleted: { oneWord: optional(about('team')), rating: int(1, 10), observerFeedbackGiven: bool },
  AgendaItemStarted: { ...scheduled, at: instant },
  AgendaItemEnded: { ...scheduled, at: instant, seconds: int(0, 86400), overrunSeconds: int(0, 86400) },
  AgendaItemSkipped: { ...scheduled, reason: skipReason },
  MeetingClosed: { items: int(0, 100), skipped: int(0, 100), seconds: int(0, 864000), overrunSeconds: int(0, 864000) },
  MeetingRescheduled: { was: instant, items: list(object({ ...scheduled, part, startsAt: instant })), ...planned },
  MeetingCancelled: { reason: cancelReason, items: list(object(scheduled)) },
};

export type MeetingEvents = typeof meetingEvents;
export type MeetingEventType = keyof MeetingEvents;
export type MeetingData<T extends MeetingEventType> = Infer<MeetingEvents[T]>;

/** Makes an event of a meeting; its data must be all the vocabulary declares and nothing else. */
export const meetingEvent = <T extends MeetingEventType>(type: T, data: MeetingData<T>): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
});
