import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { testService } from '../support/open.js';
import { actor, openSami } from '../support/people.js';
import { MailServer } from './mail-server.js';
import { WrittenStory, addressOf, postOver, settlePost } from './post.js';

let service: Awaited<ReturnType<typeof testService>>;
let server: MailServer;
let told: WrittenStory;

beforeEach(async () => {
  [service, server] = [await testService(), new MailServer()];
  await server.start();
  await service.clock.set('2026-09-21T07:00:00Z');
  told = await WrittenStory.begin(service, postOver(service, server.url));
});
afterEach(async () => {
  await server.stop();
  await service.dispose();
});

const mails = () => server.received.map(({ to, headers }) => `${(headers.get('date') as Date).toISOString().slice(0, 16)} ${to[0]}`);
/** Lets the reminders of a moment ring and be planned, but nothing be sent: as if the server were away. */
async function heldBack(at: string): Promise<void> {
  await server.stop();
  await told.at(at);
  await server.start();
}

describe('who is written to', () => {
  it('is judged once more when the mail goes out: who has left by then, or must be reached in another way, is not written to', async () => {
    const { amina, youssef, petra } = await told.asksConsent('Sami', { amina: {}, youssef: {}, petra: {}, rob: {} });
    await heldBack('2026-09-24T06:30:00Z');
    await told.story.give('femke', 'EndParty', { partyId: amina, endedOn: '2026-09-24', reason: 'x' });
    await told.story.give('femke', 'UpdateParty', { partyId: youssef, safeContactNote: 'x' });
    await told.story.give('femke', 'UpdateParty', { partyId: petra, contact: { phone: '+31 6 12345678' } });
    const left = { personId: 'joost', to: '2026-09-24', reason: 'x' };
    await service.execute.run(teamAggregate, {
      caller: actor('beheer', 'admin'),
      command: 'EndMembership',
      id: told.story.teamId,
      body: left,
    });
    await told.at('2026-09-24T06:45:00Z');
    // Half a minute after the first try: the clock jumped over the second one.
    expect(server.received.map(({ to, headers }) => [to[0], (headers.get('date') as Date).toISOString().slice(0, 17)])).toEqual([
      [addressOf('rob'), '2026-09-24T06:30:'],
    ]);
    expect((server.received[0]!.headers.get('date') as Date).getUTCSeconds()).toBeGreaterThanOrEqual(30);
    expect((await told.told()).filter((line) => line.includes('skipped')).sort()).toEqual(
      [
        `2026-09-24T06:30 D01 ${amina} email skipped party_ended`,
        `2026-09-24T06:30 D01 ${youssef} email skipped safe_contact`,
        `2026-09-24T06:30 D01 ${petra} email skipped no_address`,
        `2026-09-24T06:30 D01 joost email skipped membership_ended`,
        `2026-09-24T06:30 digest ${amina} email skipped party_ended`,
        `2026-09-24T06:30 digest ${youssef} email skipped safe_contact`,
        `2026-09-24T06:30 digest ${petra} email skipped no_address`,
        `2026-09-24T06:30 digest joost email skipped membership_ended`,
      ].sort(),
    );
  });

  it('has an address that can still be opened', async () => {
    const { amina } = await told.asksConsent('Sami', { amina: {}, youssef: {} });
    await heldBack('2026-09-24T06:30:00Z');
    await service.keyStore.destroySubject({ tenant: 'demo', kind: 'party', subject: amina! });
    await told.at('2026-09-24T06:45:00Z');
    expect(mails()).toEqual(expect.not.arrayContaining([expect.stringContaining('amina')]));
    expect(await told.told()).toContain(`2026-09-24T06:30 D01 ${amina} email skipped erased`);
  });

  it('gets the rest of a digest when one case of it is over', async () => {
    await told.asksConsent('Sami', { amina: { personId: 'ouder' } });
    const first = told.story.caseId;
    const { amina } = await told.asksConsent('Noor', { amina: { personId: 'ouder' } });
    await told.party('rob', 'parent_authority');
    await heldBack('2026-09-24T06:30:00Z');
    await told.story.give('femke', 'EndParty', { partyId: amina, endedOn: '2026-09-24', reason: 'x' });
    await told.at('2026-09-24T06:45:00Z');
    const [mail] = server.received.filter(({ to }) => to[0] === addressOf('amina'));
    expect(mail!.text.match(/cases\/[0-9a-f-]{36}/g)).toEqual([`cases/${first}`]);
    expect(await told.told()).toContain('2026-09-24T06:30 D01 ouder email skipped party_ended');
    expect(await told.told(first)).toContain('2026-09-24T06:30 D01 ouder email sent');
  });
});

describe('what somebody chose', () => {
  it('decides by which channels and when an escalation comes; a reminder rings all the same', async () => {
    await told.prefers('joost', { channels: ['in_app'] });
    await told.prefers('femke', { channels: ['email'], quietFrom: '08:00', quietUntil: '09:15' });
    await told.asksConsent('Sami', { amina: {} });
    await told.at('2026-10-01T10:00:00Z');
    expect(mails().filter((line) => !line.includes('amina'))).toEqual([`2026-09-30T07:15 ${addressOf('femke')}`]);
    expect((await told.told()).filter((line) => /joost|femke/.test(line))).toEqual([
      '2026-09-24T06:30 D01 joost in_app sent',
      '2026-09-28T06:30 D01 joost in_app sent',
      '2026-09-30T06:30 D01 femke email sent',
    ]);
  });

  it('does not keep what is urgent in a digest', async () => {
    const urgent = { urgency: 'urgent', urgencyReason: 'x' };
    await told.story.opens('femke', urgent);
    await told.at('2026-09-21T07:00:10Z');
    expect(mails().sort()).toEqual(['femke', 'karin'].map((name) => `2026-09-21T07:00 ${addressOf(name)}`));
    await told.asksConsent('Noor', { amina: {} }, urgent);
    await told.at('2026-09-24T06:30:01Z');
    const joost = server.received.filter(({ to }) => to[0] === addressOf('joost'));
    expect(joost.map(({ subject }) => subject)).toEqual(['Er staat een taak voor u klaar']);
    expect((await told.told()).filter((line) => line.includes('digest'))).toEqual([]);
  });
});

describe('what is told late', () => {
  it('goes out by itself when the digest of its morning has left', async () => {
    await told.asksConsent('Sami', { amina: {} });
    await told.at('2026-09-24T06:30:00Z');
    expect(mails()).toEqual(expect.arrayContaining([`2026-09-24T06:30 ${addressOf('joost')}`]));
    // A case of that morning that no worker had come to.
    await service.clock.set('2026-09-21T08:00:00Z');
    await told.asksConsent('Noor', { petra: {} });
    await told.at('2026-09-24T06:31:00Z');
    expect(mails().filter((line) => line.includes('joost'))).toHaveLength(2);
    expect((await told.told()).filter((line) => line.includes('joost email'))).toEqual(['2026-09-24T06:30 D01 joost email sent']);
  });

  it('before there were deliveries is not told again', async () => {
    await told.asksConsent('Sami', { amina: {} });
    await service.pool.query('delete from deliveries.checkpoint');
    await service.clock.set('2026-09-24T07:00:00Z');
    do while ((await service.projector.catchUp()) > 0);
    while ((await service.alarms.ring()) > 0);
    await settlePost(service, told.post);
    expect(server.received).toEqual([]);
    expect(await told.told()).toContain('2026-09-24T06:30 D01 joost in_app sent');
  });
});

describe('what cannot be decided', () => {
  it('is parked, is seen, and is decided when it can be', async () => {
    const followUp = '0193a5c2-7d10-7000-8000-0193a5c27d99';
    const eventId = '0193a5c2-7d10-7000-8000-0193a5c27d98';
    const at = '2026-09-24T06:30:00.000Z';
    const data = {
      deadlineId: eventId,
      rule: 'D01',
      step: 'reminder-1',
      setAt: 0,
      subject: { type: 'case', id: followUp },
      dueOn: '2026-09-28',
      at,
      caseRevision: 0,
      told: [{ recipientId: 'joost', as: 'OW' }],
    };
    const meta = {
      eventId,
      schemaVersion: 1,
      tenantId: 'demo',
      actorId: 'worker',
      actorRole: 'WK',
      occurredAt: at,
      recordedAt: at,
      commandId: eventId,
    };
    await service.store.append({
      tenant: 'demo',
      stream: `followUp-${followUp}`,
      expectedRevision: -1,
      events: [{ eventId, type: 'ReminderSent', data: JSON.stringify(data), meta: JSON.stringify(meta) }],
      keys: [],
    });
    expect(await told.post.plan()).toBe(1);
    const [parked] = await told.post.parked();
    expect(parked).toMatchObject({ state: 'failed', reason: 'undecided', recipientId: 'joost' });
    expect(await told.post.counts()).toMatchObject({ failed: 1 });
    expect(await told.post.retry(parked!.id)).toBe(false);
    const body = { caseId: followUp, ...openSami(told.story.teamId) };
    await service.execute.run(caseAggregate, { caller: actor('femke'), command: 'OpenCase', body });
    expect(await told.post.retry(parked!.id)).toBe(true);
    expect(await told.post.parked()).toEqual([]);
    await told.at(at);
    expect(mails()).toEqual([`2026-09-24T06:30 ${addressOf('joost')}`]);
  });
});
