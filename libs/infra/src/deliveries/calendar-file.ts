import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** Something that goes with a mail. */
export interface Attachment {
  readonly filename: string;
  /** With its parameters, such as `text/calendar; method=REQUEST`. */
  readonly contentType: string;
  readonly text: string;
}

export interface Invitation {
  /** The same for as long as it is the same appointment. */
  readonly uid: string;
  /** Rises with each change. */
  readonly sequence: number;
  readonly isCancelled: boolean;
  readonly startsAt: string;
  readonly endsAt: string;
  /** When it was said. */
  readonly stampedAt: string;
  readonly summary: string;
  readonly description: string;
  readonly place?: string;
  readonly videoUrl?: string;
  /** `Name <address>` or an address alone. */
  readonly organizer: string;
  readonly attendee: string;
}

const zone = 'Europe/Amsterdam';
/** The rule of the European Union since 1996, by which a calendar that does not know the zone reads its times. */
const zoneComponent = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\n');

const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
/** What calendar and clock show in Amsterdam, without a zone: the form that the package writes down as it stands. */
const localTime = (at: string): string => wallClock.format(new Date(at)).replace(' ', 'T');

const organizerOf = (from: string): { name: string; email: string } => {
  const [, name = '', email = from] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? [];
  return { name: name || email, email };
};

/** An appointment for the calendar of one person: asked for or changed by REQUEST, taken back by CANCEL. */
export function calendarFile(invitation: Invitation): Attachment {
  const { uid, sequence, isCancelled, startsAt, endsAt, stampedAt, summary, description, place, videoUrl } = invitation;
  const method = isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  // The zone stands on the event alone: on the calendar it would turn the stamp, which is UTC, into local time.
  const calendar = ical({ prodId: '//samenspel//meetings//EN', method, timezone: { name: null, generator: () => zoneComponent } });
  calendar.createEvent({
    id: uid,
    sequence,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    timezone: zone,
    start: localTime(startsAt),
    end: localTime(endsAt),
    stamp: new Date(stampedAt),
    summary,
    description,
    ...(place !== undefined && { location: place }),
    ...(videoUrl !== undefined && { url: videoUrl }),
    organizer: organizerOf(invitation.organizer),
    attendees: [{ email: invitation.attendee, status: ICalAttendeeStatus.NEEDSACTION, rsvp: false }],
  });
  return { filename: 'invitation.ics', contentType: `text/calendar; method=${method}`, text: calendar.toString() };
}
