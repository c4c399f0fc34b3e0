import type { NewEvent } from '../kernel/index.js';
import { membersOn } from '../team/state.js';
import type { MeetingContext } from './command.js';
import { meetingEvent } from './events/index.js';
import type { Item, Meeting } from './state.js';
import { isOpenItem, meetingFolds, startOf } from './state.js';

type Fold = (meeting: Meeting, data: never, meta: never) => Meeting;

/** The meeting after events that are about to be stored. */
const foldedOnto = (meeting: Meeting, events: readonly NewEvent[]): Meeting =>
  events.reduce(
    (state, { type, data }) => (meetingFolds as { readonly [type: string]: Fold })[type]!(state, data as never, {} as never),
    meeting,
  );

const onAgenda = (meeting: Meeting): readonly Item[] => meeting.items.filter(isOpenItem);

/** The next version of the agenda, as everybody gets it. */
export function agendaSent(meeting: Meeting, { team, today }: MeetingContext): NewEvent {
  const items = onAgenda(meeting);
  const guests = items.filter((item) => item.guestIds.length > 0);
  return meetingEvent('AgendaSent', {
    version: meeting.agendaVersion + 1,
    changed: meeting.agendaVersion > 0,
    recipients: [...membersOn(team, today).map(({ personId }) => personId), ...new Set(guests.flatMap((item) => item.guestIds))],
    items: items
      .map((item) => ({ itemId: item.itemId, part: item.part, minutes: item.minutes, startsAt: startOf(meeting, item) }))
      .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    itemVisibility: guests.map((item) => ({ itemId: item.itemId, partyIds: item.guestIds })),
  });
}

/** What changes an agenda that was sent makes a new version of it, with a notice to everybody. */
export const withNotice = (meeting: Meeting, events: readonly NewEvent[], context: MeetingContext): readonly NewEvent[] =>
  meeting.state === 'agenda_sent' && events.length > 0 ? [...events, agendaSent(foldedOnto(meeting, events), context)] : events;
