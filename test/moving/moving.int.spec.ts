import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import type { Sealed } from '#domain/kernel/index.js';
import { revive } from '#domain/kernel/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { EventStore, StoredEvent } from '#infra/event-store/event-store.js';
import { exportAccessLog, importAccessLog } from '#infra/moving/access.js';
import { derivedFits, resetDerived } from '#infra/moving/derived.js';
import { exportEvents } from '#infra/moving/export-events.js';
import { importEvents } from '#infra/moving/import-events.js';
import { exportKeys, importKeys } from '#infra/moving/keys.js';
import { verifyFile } from '#infra/moving/verify-file.js';
import type { Service } from '#infra/service.js';
import { actor, deLinde, openSami } from '../support/people.js';
import { rowHashes } from '../support/row-hashes.js';
import { at, everything, Houses, options } from './houses.js';
import { fillLog } from './log.js';
import { Random } from './random.js';

const houses = new Houses();
const house = (like?: Service): Promise<Service> => houses.house(like);
const file = (name: string): string => houses.file(name);
beforeEach(() => houses.open());
afterEach(() => houses.close());

const publicKey = ({ tenantKeys }: Service): string => tenantKeys.signer.publicKey;

const partsOf = (events: readonly StoredEvent[]) =>
  events.map(({ stream, revision, eventId, type, data, meta }) => ({ stream, revision, eventId, type, data, meta }));

async function openCase(service: Service, teamId: string, number: number): Promise<string> {
  const body = openSami(teamId);
  const child = { ...body.child, familyName: `Nummer ${number}` };
  return (await service.execute.run(caseAggregate, { caller: actor('femke'), command: 'OpenCase', body: { ...body, child } })).id;
}

/** Some children with their cases; gives the team and the ids of the cases. */
async function liveIn(service: Service, cases: number): Promise<{ readonly teamId: string; readonly ids: readonly string[] }> {
  const ask = { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: deLinde };
  const { id: teamId } = await service.execute.run(teamAggregate, ask);
  const opening = Array.from({ length: cases }, async (_, index) => {
    const id = await openCase(service, teamId, index);
    const body = { urgency: 'urgent', reason: `Reden ${index}` };
    await service.execute.run(caseAggregate, { caller: actor('femke'), command: 'ChangeUrgency', id, body });
    return id;
  });
  return { teamId, ids: await Promise.all(opening) };
}

/** The first sealed text of a case, opened. */
async function reads(service: Service, caseId: string): Promise<string | undefined> {
  const { events } = await service.store.read(`supportCase-${caseId}`, -1);
  const data = revive(JSON.parse(events[0]!.data) as Record<string, unknown>) as { readonly reason: Sealed };
  return (await service.vault.open([data.reason])).get(data.reason);
}

describe('moving house', () => {
  it('carries events, keys and access log: equal hashes, equal read models, and what can be read stays readable', async () => {
    const source = await house();
    const { teamId, ids } = await liveIn(source, 30);
    const caseId = ids[0];
    await source.projector.prepare();
    await source.projector.catchUp();
    await source.evidence.catchUp();
    const look = { at, tenant: 'demo', personId: 'femke', roles: ['CO'], action: 'R', objectType: 'case', objectId: caseId! } as const;
    await source.accessLog.write({ ...look, part: 'case', level: 'full', outcome: 'given' });
    await exportEvents(source.store, file('events'), options);
    await exportKeys(source.pool, file('keys'), publicKey(source), at);
    await exportAccessLog(source.pool, file('access'), at);

    const target = await house(source);
    await importKeys(target.pool, file('keys'), publicKey(target));
    await importAccessLog(target.pool, file('access'));
    const { written } = await importEvents(target.store, file('events'));
    await target.projector.prepare();
    await target.projector.catchUp();
    await target.evidence.catchUp();

    const events = await everything(source.store);
    expect(written).toBe(events.length);
    expect(partsOf(await everything(target.store))).toEqual(partsOf(events));
    expect(await rowHashes(target.pool)).toEqual(await rowHashes(source.pool));
    const head = 'select ordinal, hash from evidence.head';
    expect((await target.pool.query(head)).rows).toEqual((await source.pool.query(head)).rows);
    expect(await verifyFile(target.store, file('events'))).toEqual([]);
    expect(await reads(target, caseId!)).toBe('Sami wordt in de groep vaak niet begrepen.');
    for (const table of ['keys.subjects', 'keys.events', 'keys.places', 'access.log'])
      expect((await target.pool.query(`select * from ${table} t order by t::text`)).rows).toEqual(
        (await source.pool.query(`select * from ${table} t order by t::text`)).rows,
      );
    await target.accessLog.write({ ...look, part: 'case', level: 'full', outcome: 'given' });
    // The place of each open case came along.
    await expect(openCase(target, teamId, 0)).rejects.toMatchObject({ code: 'child-already-open' });
    await openCase(target, teamId, 30);
  });

  it('leaves nothing to read for who has the events without the keys', async () => {
    const source = await house();
    const { ids } = await liveIn(source, 1);
    await exportEvents(source.store, file('events'), options);
    expect(await readFile(file('events'), 'utf8')).not.toContain('begrepen');
    const target = await house(source);
    await importEvents(target.store, file('events'));
    expect(await reads(target, ids[0]!)).toBe('erased');
  });

  it('brings no child back that was erased after the export', async () => {
    const source = await house();
    const [erased, other, late] = (await liveIn(source, 3)).ids;
    await source.keyStore.destroySubject({ tenant: 'demo', kind: 'case', subject: late! });
    await exportEvents(source.store, file('events'), options);
    await exportKeys(source.pool, file('keys'), publicKey(source), at);
    await source.keyStore.destroySubject({ tenant: 'demo', kind: 'case', subject: erased! });

    const target = await house(source);
    await importKeys(target.pool, file('keys'), publicKey(target));
    await target.keyStore.applyDestroyed();
    await importEvents(target.store, file('events'));
    expect(await reads(target, erased!)).toBe('erased');
    expect(await reads(target, late!)).toBe('erased');
    expect(await reads(target, other!)).toContain('Sami');
    expect(await target.keyStore.isDestroyed({ tenant: 'demo', kind: 'case', subject: erased! })).toBe(true);
    expect((await target.pool.query('select 1 from keys.places where case_id = $1', [erased])).rowCount).toBe(0);
  });

  it('keeps every byte of awkward texts, also over a store that takes one run after the other', async () => {
    const source = await house();
    await fillLog(source.store, new Random(11), 700);
    await exportEvents(source.store, file('events'), options);
    const target = await house();
    const { append, read, readAll, lastPosition, onAppended } = target.store;
    const plain: EventStore = {
      append: append.bind(target.store),
      read: read.bind(target.store),
      readAll: readAll.bind(target.store),
      lastPosition: lastPosition.bind(target.store),
      onAppended: onAppended.bind(target.store),
    };
    await importEvents(plain, file('events'));
    expect(partsOf(await everything(target.store))).toEqual(partsOf(await everything(source.store)));
  });

  it('goes on where a killed export stopped, wherever that was', async () => {
    const source = await house();
    await fillLog(source.store, new Random(12), 300);
    await exportEvents(source.store, file('whole'), options);
    const whole = await readFile(file('whole'));
    const random = new Random(13);
    for (let kill = 0; kill < 12; kill += 1) {
      await writeFile(file('cut'), whole);
      await truncate(file('cut'), whole.indexOf('\n') + 1 + random.below(whole.length - whole.indexOf('\n') - 1));
      if (kill % 3 === 0) await appendFile(file('cut'), 'rubbish\n');
      await exportEvents(source.store, file('cut'), options);
      expect((await readFile(file('cut'))).equals(whole)).toBe(true);
    }
    expect(await exportEvents(source.store, file('cut'), options)).toMatchObject({ written: 0 });
  });

  it('goes on where a killed import stopped', async () => {
    const source = await house();
    await fillLog(source.store, new Random(14), 3_500);
    await exportEvents(source.store, file('events'), options);
    const target = await house();
    let calls = 0;
    const dying = new Proxy(target.store, {
      get: (store, name) => {
        const value: unknown = Reflect.get(store, name);
        if (name === 'appendInOrder' && ++calls > 4) throw new Error('killed');
        return typeof value === 'function' ? (value.bind(store) as unknown) : value;
      },
    });
    await expect(importEvents(dying, file('events'))).rejects.toThrow('killed');
    expect(await importEvents(target.store, file('events'))).toMatchObject({ found: 2_000, written: 1_500 });
    expect(await importEvents(target.store, file('events'))).toMatchObject({ found: 3_500, written: 0 });
    expect(partsOf(await everything(target.store))).toEqual(partsOf(await everything(source.store)));
  });

  it('can bring the bulk first and what came after it later', async () => {
    const source = await house();
    await fillLog(source.store, new Random(15), 200);
    const { closing: first } = await exportEvents(source.store, file('first'), options);
    await source.store.append({ tenant: 'demo', stream: 'supportCase-late', expectedRevision: -1, events: [late], keys: [] });
    await exportEvents(source.store, file('rest'), { ...options, start: first });
    const target = await house();
    await expect(importEvents(target.store, file('rest'))).rejects.toThrow('import what comes before');
    await importEvents(target.store, file('first'));
    expect(await importEvents(target.store, file('rest'))).toMatchObject({ found: 0, written: 1 });
    expect(partsOf(await everything(target.store))).toEqual(partsOf(await everything(source.store)));
    expect(await verifyFile(target.store, file('rest'))).toEqual([]);
  });

  describe('is refused', () => {
    it('for a file that was cut off or changed, before anything is stored', async () => {
      const source = await house();
      await fillLog(source.store, new Random(16), 50);
      await exportEvents(source.store, file('events'), options);
      const text = await readFile(file('events'), 'utf8');
      const target = await house();
      await writeFile(file('cut'), text.slice(0, text.lastIndexOf('{"end"')));
      await expect(importEvents(target.store, file('cut'))).rejects.toThrow('no closing line');
      await writeFile(file('changed'), text.replace('CaseOpened', 'CaseClosed'));
      await expect(importEvents(target.store, file('changed'))).rejects.toThrow('has another hash');
      const lines = text.split('\n');
      await writeFile(file('gap'), [...lines.slice(0, 10), ...lines.slice(11)].join('\n'));
      await expect(importEvents(target.store, file('gap'))).rejects.toThrow('Line 11 is event 11, and event 10 was to come');
      expect(await target.store.lastPosition()).toBe('');
    });

    it('into a store that holds something else', async () => {
      const source = await house();
      await fillLog(source.store, new Random(17), 50);
      await exportEvents(source.store, file('events'), options);
      const target = await house();
      await target.store.append({ tenant: 'demo', stream: 'supportCase-late', expectedRevision: -1, events: [late], keys: [] });
      await expect(importEvents(target.store, file('events'))).rejects.toThrow('differs from event 1 on');
      const longer = await house();
      await fillLog(longer.store, new Random(17), 50);
      await longer.store.append({ tenant: 'demo', stream: 'supportCase-late', expectedRevision: -1, events: [late], keys: [] });
      await expect(importEvents(longer.store, file('events'))).rejects.toThrow('goes on after the last event of the file');
    });

    it('for keys that this key file cannot unwrap, or beside keys of others', async () => {
      const source = await house();
      await liveIn(source, 1);
      await exportKeys(source.pool, file('keys'), publicKey(source), at);
      const stranger = await house();
      await expect(importKeys(stranger.pool, file('keys'), publicKey(stranger))).rejects.toThrow('another KEY_FILE');
      const text = await readFile(file('keys'), 'utf8');
      await writeFile(file('cut'), text.slice(0, text.lastIndexOf('{"end"')));
      const target = await house(source);
      await expect(importKeys(target.pool, file('cut'), publicKey(target))).rejects.toThrow('cut off');
      expect((await target.pool.query('select 1 from keys.subjects')).rowCount).toBe(0);
    });

    it('into read models of another log, until they are emptied', async () => {
      const target = await house();
      await liveIn(target, 2);
      await target.projector.prepare();
      await target.projector.catchUp();
      await target.evidence.catchUp();
      expect(await derivedFits(target.pool, await target.store.lastPosition())).toBe(true);
      expect(await derivedFits(target.pool, '')).toBe(false);
      const before = await rowHashes(target.pool);
      await resetDerived(target.pool);
      expect(await derivedFits(target.pool, '')).toBe(true);
      await target.projector.prepare();
      await target.projector.catchUp();
      expect(await rowHashes(target.pool)).toEqual(before);
    });
  });
});

const late = { eventId: '00000000-0000-4000-8000-000000000001', type: 'CaseOpened', data: '{}', meta: '{"tenantId":"demo"}' };
