import { amsterdamDate } from '../calendar/index.js';
import type { Folded, Folds } from '../kernel/index.js';
import type { MeetingData, MeetingEvents } from './events/index.js';
import { noAgreement } from './events/index.js';

export type MeetingState = 'planned' | 'agenda_open' | 'agenda_sent' | 'in_session' | 'closed' | 'cancelled';
export const meetingStates = [
  'planned',
  'agenda_open',
  'agenda_sent',
  'in_session',
  'closed',
  'cancelled',
] as const satisfies readonly MeetingState[];
/** The states in which the agenda is still being made. */
export const beforeSession = ['planned', 'agenda_open', 'agenda_sent'] as const satisfies readonly MeetingState[];

export type Agreement = MeetingData<'MeetingPlanned'>['agreement'];
export type Part = MeetingData<'AgendaItemAdded'>['part'];
export type ItemKind = MeetingData<'AgendaItemAdded'>['itemKind'];
export type BlockCause = MeetingData<'AgendaItemBlocked'>['cause'];
export type Attendance = MeetingData<'AttendanceRecorded'>['attendance'];

export interface Item {
  readonly itemId: string;
  readonly caseId: string;
  readonly part: Part;
  readonly slotNo?: number;
  readonly itemKind: ItemKind;
  readonly minutes: number;
  readonly acute: boolean;
  /** `proposed`: its slot is reserved, the child is not on the agenda yet. */
  readonly status: 'proposed' | 'accepted' | 'in_discussion' | 'done' | 'skipped' | 'removed';
  readonly blockedBy: readonly BlockCause[];
  readonly introducerId?: string;
  readonly substituteId?: string;
  readonly guestIds: readonly string[];
  /** The guests who said whether they come. */
  readonly answeredIds: readonly string[];
  readonly startedAt?: string;
  readonly seconds?: number;
  readonly overrunSeconds?: number;
}

export interface HouseholdItem {
  readonly itemId: string;
  readonly minutes: number;
}

export interface Meeting extends Folded {
  readonly meetingId: string;
  readonly teamId: string;
  readonly state: MeetingState;
  readonly kind: MeetingData<'MeetingPlanned'>['kind'];
  readonly profile: MeetingData<'MeetingPlanned'>['profile'];
  readonly startsAt: string;
  readonly durationMin: number;
  readonly agreement: Agreement;
  readonly bringInUntil: string;
  readonly chairId: string;
  readonly coChairId?: string;
  readonly minuteTakerId?: string;
  readonly timekeeperId?: string;
  readonly observerId?: string;
  readonly items: readonly Item[];
  readonly household: readonly HouseholdItem[];
  readonly agendaVersion: number;
  readonly attendance: Attendance;
  readonly checkedIn: boolean;
  readonly checkedOut: boolean;
}

export const noMeeting: Meeting = {
  exists: false,
  made: {},
  meetingId: '',
  teamId: '',
  state: 'planned',
  kind: 'regular',
  profile: '90',
  startsAt: '',
  durationMin: 0,
  agreement: noAgreement,
  bringInUntil: '',
  chairId: '',
  items: [],
  household: [],
  agendaVersion: 0,
  attendance: [],
  checkedIn: false,
  checkedOut: false,
};

/** An instant some minutes later, UTC with milliseconds. */
export const plusMinutes = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
export const endsAt = ({ startsAt, durationMin }: Pick<Meeting, 'startsAt' | 'durationMin'>): string => plusMinutes(startsAt, durationMin);
export const meetingDay = ({ startsAt }: Pick<Meeting, 'startsAt'>): string => amsterdamDate(startsAt);

export const stateOfItem = (item: Item): 'blocked' | Item['status'] =>
  item.status === 'accepted' && item.blockedBy.length > 0 ? 'blocked' : item.status;
/** Items that still have to be done with: neither done nor skipped nor removed. */
export const isOpenItem = ({ status }: Item): boolean => status === 'proposed' || status === 'accepted' || status === 'in_discussion';
/** Items of which the case knows that it is on the agenda. */
export const isScheduled = ({ status }: Item): boolean => status === 'accepted' || status === 'in_discussion';
/** Items that take a place on the agenda. */
export const takesPlace = ({ status }: Pick<Item, 'status'>): boolean => status !== 'removed';
export const itemOf = (meeting: Meeting, itemId: string): Item | undefined => meeting.items.find((item) => item.itemId === itemId);
export const openItemOf = (meeting: Meeting, caseId: string): Item | undefined =>
  meeting.items.find((item) => item.caseId === caseId && isOpenItem(item));

export const minutesOf = (steps: Agreement['fixedSteps']): number => steps.background + steps.reason + steps.goals + steps.actions;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
/** Minutes that are planned in a section. */
export const plannedIn = (meeting: Meeting, section: 'household' | Part): number =>
  section === 'household'
    ? sum(meeting.household.map((item) => item.minutes))
    : sum(meeting.items.filter((item) => item.part === section && takesPlace(item)).map((item) => item.minutes));
/** Minutes that a section has. */
export const budgetOf = ({ agreement }: Pick<Meeting, 'agreement'>, section: 'household' | Part): number =>
  section === 'household'
    ? agreement.household
    : section === 'fixed'
      ? agreement.fixedSlots * minutesOf(agreement.fixedSteps)
      : agreement.variable;

const takesSlot = <I extends Timetable['items'][number]>(items: readonly I[], slotNo: number): I | undefined =>
  items.find((item) => item.part === 'fixed' && item.slotNo === slotNo && takesPlace(item));
export const slotOf = (meeting: Meeting, slotNo: number): Item | undefined => takesSlot(meeting.items, slotNo);
export const freeSlots = (meeting: Meeting): readonly number[] =>
  Array.from({ length: meeting.agreement.fixedSlots }, (_, index) => index + 1).filter((slotNo) => slotOf(meeting, slotNo) === undefined);

/** What of a meeting says when its items come; a folded meeting and its document both have it. */
export interface Timetable extends Pick<Meeting, 'startsAt' | 'agreement'> {
  readonly items: readonly Pick<Item, 'itemId' | 'part' | 'slotNo' | 'minutes' | 'status'>[];
}

/** When an item comes, by the planned minutes of what comes before it; an empty slot keeps its time. */
export function startOf(meeting: Timetable, item: Pick<Item, 'itemId' | 'part' | 'slotNo'>): string {
  const { agreement } = meeting;
  const before = agreement.checkIn + agreement.household;
  if (item.part === 'fixed') {
    const earlier = Array.from({ length: (item.slotNo ?? 1) - 1 }, (_, index) => takesSlot(meeting.items, index + 1));
    return plusMinutes(meeting.startsAt, before + sum(earlier.map((each) => each?.minutes ?? minutesOf(agreement.fixedSteps))));
  }
  const acute = meeting.items.filter((each) => each.part === 'variable' && takesPlace(each));
  const index = acute.findIndex((each) => each.itemId === item.itemId);
  const ahead = index < 0 ? acute : acute.slice(0, index);
  return plusMinutes(meeting.startsAt, before + budgetOf(meeting, 'fixed') + sum(ahead.map((each) => each.minutes)));
}

const withItem = (meeting: Meeting, itemId: string, change: (item: Item) => Item): Meeting => ({
  ...meeting,
  items: meeting.items.map((item) => (item.itemId === itemId ? change(item) : item)),
});
const opened = (meeting: Meeting): Meeting => (meeting.state === 'planned' ? { ...meeting, state: 'agenda_open' } : meeting);

/** The items of a section in a new order; in the fixed part they trade slots. */
function ordered(items: readonly Item[], itemIds: readonly string[]): readonly Item[] {
  const named = itemIds.flatMap((itemId) => items.filter((item) => item.itemId === itemId));
  const slots = named.map((item) => item.slotNo).toSorted((a, b) => (a ?? 0) - (b ?? 0));
  const moved = named.map((item, index) => (item.part === 'fixed' ? { ...item, slotNo: slots[index]! } : item));
  return [...items.filter((item) => !itemIds.includes(item.itemId)), ...moved];
}

const roleFields = {
  chair: 'chairId',
  co_chair: 'coChairId',
  minute_taker: 'minuteTakerId',
  timekeeper: 'timekeeperId',
  observer: 'observerId',
} as const;

export const meetingFolds: Folds<Meeting, MeetingEvents> = {
  MeetingPlanned: (meeting, { place: _, videoUrl: __, onHoliday: ___, ...data }) => ({
    ...meeting,
    ...data,
    exists: true,
    state: 'planned',
    timekeeperId: data.chairId,
  }),
  FixedSlotReserved: (meeting, { reason: _, ...data }) => ({
    ...opened(meeting),
    items: [...meeting.items, { ...data, part: 'fixed', acute: false, status: 'proposed', blockedBy: [], guestIds: [], answeredIds: [] }],
  }),
  FixedSlotReleased: (meeting, { itemId }) => withItem(meeting, itemId, (item) => ({ ...item, status: 'removed' })),
  AgendaItemAdded: (before, { startsAt: _, takenFromItemId, ...data }) => {
    const meeting = opened(before);
    const known = itemOf(meeting, data.itemId);
    const { guestIds = [], answeredIds = [] } = known ?? {};
    const item: Item = { ...data, status: 'accepted', blockedBy: [], guestIds, answeredIds };
    const added = known ? withItem(meeting, data.itemId, () => item) : { ...meeting, items: [...meeting.items, item] };
    return takenFromItemId === undefined
      ? added
      : withItem(added, takenFromItemId, (from) => ({ ...from, minutes: from.minutes - data.minutes }));
  },
  BringInDeclined: (meeting) => meeting,
  HouseholdItemAdded: (meeting, { itemId, minutes }) => ({
    ...opened(meeting),
    household: [...meeting.household, { itemId, minutes }],
  }),
  AgendaOrdered: (meeting, { sections }) =>
    sections.reduce((state, { section, itemIds }): Meeting => {
      if (section !== 'household') return { ...state, items: ordered(state.items, itemIds) };
      const named = itemIds.flatMap((itemId) => state.household.filter((item) => item.itemId === itemId));
      return { ...state, household: [...named, ...state.household.filter((item) => !itemIds.includes(item.itemId))] };
    }, meeting),
  AgendaSent: (meeting, { version }) => ({ ...meeting, state: 'agenda_sent', agendaVersion: version }),
  ItemInvitationSent: (meeting, { itemId, partyIds }) =>
    withItem(meeting, itemId, (item) => ({ ...item, guestIds: [...new Set([...item.guestIds, ...partyIds])] })),
  ItemInvitationResponded: (meeting, { itemId, partyId }) =>
    withItem(meeting, itemId, (item) => ({ ...item, answeredIds: [...new Set([...item.answeredIds, partyId])] })),
  MeetingRoleReassigned: (meeting, { role, personId, itemId }) =>
    role === 'introducer'
      ? withItem(meeting, itemId ?? '', (item) => ({ ...item, substituteId: personId }))
      : { ...meeting, [roleFields[role]]: personId },
  AgendaItemBlocked: (meeting, { itemId, cause }) =>
    withItem(meeting, itemId, (item) => ({ ...item, blockedBy: [...item.blockedBy.filter((each) => each !== cause), cause] })),
  AgendaItemUnblocked: (meeting, { itemId, cause }) =>
    withItem(meeting, itemId, (item) => ({ ...item, blockedBy: item.blockedBy.filter((each) => each !== cause) })),
  AgendaItemRemoved: (meeting, { itemId }) => withItem(meeting, itemId, (item) => ({ ...item, status: 'removed' })),
  MeetingOpened: (meeting) => ({ ...meeting, state: 'in_session' }),
  AttendanceRecorded: (meeting, { attendance }) => ({ ...meeting, attendance }),
  CheckInCompleted: (meeting) => ({ ...meeting, checkedIn: true }),
  CheckOutCompleted: (meeting) => ({ ...meeting, checkedOut: true }),
  AgendaItemStarted: (meeting, { itemId, at }) =>
    withItem(meeting, itemId, (item) => ({ ...item, status: 'in_discussion', startedAt: at })),
  AgendaItemEnded: (meeting, { itemId, seconds, overrunSeconds }) =>
    withItem(meeting, itemId, (item) => ({ ...item, status: 'done', seconds, overrunSeconds })),
  AgendaItemSkipped: (meeting, { itemId }) => withItem(meeting, itemId, (item) => ({ ...item, status: 'skipped' })),
  MeetingClosed: (meeting) => ({ ...meeting, state: 'closed' }),
  MeetingRescheduled: (meeting, { startsAt, agreement, bringInUntil }) => ({ ...meeting, startsAt, agreement, bringInUntil }),
  MeetingCancelled: (meeting) => ({
    ...meeting,
    state: 'cancelled',
    items: meeting.items.map((item) => (isOpenItem(item) ? { ...item, status: 'removed' } : item)),
  }),
};
