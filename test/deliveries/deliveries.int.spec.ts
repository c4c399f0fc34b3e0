import { Deliveries } from '#infra/deliveries/deliveries.js';
import { noMailServer } from '#infra/deliveries/mailer.js';
import { testService } from '../support/open.js';
import { MailServer } from './mail-server.js';
import { WrittenStory, addressOf, mailFrom, postOver, settlePost } from './post.js';

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

const to = (address: string) => server.received.filter((mail) => mail.to.includes(addressOf(address)));

describe('a reminder', () => {
  it('goes by mail to whom has an address, all of one morning in one digest, and stands in the list', async () => {
    const { amina, youssef } = await told.asksConsent('Sami', { amina: { personId: 'amina' }, youssef: { contact: {} } });
    const first = told.story.caseId;
    await told.asksConsent('Noor', { petra: { language: 'en' }, piotr: { language: 'pl' } });
    await told.at('2026-09-24T07:00:00Z');
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual(['amina', 'joost', 'petra', 'piotr'].map(addressOf));
    const [joost] = to('joost');
    expect(joost!.subject).toBe('Er staan 2 taken voor u klaar');
    expect(joost!.text.match(/https:\/\/samen\.example\/cases\/[0-9a-f-]{36}\/deadlines\/[0-9a-f-]{36}/g)).toHaveLength(2);
    expect(joost!.html).toContain('<html lang="nl">');
    expect([to('petra')[0]!.subject, to('piotr')[0]!.subject]).toEqual([
      'You have a task',
      'You have a task / Er staat een taak voor u klaar',
    ]);
    expect(await told.told(first)).toEqual(
      expect.arrayContaining([
        `2026-09-24T06:30 D01 joost in_app sent`,
        `2026-09-24T06:30 D01 joost email sent`,
        `2026-09-24T06:30 D01 amina in_app sent`,
        `2026-09-24T06:30 D01 amina email sent`,
        `2026-09-24T06:30 D01 ${youssef} email skipped no_address`,
        `2026-09-24T06:30 digest joost email sent`,
        `2026-09-24T06:30 digest amina email sent`,
      ]),
    );
    expect(await told.told(first)).toHaveLength(7);
    for (const { raw } of server.received) expect(raw).not.toMatch(/Sami|Noor|Kanarie/i);
    expect(amina).toBeDefined();
  });

  it('carries the same message id and key at every try, and says that a machine wrote it', async () => {
    await told.asksConsent('Sami', { amina: {} });
    server.refuse(addressOf('amina'), 451, 1);
    await told.at('2026-09-24T07:00:00Z');
    expect(to('amina')).toEqual([]);
    await told.at('2026-09-24T07:00:31Z');
    const [mail] = to('amina');
    const key = mail!.headers.get('idempotency-key') as string;
    expect(mail!.messageId).toBe(`<${key}@samenspel.example>`);
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(server.asked.filter((address) => address === addressOf('amina'))).toHaveLength(2);
  });

  it('of each day goes in the digest of that day when the clock jumps over a month, each at its own moment', async () => {
    await told.asksConsent('Sami', { amina: {}, youssef: {} });
    await told.at('2026-10-21T10:00:00Z');
    const days = to('joost').map(({ headers }) => (headers.get('date') as Date).toISOString());
    expect(days).toEqual(['2026-09-24T06:30:00.000Z', '2026-09-28T06:30:00.000Z']);
    expect(server.received.map(({ headers }) => (headers.get('date') as Date).toISOString())).toEqual(
      server.received.map(({ headers }) => (headers.get('date') as Date).toISOString()).toSorted(),
    );
    const { rows } = await service.pool.query<{ count: number }>('select count(*) as count from deliveries.mails where sent_at <> due_at');
    expect(rows[0]!.count).toBe(0);
  });
});

describe('a mail server', () => {
  it('that is down for an hour loses and doubles nothing, and the oldest arrives first', async () => {
    await told.asksConsent('Sami', { amina: {}, youssef: {} });
    await server.stop();
    for (let minute = 0; minute < 60; minute += 5)
      await told.at(new Date(Date.parse('2026-09-24T06:30:00Z') + minute * 60_000).toISOString());
    expect(await told.post.counts()).toMatchObject({ sent: 0, failed: 0, bounced: 0 });
    expect(server.received).toEqual([]);
    // What falls due while it is away comes after what was due before.
    const child = { givenName: 'Noor', familyName: 'Kanarie', dateOfBirth: '2019-03-14' };
    await told.story.opens('femke', { child, urgency: 'urgent', urgencyReason: 'x' });
    await told.at('2026-09-24T07:26:00Z');
    await server.start();
    await told.at('2026-09-24T07:45:00Z');
    const addresses = server.received.map((mail) => mail.to[0]);
    expect(addresses.slice(0, 3).sort()).toEqual(['amina', 'joost', 'youssef'].map(addressOf));
    expect(addresses.slice(3).sort()).toEqual(['femke', 'karin'].map(addressOf));
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(5);
    expect(await told.post.counts()).toEqual({ queued: 0, retrying: 0, sent: 5, failed: 0, bounced: 0, skipped: 0 });
  });

  it('that refuses a recipient for good bounces that mail alone, which can be tried again by hand', async () => {
    const { amina } = await told.asksConsent('Sami', { amina: {}, youssef: {} });
    server.refuse(addressOf('amina'), 550);
    await told.at('2026-09-24T07:00:00Z');
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual(['joost', 'youssef'].map(addressOf));
    expect(await told.told()).toContain(`2026-09-24T06:30 D01 ${amina} email bounced smtp_550`);
    const [parked] = await told.post.parked();
    expect(parked).toMatchObject({ state: 'bounced', reason: 'smtp_550', attempts: 1, recipientId: amina });
    server.refuse(addressOf('amina'), 550, 0);
    expect(await told.post.retry(parked!.id)).toBe(true);
    await settlePost(service, told.post);
    expect(to('amina')).toHaveLength(1);
    expect(await told.post.parked()).toEqual([]);
    expect(await told.post.retry(parked!.id)).toBe(false);
  });

  it('that asks for patience for more than a day is given up, and can be seen', async () => {
    await told.asksConsent('Sami', { amina: {}, youssef: {} });
    server.refuse(addressOf('amina'), 451);
    await told.at('2026-09-24T07:00:00Z');
    await told.at('2026-09-25T06:59:00Z');
    expect(await told.post.parked()).toEqual([]);
    await told.at('2026-09-25T07:30:00Z');
    expect(await told.post.parked()).toMatchObject([{ state: 'failed', reason: 'smtp_451' }]);
    expect(await told.post.counts()).toMatchObject({ failed: 1, sent: 2 });
  });
});

describe('several workers', () => {
  it('send each mail once', async () => {
    for (const child of ['Sami', 'Noor', 'Bo', 'Kim']) await told.asksConsent(child, { [`a${child}`]: {}, [`b${child}`]: {} });
    const others = [await service.again(), await service.again()].map((other) => postOver(other, server.url));
    server.beforeTaking = () => new Promise((resolve) => setTimeout(resolve, 20));
    await service.clock.set('2026-09-24T07:00:00Z');
    do while ((await service.projector.catchUp()) > 0);
    while ((await service.alarms.ring()) > 0);
    const posts = [told.post, ...others];
    while ((await Promise.all(posts.map((post) => post.send()))).some((sent) => sent > 0));
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual(
      ['aBo', 'aKim', 'aNoor', 'aSami', 'bBo', 'bKim', 'bNoor', 'bSami', 'joost'].map(addressOf).sort(),
    );
  });

  it('say so of a mail that has nowhere to go', async () => {
    await told.asksConsent('Sami', { amina: {} });
    const nowhere = new Deliveries({ ...service, mailer: noMailServer, mailFrom, publicUrl: 'https://samen.example' });
    await service.clock.set('2026-09-24T07:00:00Z');
    await settlePost(service, nowhere);
    const causes = await service.pool.query(`select state, cause from deliveries.mails`);
    expect(causes.rows).toEqual([1, 2].map(() => ({ state: 'skipped', cause: 'no_mail_server' })));
    expect(await told.post.counts()).toMatchObject({ sent: 0 });
  });

  it('send once what one that was killed had not handed over yet', async () => {
    await told.asksConsent('Sami', { amina: {} });
    const mailer = { via: 'smtp' as const, send: () => new Promise<never>(() => undefined) };
    const killed = new Deliveries({ ...service, mailer, mailFrom, publicUrl: 'https://samen.example' });
    await service.clock.set('2026-09-24T07:00:00Z');
    do while ((await service.projector.catchUp()) > 0);
    while ((await service.alarms.ring()) > 0);
    void killed.send();
    const claimed = async () => (await told.post.counts()).retrying;
    for (const until = performance.now() + 5_000; (await claimed()) < 2 && performance.now() < until;) await Promise.resolve();
    expect([await claimed(), await told.post.send()]).toEqual([2, 0]);
    await service.pool.query('update deliveries.mails set claimed_until = clock_timestamp()');
    expect(await told.post.send()).toBe(2);
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual(['amina', 'joost'].map(addressOf));
    expect(await told.post.counts()).toMatchObject({ sent: 2, retrying: 0 });
  });

  it('take over from one that was killed while it had a mail, once its time for it is over', async () => {
    await told.asksConsent('Sami', { amina: {} });
    let taken = 0;
    let release: () => void = () => undefined;
    const frozen = postOver(service, server.url, 60_000);
    server.beforeTaking = () => {
      taken += 1;
      return taken === 1 ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    };
    await service.clock.set('2026-09-24T07:00:00Z');
    do while ((await service.projector.catchUp()) > 0);
    while ((await service.alarms.ring()) > 0);
    const stuck = frozen.send();
    const until = performance.now() + 5_000;
    while (taken === 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await told.post.send()).toBe(0);
    expect((await told.post.counts()).sent).toBe(1);
    await service.pool.query(`update deliveries.mails set claimed_until = clock_timestamp() where state = 'queued'`);
    expect(await told.post.send()).toBe(1);
    expect((await told.post.counts()).sent).toBe(2);
    release();
    await stuck;
    // The one that was killed had handed it over already: the second copy can be told by its key.
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(2);
    expect(await told.post.counts()).toMatchObject({ sent: 2, queued: 0, retrying: 0 });
  });
});
