import type { Sealed } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { MeetingData, MeetingEvents } from '../meeting/events/index.js';
import { noAgreement } from '../meeting/events/index.js';

type Planned = MeetingData<'MeetingPlanned'>;
type ItemStatus = 'proposed' | 'accepted' | 'in_discussion' | 'done' | 'skipped' | 'removed';

export interface MeetingItem {
  readonly itemId: string;
  readonly caseId: string;
  readonly itemKind: MeetingData<'AgendaItemAdded'>['itemKind'];
  readonly part: MeetingData<'AgendaItemAdded'>['part'];
  readonly slotNo?: number;
  readonly minutes: number;
  readonly acute: boolean;
  readonly status: ItemStatus;
  readonly blockedBy: readonly MeetingData<'AgendaItemBlocked'>['cause'][];
  readonly introducerId?: string;
  readonly substituteId?: string;
  readonly invitations: readonly Invitation[];
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly seconds?: number;
  readonly overrunSeconds?: number;
  readonly skippedFor?: string;
}
export interface Invitation {
  readonly partyId: string;
  readonly arrivalAt: string;
  readonly response?: MeetingData<'ItemInvitationResponded'>['response'];
  readonly note?: Sealed;
}
export interface MeetingHouseholdItem {
  readonly itemId: string;
  readonly minutes: number;
  readonly byId: string;
  readonly text: Sealed;
}

/** A meeting as it is read; which child an item is about stands in it as an id, and nothing more. */
export interface MeetingDocument {
  readonly meetingId: string;
  readonly teamId: string;
  readonly state: 'planned' | 'agenda_open' | 'agenda_sent' | 'in_session' | 'closed' | 'cancelled';
  readonly kind: Planned['kind'];
  readonly profile: Planned['profile'];
  readonly startsAt: string;
  readonly durationMin: number;
  readonly place?: Sealed;
  readonly videoUrl?: Sealed;
  readonly onHoliday: boolean;
  readonly agreement: Planned['agreement'];
  readonly bringInUntil: string;
  readonly roles: {
    readonly chairId: string;
    readonly coChairId?: string;
    readonly minuteTakerId?: string;
    readonly timekeeperId: string;
    readonly observerId?: string;
  };
  readonly items: readonly MeetingItem[];
  readonly household: readonly MeetingHouseholdItem[];
  readonly agendaVersion: number;
  readonly sent: readonly (Pick<MeetingData<'AgendaSent'>, 'version' | 'items'> & { readonly at: string })[];
  readonly declined: readonly MeetingData<'BringInDeclined'>[];
  readonly attendance: MeetingData<'AttendanceRecorded'>['attendance'];
  readonly openedAt?: string;
  readonly closedAt?: string;
  readonly checkIn?: MeetingData<'CheckInCompleted'>;
  readonly checkOut?: MeetingData<'CheckOutCompleted'>;
  readonly totals?: MeetingData<'MeetingClosed'>;
  readonly cancelledFor?: string;
}

const noMeeting: Omit<MeetingDocument, 'meetingId'> = {
  teamId: '',
  state: 'planned',
  kind: 'regular',
  profile: '90',
  startsAt: '',
  durationMin: 0,
  onHoliday: false,
  agreement: noAgreement,
  bringInUntil: '',
  roles: { chairId: '', timekeeperId: '' },
  items: [],
  household: [],
  agendaVersion: 0,
  sent: [],
  declined: [],
  attendance: [],
};

const isOpen = ({ status }: MeetingItem): boolean => status === 'proposed' || status === 'accepted' || status === 'in_discussion';
const withItem = (document: MeetingDocument, itemId: string, change: (item: MeetingItem) => MeetingItem): MeetingDocument => ({
  ...document,
  items: document.items.map((item) => (item.itemId === itemId ? change(item) : item)),
});
const opened = (document: MeetingDocument): MeetingDocument =>
  document.state === 'planned' ? { ...document, state: 'agenda_open' } : document;
const end = ({ startsAt, durationMin }: MeetingDocument): string => new Date(Date.parse(startsAt) + durationMin * 60_000).toISOString();

/** The items named, in this order; in the fixed part they trade slots. */
function ordered(items: readonly MeetingItem[], itemIds: readonly string[]): readonly MeetingItem[] {
  const named = itemIds.flatMap((itemId) => items.filter((item) => item.itemId === itemId));
  const slots = named.map((item) => item.slotNo).toSorted((a, b) => (a ?? 0) - (b ?? 0));
  const moved = named.map((item, index) => (item.part === 'fixed' ? { ...item, slotNo: slots[index]! } : item));
  return [...items.filter((item) => !itemIds.includes(item.itemId)), ...moved];
}
const roleNames = {
  chair: 'chairId',
  co_chair: 'coChairId',
  minute_taker: 'minuteTakerId',
  timekeeper: 'timekeeperId',
  observer: 'observerId',
} as const;

/** The agenda of a meeting, and how it went (domain.md §6); its rows are the list of a team's meetings. */
export const meetingsView = viewOf<MeetingDocument, MeetingEvents>()({
  name: 'meeting-1',
  of: ['caseMeeting'],
  initial: (meetingId) => ({ ...noMeeting, meetingId }),
  folds: {
    MeetingPlanned: (document, { chairId, coChairId, minuteTakerId, observerId, ...data }) => ({
      ...document,
      ...data,
      roles: {
        chairId,
        timekeeperId: chairId,
        ...(coChairId !== undefined && { coChairId }),
        ...(minuteTakerId !== undefined && { minuteTakerId }),
        ...(observerId !== undefined && { observerId }),
      },
    }),
    FixedSlotReserved: (document, { itemId, caseId, slotNo, itemKind, minutes }) => ({
      ...opened(document),
      items: [
        ...document.items,
        { itemId, caseId, itemKind, part: 'fixed', slotNo, minutes, acute: false, status: 'proposed', blockedBy: [], invitations: [] },
      ],
    }),
    FixedSlotReleased: (document, { itemId }) => withItem(document, itemId, (item) => ({ ...item, status: 'removed' })),
    AgendaItemAdded: (before, { startsAt: _, takenFromItemId, ...data }) => {
      const document = opened(before);
      const item: MeetingItem = { ...data, status: 'accepted', blockedBy: [], invitations: [] };
      const isKnown = document.items.some(({ itemId }) => itemId === data.itemId);
      const added = isKnown ? withItem(document, data.itemId, () => item) : { ...document, items: [...document.items, item] };
      return takenFromItemId === undefined
        ? added
        : withItem(added, takenFromItemId, (from) => ({ ...from, minutes: from.minutes - data.minutes }));
    },
    BringInDeclined: (document, data) => ({ ...document, declined: [...document.declined, data] }),
    HouseholdItemAdded: (document, item) => ({ ...opened(document), household: [...document.household, item] }),
    AgendaOrdered: (document, { sections }) =>
      sections.reduce((state, { section, itemIds }): MeetingDocument => {
        if (section !== 'household') return { ...state, items: ordered(state.items, itemIds) };
        const named = itemIds.flatMap((itemId) => state.household.filter((item) => item.itemId === itemId));
        return { ...state, household: [...named, ...state.household.filter((item) => !itemIds.includes(item.itemId))] };
      }, document),
    AgendaSent: (document, { version, items }, { occurredAt }) => ({
      ...document,
      state: 'agenda_sent',
      agendaVersion: version,
      sent: [...document.sent, { version, items, at: occurredAt }],
    }),
    ItemInvitationSent: (document, { itemId, partyIds, arrivalAt }) =>
      withItem(document, itemId, (item) => ({
        ...item,
        invitations: [...item.invitations, ...partyIds.map((partyId) => ({ partyId, arrivalAt }))],
      })),
    ItemInvitationResponded: (document, { itemId, partyId, response, note }) =>
      withItem(document, itemId, (item) => ({
        ...item,
        invitations: item.invitations.map((each) => (each.partyId === partyId ? { ...each, response, ...(note && { note }) } : each)),
      })),
    MeetingRoleReassigned: (document, { role, personId, itemId }) =>
      role === 'introducer'
        ? withItem(document, itemId ?? '', (item) => ({ ...item, substituteId: personId }))
        : { ...document, roles: { ...document.roles, [roleNames[role]]: personId } },
    AgendaItemBlocked: (document, { itemId, cause }) =>
      withItem(document, itemId, (item) => ({ ...item, blockedBy: [...item.blockedBy.filter((each) => each !== cause), cause] })),
    AgendaItemUnblocked: (document, { itemId, cause }) =>
      withItem(document, itemId, (item) => ({ ...item, blockedBy: item.blockedBy.filter((each) => each !== cause) })),
    AgendaItemRemoved: (document, { itemId }) => withItem(document, itemId, (item) => ({ ...item, status: 'removed' })),
    MeetingOpened: (document, { at }) => ({ ...document, state: 'in_session', openedAt: at }),
    AttendanceRecorded: (document, { attendance }) => ({ ...document, attendance }),
    CheckInCompleted: (document, checkIn) => ({ ...document, checkIn }),
    CheckOutCompleted: (document, checkOut) => ({ ...document, checkOut }),
    AgendaItemStarted: (document, { itemId, at }) =>
      withItem(document, itemId, (item) => ({ ...item, status: 'in_discussion', startedAt: at })),
    AgendaItemEnded: (document, { itemId, at, seconds, overrunSeconds }) =>
      withItem(document, itemId, (item) => ({ ...item, status: 'done', endedAt: at, seconds, overrunSeconds })),
    AgendaItemSkipped: (document, { itemId, reason }) =>
      withItem(document, itemId, (item) => ({ ...item, status: 'skipped', skippedFor: reason })),
    MeetingClosed: (document, totals, { occurredAt }) => ({ ...document, state: 'closed', totals, closedAt: occurredAt }),
    MeetingRescheduled: (document, { startsAt, agreement, bringInUntil, onHoliday }) => ({
      ...document,
      startsAt,
      agreement,
      bringInUntil,
      onHoliday,
    }),
    MeetingCancelled: (document, { reason }) => ({
      ...document,
      state: 'cancelled',
      cancelledFor: reason,
      items: document.items.map((item) => (isOpen(item) ? { ...item, status: 'removed' as const } : item)),
    }),
  },
  ignores: [],
  table: {
    columns: { team_id: 'text', starts_at: 'text', ends_at: 'text', state: 'text', case_ids: 'texts' },
    indexes: [['team_id', 'starts_at', 'id']],
    rows: (document) =>
      document.teamId === ''
        ? []
        : [
            {
              cells: {
                team_id: document.teamId,
                starts_at: document.startsAt,
                ends_at: end(document),
                state: document.state,
                case_ids: document.items.filter(isOpen).map(({ caseId }) => caseId),
              },
              item: {
                meetingId: document.meetingId,
                teamId: document.teamId,
                state: document.state,
                kind: document.kind,
                startsAt: document.startsAt,
                durationMin: document.durationMin,
                profile: document.profile,
                roles: document.roles,
                agendaVersion: document.agendaVersion,
                onHoliday: document.onHoliday,
              } satisfies MeetingRow,
            },
          ],
  },
});

/** What the list of meetings shows of one: when, how, by whom; nothing of its items. */
export type MeetingRow = Pick<
  MeetingDocument,
  'meetingId' | 'teamId' | 'state' | 'kind' | 'startsAt' | 'durationMin' | 'profile' | 'roles' | 'agendaVersion' | 'onHoliday'
>;
