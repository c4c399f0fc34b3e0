import { randomUUID } from 'node:crypto';
import ICAL from 'ical.js';
import { meetingAggregate } from '#domain/meeting/index.js';
import { testService } from '../support/open.js';
import { actor } from '../support/people.js';
import { MailServer } from './mail-server.js';
import type { Received } from './mail-server.js';
import { WrittenStory, addressOf, mailFrom, postOver } from './post.js';

const text = 'Korte, gewone tekst.';
let service: Awaited<ReturnType<typeof testService>>;
let server: MailServer;
let told: WrittenStory;
let meetingId: string;
const itemId = randomUUID();

beforeEach(async () => {
  [service, server, meetingId] = [await testService(), new MailServer(), randomUUID()];
  await server.start();
  await service.clock.set('2026-09-21T07:00:00Z');
  told = await WrittenStory.begin(service, postOver(service, server.url));
});
afterEach(async () => {
  await server.stop();
  await service.dispose();
});

const meet = (by: string, command: string, body: object) =>
  service.execute.run(meetingAggregate, {
    caller: actor(by),
    command,
    ...(command === 'PlanMeeting' ? {} : { id: meetingId }),
    body,
  });
/** A meeting on Friday 16 October, 15:30 in summer time. */
const plan = () =>
  meet('femke', 'PlanMeeting', {
    meetingId,
    teamId: told.story.teamId,
    kind: 'regular',
    startsAt: '2026-10-16T13:30:00.000Z',
    durationMin: 90,
    place: 'De Linde, kamer 2',
    profile: '90',
    chairId: 'karin',
    minuteTakerId: 'bas',
  });
/** Tuesday 3 November, 15:30 in winter time. */
const move = () => meet('karin', 'RescheduleMeeting', { newStartsAt: '2026-11-03T14:30:00.000Z' });
const to = (name: string): readonly Received[] => server.received.filter((mail) => mail.to.includes(addressOf(name)));

/** What a calendar makes of the file that came with a mail. */
function appointment(mail: Received) {
  const file = mail.files.get('invitation.ics')!;
  const calendar = new ICAL.Component(ICAL.parse(file.text) as unknown[]);
  const event = calendar.getFirstSubcomponent('vevent')!;
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  const moment = (name: string): string => {
    const property = event.getFirstProperty(name)!;
    expect(property.getParameter('tzid')).toBe(zone.tzid);
    const time = property.getFirstValue() as ICAL.Time;
    time.zone = zone;
    return time.toJSDate().toISOString();
  };
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: String(event.getFirstPropertyValue('uid')),
    sequence: Number(event.getFirstPropertyValue('sequence')),
    status: event.getFirstPropertyValue('status'),
    summary: event.getFirstPropertyValue('summary'),
    place: event.getFirstPropertyValue('location'),
    organizer: String(event.getFirstPropertyValue('organizer')).toLowerCase(),
    attendee: String(event.getFirstPropertyValue('attendee')).toLowerCase(),
    zone: zone.tzid,
    from: moment('dtstart'),
    until: moment('dtend'),
    stamp: String(event.getFirstPropertyValue('dtstamp')),
  };
}

/** Sami may be discussed: prepared, consented, brought in; its item takes slot 2. */
async function withSami(): Promise<string> {
  const { amina } = await told.asksConsent('Sami', { amina: { personId: 'amina', language: 'en' } });
  await told.story.consents(amina!);
  await told.story.give('joost', 'SavePreparation', { background: text, question: text });
  await told.story.give('joost', 'SubmitPreparation', { formVersion: 1 });
  await told.story.give('joost', 'BringIn', { meetingId, part: 'fixed', introducerId: 'joost', minutes: 20 });
  await meet('karin', 'ReserveFixedSlot', { itemId, slotNo: 2, caseId: told.story.caseId, itemKind: 'discussion' });
  return amina!;
}

describe('a planned meeting', () => {
  it('comes to each member with an appointment, right on both sides of a clock change; moved and cancelled it stays the same one', async () => {
    await plan();
    await told.at('2026-09-21T07:01:00Z');
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual(['bas', 'femke', 'joost', 'karin'].map(addressOf));
    await move();
    await told.at('2026-09-21T07:02:00Z');
    await meet('karin', 'CancelMeeting', { reason: 'illness' });
    await told.at('2026-09-21T07:03:00Z');
    const mails = to('joost');
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Uitnodiging voor een overleg',
      'Een overleg is verzet',
      'Een overleg gaat niet door',
    ]);
    const [planned, moved, off] = mails.map(appointment);
    expect(planned).toMatchObject({
      method: 'REQUEST',
      status: 'CONFIRMED',
      summary: 'Overleg',
      place: 'De Linde, kamer 2',
      organizer: 'mailto:post@samenspel.example',
      attendee: `mailto:${addressOf('joost')}`,
      zone: 'Europe/Amsterdam',
      from: '2026-10-16T13:30:00.000Z',
      until: '2026-10-16T15:00:00.000Z',
      stamp: '2026-09-21T07:00:00Z',
    });
    expect(moved).toMatchObject({ method: 'REQUEST', from: '2026-11-03T14:30:00.000Z', until: '2026-11-03T16:00:00.000Z' });
    expect(off).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', from: '2026-11-03T14:30:00.000Z' });
    expect(new Set([planned!.uid, moved!.uid, off!.uid])).toEqual(new Set([`meeting-${meetingId}@samenspel.example`]));
    expect(planned!.sequence < moved!.sequence && moved!.sequence < off!.sequence).toBe(true);
    expect([mails[0]!.text, mails[1]!.text]).toEqual([
      expect.stringContaining('vrijdag 16 oktober 2026, van 15:30 tot 17:00 uur'),
      expect.stringContaining('dinsdag 3 november 2026, van 15:30 tot 17:00 uur'),
    ]);
    expect(to('bas')[0]!.subject).toBe('Invitation to a meeting');
    expect(mails[0]!.files.get('invitation.ics')!.contentType).toBe('text/calendar');
  });

  it('is told once, however often it is planned, and not by mail to whom chose the list alone', async () => {
    await told.prefers('joost', { channels: ['in_app'] });
    await plan();
    await told.at('2026-09-21T07:01:00Z');
    await service.pool.query(`update deliveries.checkpoint set position = ''`);
    await told.at('2026-09-21T07:02:00Z');
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual(['bas', 'femke', 'karin'].map(addressOf));
  });
});

describe('a guest', () => {
  it('gets the time of the own item, a quarter of an hour before it, each change of it, and its end; and no link to the meeting', async () => {
    await plan();
    const amina = await withSami();
    await meet('karin', 'InviteToItem', { itemId, partyIds: [amina] });
    await told.at('2026-09-21T07:01:00Z');
    await move();
    await told.at('2026-09-21T07:02:00Z');
    await meet('karin', 'RemoveItem', { itemId, reason: 'parent_absent' });
    await told.at('2026-09-21T07:03:00Z');
    const mails = to('amina').filter(({ files }) => files.size > 0);
    expect(mails.map(({ subject }) => subject)).toEqual(['Invitation to a meeting', 'A meeting was moved', 'An appointment is cancelled']);
    const [invited, moved, off] = mails.map(appointment);
    expect(invited).toMatchObject({
      method: 'REQUEST',
      summary: 'Meeting',
      from: '2026-10-16T13:45:00.000Z',
      until: '2026-10-16T14:20:00.000Z',
    });
    expect(moved).toMatchObject({ method: 'REQUEST', from: '2026-11-03T14:45:00.000Z', until: '2026-11-03T15:20:00.000Z' });
    expect(off).toMatchObject({ method: 'CANCEL' });
    expect([moved!.uid, off!.uid]).toEqual([invited!.uid, invited!.uid]);
    expect(invited!.uid).not.toBe(`meeting-${meetingId}@samenspel.example`);
    expect(invited!.sequence < moved!.sequence && moved!.sequence < off!.sequence).toBe(true);
    expect(mails[0]!.text).toContain('from 16:00 to 16:20');
    expect(mails[0]!.text).toContain('Please be there at 15:45.');
    expect(mails[0]!.text).not.toContain('https://');
    for (const { raw, files } of server.received)
      expect([raw, ...[...files.values()].map((file) => file.text)].join()).not.toMatch(/Sami|Kanarie/i);
  });

  it('who may not be written to any more gets nothing', async () => {
    await plan();
    const amina = await withSami();
    await meet('karin', 'InviteToItem', { itemId, partyIds: [amina] });
    await told.story.give('femke', 'UpdateParty', { partyId: amina, safeContactNote: 'Bel alleen overdag.', reason: 'Gevraagd.' });
    await told.at('2026-09-21T07:01:00Z');
    expect(to('amina')).toEqual([]);
    const { rows } = await service.pool.query<{ cause: string }>(
      `select cause from deliveries.deliveries where rule = 'ItemInvitationSent' and recipient_id = $1`,
      [amina],
    );
    expect(rows).toEqual([{ cause: 'safe_contact' }]);
  });
});

describe('an agenda', () => {
  it('that is sent is told to the members, and each change of it again; the guests only when their time changes', async () => {
    await plan();
    const amina = await withSami();
    await meet('karin', 'InviteToItem', { itemId, partyIds: [amina] });
    await meet('karin', 'SendAgenda', {});
    await told.at('2026-09-21T07:01:00Z');
    await meet('karin', 'AddHouseholdItem', { text, minutes: 5, noNamesOfChildren: true });
    await told.at('2026-09-21T07:02:00Z');
    expect(to('joost').map(({ subject }) => subject)).toEqual([
      'Uitnodiging voor een overleg',
      'De agenda staat klaar',
      'De agenda is gewijzigd',
    ]);
    expect(to('joost')[1]!.text).toContain(`https://samen.example/meetings/${meetingId}`);
    expect(to('joost')[1]!.files.size).toBe(0);
    expect(to('amina').filter(({ files }) => files.size > 0)).toHaveLength(1);
    expect(mailFrom).toContain('samenspel.example');
  });
});
