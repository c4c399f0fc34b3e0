import { randomUUID } from 'node:crypto';
import { Sealed, about, id, list, object, optional, revive, stringify } from '#domain/kernel/index.js';
import { testService } from '../../../../test/support/open.js';
import { erased } from './vault.js';

const vocabulary = {
  NoteTaken: { noteId: id, text: about('case'), more: optional(about('case')) },
  PartyAdded: {
    partyId: id,
    name: about('party'),
    contact: object({ email: optional(about('party')) }),
    remark: optional(about('compartment')),
  },
  TeamMade: { members: list(object({ personId: id, name: about('staff') })) },
};
const hide = Sealed.hide;
let service: Awaited<ReturnType<typeof testService>>;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service?.dispose());

const stream = (): string => `supportCase-${randomUUID()}`;
/** Seals one event and stores its keys, as an append does; gives its data as read back. */
async function store(to: string, type: keyof typeof vocabulary, data: Record<string, unknown>): Promise<Record<string, Sealed>> {
  const eventId = randomUUID();
  const sealed = await service.vault.seal('demo', to, vocabulary, [{ eventId, type, data }]);
  await service.store.append({
    tenant: 'demo',
    stream: to,
    expectedRevision: -1,
    events: [{ eventId, type, data: sealed.data[0]!, meta: '{}' }],
    keys: sealed.keys,
  });
  return revive(JSON.parse(sealed.data[0]!)) as Record<string, Sealed>;
}

describe('the vault', () => {
  it('seals what the vocabulary marks and opens it again, in one batch', async () => {
    const data = await store(stream(), 'NoteTaken', { noteId: randomUUID(), text: hide('Ik wil dat ze me snappen'), more: hide('é 🦊') });
    expect(await service.vault.opened(data)).toMatchObject({ text: 'Ik wil dat ze me snappen', more: 'é 🦊' });
    expect(JSON.stringify(data)).not.toContain('snappen');
    expect(stringify(data)).toContain('"v":1');
  });

  it('has one key a subject and event: two subjects in one event have two', async () => {
    const to = stream();
    const partyId = randomUUID();
    const data = await store(to, 'PartyAdded', {
      partyId,
      name: hide('Amina'),
      contact: { email: hide('amina@example.org') },
      remark: hide('niet samen uitnodigen'),
    });
    const { rows } = await service.pool.query<{ kind: string }>(
      'select s.kind from keys.events e join keys.subjects s on s.key_id = e.subject_key where e.stream = $1 order by 1',
      [to],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['compartment', 'party']);
    await service.keyStore.destroySubject({ tenant: 'demo', kind: 'party', subject: partyId });
    expect(await service.vault.opened(data)).toMatchObject({ name: erased, contact: { email: erased }, remark: 'niet samen uitnodigen' });
  });

  it('erases one event and leaves the others', async () => {
    const to = stream();
    const [first, second] = [
      await store(to, 'NoteTaken', { noteId: randomUUID(), text: hide('eerste') }),
      await store(stream(), 'NoteTaken', { noteId: randomUUID(), text: hide('tweede') }),
    ];
    await service.keyStore.destroyEvents([first['text']!.envelope!.e]);
    expect([await service.vault.opened(first['text']), await service.vault.opened(second['text'])]).toEqual([erased, 'tweede']);
  });

  it('keeps the dead dead when the database is put back to what it was', async () => {
    const to = stream();
    const subject = to.slice('supportCase-'.length);
    const data = await store(to, 'NoteTaken', { noteId: randomUUID(), text: hide('weg') });
    const { rows } = await service.pool.query('select * from keys.subjects where subject = $1', [subject]);
    await service.keyStore.destroySubject({ tenant: 'demo', kind: 'case', subject });
    await service.pool.query('update keys.subjects set wrapped = $2, destroyed_at = null where subject = $1', [subject, rows[0].wrapped]);
    const restarted = await service.again();
    expect(await restarted.vault.opened(data['text'])).toBe(erased);
    expect(await restarted.keyStore.isDestroyed({ tenant: 'demo', kind: 'case', subject })).toBe(true);
  });

  it('opens no envelope that was moved to another field or changed by a bit', async () => {
    const data = await store(stream(), 'NoteTaken', { noteId: randomUUID(), text: hide('hier'), more: hide('daar') });
    const { text, more } = data as { text: Sealed; more: Sealed };
    const moved = Sealed.stored({ ...more.envelope!, f: 'text' });
    const bytes = Buffer.from(text.envelope!.d, 'base64');
    bytes[0] = bytes[0]! ^ 1;
    const flipped = Sealed.stored({ ...text.envelope!, d: bytes.toString('base64') });
    await expect(service.vault.open([moved])).rejects.toThrow();
    await expect(service.vault.open([flipped])).rejects.toThrow();
  });

  it('makes one key for a subject, however many make it at once', async () => {
    const others = await Promise.all([service.again(), service.again()]);
    const ref = { tenant: 'demo', kind: 'case' as const, subject: randomUUID() };
    const keys = await Promise.all(Array.from({ length: 60 }, (_, index) => [service, ...others][index % 3]!.keyStore.subjectKeys([ref])));
    expect(new Set(keys.map((each) => [...each.values()][0]!.key.toString('hex'))).size).toBe(1);
  });

  it.each([
    [
      'a field the vocabulary does not declare',
      'NoteTaken',
      { noteId: 'x', text: hide('a'), extra: 'in the clear' },
      'extra is not declared',
    ],
    ['a field that is missing', 'NoteTaken', { noteId: 'x' }, 'text is missing'],
    ['a text in the clear', 'NoteTaken', { noteId: 'x', text: 'in the clear' }, 'text is not sealed'],
    ['a sealed text where none is marked', 'NoteTaken', { noteId: hide('a'), text: hide('b') }, 'noteId is not declared as sealed'],
    ['a text about nobody', 'TeamMade', { members: [{ name: hide('a') }] }, 'is missing'],
    ['an event nobody knows', 'Unheard', {}, 'has no event'],
  ])('refuses %s', async (_, type, data, message) => {
    await expect(service.vault.seal('demo', stream(), vocabulary, [{ eventId: randomUUID(), type, data }])).rejects.toThrow(message);
  });
});
