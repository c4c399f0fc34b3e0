import { randomUUID } from 'node:crypto';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { actor, deLinde, openSami } from '../../../../test/support/people.js';
import { testService } from '../../../../test/support/open.js';
import type { Service } from '../service.js';
import type { Answer } from './execute.js';
import { Refused } from './refused.js';

let service: Awaited<ReturnType<typeof testService>>;
let teamId: string;
const femke = actor('femke');

beforeAll(async () => {
  service = await testService();
  teamId = (await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: deLinde })).id;
});
afterAll(() => service?.dispose());

const give = (
  command: string,
  id: string | undefined,
  body: unknown,
  more: { idempotencyKey?: string; ifMatch?: number; by?: string; at?: Service } = {},
): Promise<Answer> =>
  (more.at ?? service).execute.run(caseAggregate, {
    caller: actor(more.by ?? 'femke'),
    command,
    body,
    ...(id !== undefined && { id }),
    ...(more.idempotencyKey !== undefined && { idempotencyKey: more.idempotencyKey }),
    ...(more.ifMatch !== undefined && { ifMatch: more.ifMatch }),
  });
const codeOf = (giving: Promise<unknown>): Promise<string> =>
  giving.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error as Error)),
  );
let child = 0;
const aCase = async (): Promise<string> => {
  child += 1;
  const body = openSami(teamId);
  return (await give('OpenCase', undefined, { ...body, child: { ...body.child, familyName: `El Idrissi ${child}` } })).id;
};

describe('a command', () => {
  it('opens a case and says what happened', async () => {
    const body = { ...openSami(teamId), caseId: randomUUID() };
    const answer = await give('OpenCase', undefined, { ...body, child: { ...body.child, givenName: 'Anders' } });
    expect(answer).toMatchObject({ id: body.caseId, revision: 1, events: ['CaseOpened', 'CycleStarted'], created: {}, replayed: false });
    expect(answer.position).toMatch(/^\d{16,20}$/);
  });

  it('is refused to whom has nothing to do with the case as if it were not there', async () => {
    const id = await aCase();
    expect(await codeOf(give('ChangeUrgency', id, {}, { by: 'nobody' }))).toBe('not-found');
    expect(await codeOf(give('ChangeUrgency', randomUUID(), {}))).toBe('not-found');
    expect(
      await codeOf(service.execute.run(caseAggregate, { caller: { ...femke, tenant: 'other' }, command: 'ChangeUrgency', id, body: {} })),
    ).toBe('not-found');
    expect(await codeOf(give('AssignCaseOwner', id, {}, { by: 'bas' }))).toBe('forbidden');
  });

  it('sent eight times at once, again, by another process and with an If-Match that moved on gives one set of events and equal answers', async () => {
    const id = await aCase();
    const idempotencyKey = randomUUID();
    const body = { kind: 'child', name: 'Sami', relation: 'kind', contact: {}, language: 'nl', interpreter: false };
    const second = await service.again();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => give('AddParty', id, body, { idempotencyKey, ...(index % 2 && { at: second }) })),
    );
    await give('AssignCaseOwner', id, { ownerId: 'joost', familyPreference: false });
    const third = await service.again();
    answers.push(await give('AddParty', id, body, { idempotencyKey, at: third, ifMatch: 1 }));
    const plain = answers.map(({ replayed: _, ...answer }) => answer);
    expect(plain).toEqual(plain.map(() => plain[0]));
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    const { events } = await service.store.read(`supportCase-${id}`, -1);
    expect(events.filter((event) => event.type === 'PartyAdded')).toHaveLength(1);
  });

  it('with the key of another path or body is refused', async () => {
    const [id, other] = [await aCase(), await aCase()];
    const idempotencyKey = randomUUID();
    const body = { urgency: 'urgent', reason: 'spoed' };
    await give('ChangeUrgency', id, body, { idempotencyKey });
    expect(await codeOf(give('ChangeUrgency', id, { ...body, reason: 'anders' }, { idempotencyKey }))).toBe('idempotency-mismatch');
    expect(await codeOf(give('ChangeUrgency', other, body, { idempotencyKey }))).toBe('idempotency-mismatch');
    expect(await codeOf(give('AssignCaseOwner', id, { ownerId: 'joost', familyPreference: false }, { idempotencyKey }))).toBe(
      'idempotency-mismatch',
    );
    expect((await give('ChangeUrgency', id, { reason: 'spoed', urgency: 'urgent', occurredAt: null }, { idempotencyKey })).replayed).toBe(
      true,
    );
  });

  it('of 64 writers on one revision wins once; 63 are told that it moved on', async () => {
    const id = await aCase();
    const second = await service.again();
    const codes = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        codeOf(
          give(
            'ChangeUrgency',
            id,
            { urgency: index % 2 ? 'urgent' : 'urgent', reason: `nr ${index}` },
            { ifMatch: 1, ...(index % 2 && { at: second }) },
          ),
        ),
      ),
    );
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(codes.filter((code) => code === 'revision-conflict')).toHaveLength(63);
  });

  it('that asks for what is so already gives no event', async () => {
    const id = await aCase();
    await give('AssignCaseOwner', id, { ownerId: 'joost', familyPreference: false });
    expect(await give('AssignCaseOwner', id, { ownerId: 'joost', familyPreference: false })).toMatchObject({ revision: 2, events: [] });
  });

  it('makes an id that the body leaves out, and refuses one that stands for something else', async () => {
    const id = await aCase();
    const party = { kind: 'network', name: 'Oma', relation: 'oma', contact: {}, language: 'nl', interpreter: false };
    const { created } = await give('AddParty', id, party);
    const partyId = created['partyId']!;
    expect(partyId).toMatch(/^[0-9a-f-]{36}$/);
    const chosen = { ...party, partyId: randomUUID() };
    expect((await give('AddParty', id, chosen)).created).toEqual({});
    expect(await give('AddParty', id, chosen)).toMatchObject({ events: [] });
    expect(await codeOf(give('AddParty', id, { ...chosen, name: 'Opa' }))).toBe('id-in-use');
  });

  it('on a case id that is taken says no more than that, in whatever tenant', async () => {
    const body = { ...openSami(teamId), caseId: randomUUID() };
    const sister = { ...body, child: { ...body.child, givenName: 'Zus' } };
    await give('OpenCase', undefined, sister);
    expect(await give('OpenCase', undefined, sister)).toMatchObject({ events: [], revision: 1 });
    expect(await codeOf(give('OpenCase', undefined, { ...sister, reason: 'iets anders' }))).toBe('id-in-use');
    const abroad = { ...actor('beheer', 'admin'), tenant: 'abroad' };
    const other = await service.execute.run(teamAggregate, { caller: abroad, command: 'RegisterTeam', body: deLinde });
    expect(
      await codeOf(
        service.execute.run(caseAggregate, {
          caller: { ...femke, tenant: 'abroad' },
          command: 'OpenCase',
          body: { ...sister, teamId: other.id },
        }),
      ),
    ).toBe('id-in-use');
  });

  it('opens one case a child and team, also when six open it at once', async () => {
    const body = openSami(teamId);
    const child = { ...body.child, givenName: 'Één', externalId: 'LVS-1' };
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(give('OpenCase', undefined, { ...body, child }))));
    expect(codes.sort()).toEqual(['accepted', ...Array.from({ length: 5 }, () => 'child-already-open')]);
    expect(await codeOf(give('OpenCase', undefined, { ...body, child: { ...child, externalId: undefined, givenName: 'een' } }))).toBe(
      'child-already-open',
    );
    expect(await codeOf(give('OpenCase', undefined, { ...body, child: { ...child, externalId: 'LVS-2' } }))).toBe('accepted');
  });

  it('on behalf of a person has that person’s rights, and both are recorded', async () => {
    const system = actor('lvs', 'integration');
    const as = (onBehalfOf: string) =>
      service.execute.run(caseAggregate, {
        caller: system,
        command: 'ChangeUrgency',
        id,
        body: { urgency: 'urgent', reason: 'spoed', onBehalfOf },
      });
    const id = await aCase();
    expect(
      await codeOf(
        service.execute.run(caseAggregate, { caller: system, command: 'ChangeUrgency', id, body: { urgency: 'urgent', reason: 'x' } }),
      ),
    ).toBe('forbidden');
    expect(await codeOf(as('nobody'))).toBe('not-found');
    await as('femke');
    const { events } = await service.store.read(`supportCase-${id}`, 1);
    expect(JSON.parse(events[0]!.meta)).toMatchObject({ actorId: 'lvs', onBehalfOf: 'femke', actorRole: 'CO', controllerOrgId: 'school' });
    expect(await codeOf(give('ChangeUrgency', id, { urgency: 'regular', reason: 'x', onBehalfOf: 'bas' }))).toBe('validation');
  });

  it('leaves no text in the clear, and an event says what holds after it', async () => {
    const id = await aCase();
    const { events } = await service.store.read(`supportCase-${id}`, -1);
    expect(events.map(({ data, meta }) => data + meta).join('')).not.toMatch(/Sami|Idrissi|begrepen|2019-03-14/);
    expect(JSON.parse(events[0]!.meta)).toMatchObject({
      after: { phase: 'preparation', consent: 'none' },
      command: 'OpenCase',
      actorId: 'femke',
    });
  });

  it('about somebody whose key was destroyed is refused, and what was stored opens no more', async () => {
    const id = await aCase();
    await service.keyStore.destroySubject({ tenant: 'demo', kind: 'case', subject: id });
    expect(await codeOf(give('ChangeUrgency', id, { urgency: 'urgent', reason: 'spoed' }))).toBe('data-erased');
    const { state } = await service.streams.load(caseAggregate, id);
    expect(await service.vault.opened(state.child)).toMatchObject({ givenName: 'erased', familyName: 'erased' });
  });
});
