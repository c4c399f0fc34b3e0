import type { MeetingEventType } from '#domain/meeting/events/index.js';
import type { Meeting } from '#domain/meeting/index.js';
import { endsAt, isOpenItem, meetingAggregate, plusMinutes, startOf } from '#domain/meeting/index.js';
import type { Meta, Sealed } from '#domain/kernel/index.js';
import { foldOne, revive } from '#domain/kernel/index.js';
import type { Team } from '#domain/team/state.js';
import { membersOn } from '#domain/team/state.js';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import { upcast } from '../event-store/upcast.js';
import type { NoticeKind } from './notice-letter.js';

const stream = 'caseMeeting-';
const types = [
  'MeetingPlanned',
  'MeetingRescheduled',
  'MeetingCancelled',
  'AgendaSent',
  'AgendaItemRemoved',
  'ItemInvitationSent',
] as const satisfies readonly MeetingEventType[];
type NoticeType = (typeof types)[number];

/** Events of a meeting about which its people are written to. */
export const isNotice = (type: string): type is NoticeType => (types as readonly string[]).includes(type);
export const noticeStream = (meetingId: string): string => `${stream}${meetingId}`;
/** The meeting of an event about which people are written to. */
export const meetingOfNotice = ({ stream: name, type }: Pick<StoredEvent, 'stream' | 'type'>): string | undefined =>
  name.startsWith(stream) && isNotice(type) ? name.slice(stream.length) : undefined;

/** A meeting as it was when an event happened. */
export interface Happened {
  readonly type: NoticeType;
  readonly revision: number;
  readonly meta: Meta;
  readonly before: Meeting;
  readonly after: Meeting;
  readonly place?: Sealed;
  readonly videoUrl?: Sealed;
  /** By partyId: when the own item began by what the guest was told before, and how many minutes earlier it is asked to come. */
  readonly guests: ReadonlyMap<string, { readonly startsAt: string; readonly early: number }>;
  readonly data: { readonly partyIds?: readonly string[]; readonly itemId?: string; readonly version?: number };
}

/** Folds a meeting up to one of its events; throws when the stream does not hold it. */
export async function happenedAt(store: EventStore, meetingId: string, eventId: string): Promise<Happened> {
  const { events } = await store.read(noticeStream(meetingId), -1);
  const guests = new Map<string, { startsAt: string; early: number }>();
  let before = meetingAggregate.initial(meetingId);
  let venue: Pick<Happened, 'place' | 'videoUrl'> = {};
  for (const stored of events) {
    const { type, data: plain, meta } = upcast(stored);
    const data = revive(plain) as Happened['data'] & { readonly arrivalAt?: string; readonly place?: Sealed; readonly videoUrl?: Sealed };
    const after = foldOne(meetingAggregate, before, type, data, meta);
    if (type === 'MeetingPlanned') venue = { ...(data.place && { place: data.place }), ...(data.videoUrl && { videoUrl: data.videoUrl }) };
    if (type === 'ItemInvitationSent') {
      const startsAt = startOf(after, itemIn(after, data.itemId!));
      for (const partyId of data.partyIds!)
        guests.set(partyId, { startsAt, early: (Date.parse(startsAt) - Date.parse(data.arrivalAt!)) / 60_000 });
    }
    if (stored.eventId === eventId && isNotice(type))
      return { type, revision: stored.revision, meta, before, after, guests, data, ...venue };
    if (type === 'MeetingRescheduled' || type === 'AgendaSent')
      for (const { partyId, startsAt } of guestsOf(after)) guests.set(partyId, { early: 0, ...guests.get(partyId), startsAt });
    before = after;
  }
  throw new Error('The meeting holds no such event.');
}

const itemIn = (meeting: Meeting, itemId: string): Meeting['items'][number] => meeting.items.find((item) => item.itemId === itemId)!;
const guestsOf = (meeting: Meeting) =>
  meeting.items
    .filter(isOpenItem)
    .flatMap((item) =>
      item.guestIds.map((partyId) => ({ partyId, itemId: item.itemId, caseId: item.caseId, startsAt: startOf(meeting, item) })),
    );

/** Who is written to; guests by their partyId, with the case that knows them. */
export interface Addressee {
  readonly recipientId: string;
  readonly caseId?: string;
}

/** Members hear of the meeting and its agenda; guests of their own item, when they are asked, when its time changes, when it is off. */
export function addresseesOf({ type, before, after, data, guests }: Happened, team: Team, on: string): readonly Addressee[] {
  const members = membersOn(team, on).map(({ personId }) => ({ recipientId: personId }));
  const asGuests = (found: ReturnType<typeof guestsOf>) => found.map(({ partyId, caseId }) => ({ recipientId: partyId, caseId }));
  switch (type) {
    case 'MeetingPlanned':
      return members;
    case 'MeetingRescheduled':
      return [...members, ...asGuests(guestsOf(after))];
    case 'MeetingCancelled':
      return [...members, ...asGuests(guestsOf(before))];
    case 'AgendaSent':
      return [...members, ...asGuests(guestsOf(after).filter(({ partyId, startsAt }) => guests.get(partyId)?.startsAt !== startsAt))];
    case 'AgendaItemRemoved':
      return asGuests(guestsOf(before).filter(({ itemId }) => itemId === data.itemId));
    case 'ItemInvitationSent':
      return asGuests(guestsOf(after).filter(({ partyId }) => data.partyIds!.includes(partyId)));
  }
}

/** What one person is told: of the whole meeting, or of the own item alone. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly arrivalAt?: string;
  /** What tells the appointment from others, where it belongs in a calendar. */
  readonly appointment?: string;
}

/** What an event says to a member, or to a guest (a partyId). */
export function noticeFor(happened: Happened, recipientId: string, isGuest: boolean): Notice {
  const { type, before, after, data, guests } = happened;
  const isOff = type === 'MeetingCancelled' || type === 'AgendaItemRemoved';
  const meeting = isOff ? before : after;
  if (!isGuest) {
    const kinds = { MeetingPlanned: 'planned', MeetingRescheduled: 'moved', MeetingCancelled: 'cancelled' } as const;
    const span = { startsAt: meeting.startsAt, endsAt: endsAt(meeting) };
    if (type in kinds) return { kind: kinds[type as keyof typeof kinds], ...span, appointment: meeting.meetingId };
    return { kind: (data.version ?? 1) > 1 ? 'agenda_changed' : 'agenda', ...span };
  }
  const item = meeting.items.findLast((each) => each.guestIds.includes(recipientId) && isOpenItem(each))!;
  const startsAt = startOf(meeting, item);
  return {
    kind: isOff ? 'uninvited' : type === 'ItemInvitationSent' ? 'invited' : 'moved',
    startsAt,
    endsAt: plusMinutes(startsAt, item.minutes),
    arrivalAt: plusMinutes(startsAt, -(guests.get(recipientId)?.early ?? 0)),
    appointment: `${meeting.meetingId}-${item.itemId}`,
  };
}
