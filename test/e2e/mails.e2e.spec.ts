import { randomUUID } from 'node:crypto';
import type { Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';
import { deLinde, openSami } from '../support/people.js';

interface Mail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly text: string }[];
  readonly at: string;
}

let service: Running;
let femke: string;
let teamId: string;
const caseIds: string[] = [];

const members = deLinde.members.map((member) => ({
  ...member,
  email: `${member.personId}@school.example`,
  language: member.personId === 'femke' ? 'en' : 'nl',
}));

beforeAll(async () => {
  service = await startSamenspel({ PUBLIC_URL: 'https://samen.example' });
  await service.at('2026-09-21T07:00:00Z');
  femke = await service.token('femke');
  const team = { ...deLinde, members };
  teamId = (await service.post('/v1/teams', team, await service.token('beheer', 'admin'))).body['id'] as string;
  for (const familyName of ['Kanarie', 'Roodborst']) {
    const body = openSami(teamId);
    const child = { ...body.child, givenName: 'Ozewiezewoze', familyName };
    const caseId = (await service.post('/v1/cases', { ...body, child }, femke)).body['id'] as string;
    caseIds.push(caseId);
    const give = (command: string, asked: unknown) => service.post(`/v1/cases/${caseId}/${command}`, asked, femke);
    const party = { kind: 'parent_authority', name: 'Amina Kanarie', relation: 'ouder', language: 'nl', interpreter: false };
    const partyId = randomUUID();
    await give('add-party', { ...party, partyId, contact: { email: 'amina@thuis.example' } });
    await give('assign-case-owner', { ownerId: 'joost', familyPreference: false });
    expect((await give('request-consent', { scopes: ['discuss_team'], purpose: 'Bespreken', askedOf: [partyId] })).status).toBe(200);
  }
});
afterAll(() => service?.dispose());

const mails = async (query = ''): Promise<readonly Mail[]> => {
  const { status, body } = await service.get(`/dev/mails${query}`);
  expect(status).toBe(200);
  return body['items'] as Mail[];
};

describe('the outbox of a service without a mail server', () => {
  it('holds one digest a person for a morning, with a link for each task and no name in it', async () => {
    await service.at('2026-09-24T07:00:00Z', true);
    const all = await mails();
    expect(all.map(({ to }) => to).sort()).toEqual(['amina@thuis.example', 'amina@thuis.example', 'joost@school.example']);
    const [joost] = await mails('?to=Joost@school.example');
    expect(joost).toMatchObject({ subject: 'Er staan 2 taken voor u klaar', at: '2026-09-24T06:30:00.000Z' });
    expect(joost!.messageId).toMatch(/^<[0-9a-f-]{36}@localhost>$/);
    for (const caseId of caseIds) expect(joost!.text).toContain(`https://samen.example/cases/${caseId}/deadlines/`);
    expect(JSON.stringify(all)).not.toMatch(/Ozewiezewoze|Kanarie|Roodborst|Sami/i);
  });

  it('holds a digest of each day when the clock jumps over a month, newest last, in the language of who reads it', async () => {
    await service.at('2026-10-24T10:00:00Z', true);
    const all = await mails();
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
    const toFemke = all.filter(({ to }) => to === 'femke@school.example');
    expect(new Set(toFemke.map(({ subject }) => subject))).toEqual(new Set(['You have 2 tasks']));
    const mornings = toFemke.filter(({ at }) => at.endsWith('T06:30:00.000Z')).map(({ at }) => at.slice(0, 10));
    expect(mornings).toEqual(expect.arrayContaining(['2026-09-30', '2026-10-05']));
    expect(new Set(mornings).size).toBe(mornings.length);
    expect(JSON.stringify(all)).not.toMatch(/Ozewiezewoze|Kanarie|Roodborst|Sami/i);
  });

  it('is read page by page', async () => {
    const all = await mails();
    const seen: Mail[] = [];
    let cursor = '';
    do {
      const { body } = await service.get(`/dev/mails?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...(body['items'] as Mail[]));
      cursor = (body['nextCursor'] as string | null) ?? '';
    } while (cursor);
    expect(seen).toEqual(all);
    expect((await service.get('/dev/mails?cursor=x')).status).toBe(400);
    expect((await service.get('/dev/mails?from=x')).status).toBe(400);
  });

  it('and the list agree: each reminder has a row a channel, the digest one without a rule', async () => {
    const { body } = await service.get(`/v1/notifications?caseId=${caseIds[0]}&limit=200`, femke);
    const items = body['items'] as Record<string, unknown>[];
    const first = items.filter(({ dueAt, recipientId }) => dueAt === '2026-09-24T06:30:00.000Z' && recipientId === 'joost');
    expect(first.map(({ kind, rule, channel, state, sentAt }) => [kind, rule, channel, state, sentAt]).sort()).toEqual([
      ['digest', null, 'email', 'sent', '2026-09-24T06:30:00.000Z'],
      ['reminder', 'D01', 'email', 'sent', '2026-09-24T06:30:00.000Z'],
      ['reminder', 'D01', 'in_app', 'sent', '2026-09-24T06:30:00.000Z'],
    ]);
    expect(new Set(items.map(({ notificationId }) => notificationId)).size).toBe(items.length);
    const paged: unknown[] = [];
    let cursor = '';
    do {
      const page = await service.get(`/v1/notifications?caseId=${caseIds[0]}&limit=3${cursor && `&cursor=${cursor}`}`, femke);
      paged.push(...(page.body['items'] as unknown[]));
      cursor = (page.body['nextCursor'] as string | null) ?? '';
    } while (cursor);
    expect(paged).toEqual(items);
    const own = await service.get('/v1/notifications?personId=femke', await service.token('joost'));
    expect(own.body['items']).toEqual([]);
    expect((await service.get(`/v1/notifications?caseId=${caseIds[0]}`, await service.token('bas'))).body['items']).toEqual([]);
  });

  it('shows the appointment that comes with a meeting', async () => {
    const when = { startsAt: '2026-11-03T14:30:00.000Z', durationMin: 90, place: 'De Linde', profile: '90', kind: 'regular' };
    const { status, body } = await service.post('/v1/meetings', { teamId, ...when, chairId: 'karin', minuteTakerId: 'bas' }, femke);
    expect(status).toBe(201);
    await service.at('2026-10-24T10:01:00Z', true);
    const [mail] = (await mails('?to=femke@school.example')).filter(({ attachments }) => attachments.length > 0);
    expect(mail).toMatchObject({ subject: 'Invitation to a meeting', attachments: [{ filename: 'invitation.ics' }] });
    expect(mail!.text).toContain(`https://samen.example/meetings/${body['id']}`);
    expect(mail!.attachments[0]!.contentType).toBe('text/calendar; method=REQUEST');
    expect(mail!.attachments[0]!.text).toContain('DTSTART;TZID=Europe/Amsterdam:20261103T153000');
  });

  it('says the same after everything was killed, and nothing twice', async () => {
    const before = await mails();
    await service.killEverything();
    await service.start();
    await service.at('2026-10-24T11:00:00Z', true);
    expect(await mails()).toEqual(before);
    for (const name of ['Kanarie', 'Ozewiezewoze', 'amina@thuis.example']) expect(service.output()).not.toContain(name);
  });
});
