import type { EventStore } from '#infra/event-store/event-store.js';
import { exportEvents } from '#infra/moving/export-events.js';
import { importEvents } from '#infra/moving/import-events.js';
import { exportWork, importWork, markPositions, settlePositions } from '#infra/moving/work.js';
import type { Service } from '#infra/service.js';
import { at, everything, Houses, options } from './houses.js';
import { fillLog } from './log.js';
import { Random } from './random.js';

const houses = new Houses();
const house = (like?: Service): Promise<Service> => houses.house(like);
const file = (name: string): string => houses.file(name);
beforeEach(() => houses.open());
afterEach(() => houses.close());

describe('moving what was done about the log', () => {
  const tables = [
    { table: 'done.deliveries', key: 'event_id' },
    { table: 'done.checkpoint', key: 'policy', position: true },
  ] as const;
  const makeTables = ({ pool }: Service) =>
    pool.query(`create schema done; create table done.deliveries (event_id uuid primary key, sent_at timestamptz);
                create table done.checkpoint (policy text primary key, position text not null collate "C")`);
  /** A store whose positions are others than those of PostgreSQL. */
  const elsewhere = ({ store }: Service): EventStore => ({
    append: store.append.bind(store),
    read: store.read.bind(store),
    lastPosition: store.lastPosition.bind(store),
    onAppended: store.onAppended.bind(store),
    readAll: async (after, limit) =>
      (await store.readAll(after.slice('other '.length), limit)).map((event) => ({ ...event, position: `other ${event.position}` })),
  });
  const checkpoints = async ({ pool }: Service) =>
    (await pool.query('select policy, position from done.checkpoint order by policy')).rows as unknown[];

  it('brings deliveries along, and puts each checkpoint at the same event', async () => {
    const source = await house();
    await fillLog(source.store, new Random(18), 40);
    const all = await everything(source.store);
    await makeTables(source);
    await source.pool.query('insert into done.deliveries values ($1, $2)', [all[3]!.eventId, at]);
    await source.pool.query(`insert into done.checkpoint values ('at rest', $1), ('behind', $2), ('new', '')`, [
      all[39]!.position,
      all[6]!.position,
    ]);
    await exportEvents(source.store, file('events'), options);
    await exportWork(source.pool, file('work'), at, tables);

    const target = await house();
    await makeTables(target);
    await target.pool.query(`insert into done.checkpoint values ('at rest', 'from now')`);
    await importEvents(target.store, file('events'));
    for (let twice = 0; twice < 2; twice += 1) {
      expect(await importWork(target.pool, file('work'), tables)).toBe(4);
      expect(await settlePositions(target.pool, elsewhere(target), file('events'), tables)).toBe(0);
      expect(await checkpoints(target)).toEqual([
        { policy: 'at rest', position: `other ${all[39]!.position}` },
        { policy: 'behind', position: `other ${all[6]!.position}` },
        { policy: 'new', position: '' },
      ]);
    }
    expect((await target.pool.query('select event_id from done.deliveries')).rows).toEqual([{ event_id: all[3]!.eventId }]);
    await target.pool.query('update done.deliveries set sent_at = null');
    await expect(importWork(target.pool, file('work'), tables)).rejects.toThrow('rows of its own');
  });

  it('knows the tables of the service', async () => {
    const source = await house();
    await fillLog(source.store, new Random(20), 5);
    await source.pool.query(
      `insert into deliveries.mails (mail_id, tenant, recipient_id, bundle, due_at, next_try_at, state, sent_at, via)
       values ('00000000-0000-4000-8000-000000000002', 'demo', 'femke', 'own', $1, $1, 'sent', $1, 'smtp')`,
      [at],
    );
    await source.pool.query('insert into deliveries.checkpoint (position) values ($1)', [await source.store.lastPosition()]);
    await exportEvents(source.store, file('events'), options);
    await exportWork(source.pool, file('work'), at);

    const target = await house();
    await importEvents(target.store, file('events'));
    await importWork(target.pool, file('work'));
    expect(await settlePositions(target.pool, target.store, file('events'))).toBe(0);
    for (const table of ['deliveries.mails', 'deliveries.checkpoint'])
      expect((await target.pool.query(`select * from ${table}`)).rows).toEqual((await source.pool.query(`select * from ${table}`)).rows);
  });

  it('waits for the rest of the log, where a checkpoint lies in it', async () => {
    const source = await house();
    await fillLog(source.store, new Random(19), 30);
    const { closing: first } = await exportEvents(source.store, file('first'), options);
    await source.store.append({ tenant: 'demo', stream: 'supportCase-late', expectedRevision: -1, events: [late], keys: [] });
    await exportEvents(source.store, file('rest'), { ...options, start: first });
    await makeTables(source);
    await source.pool.query(`insert into done.checkpoint values ('behind', $1), ('at rest', $2)`, [
      first.position,
      await source.store.lastPosition(),
    ]);
    // The events move, this database stays.
    await markPositions(source.pool, tables);
    await markPositions(source.pool, tables);
    expect(await settlePositions(source.pool, elsewhere(source), file('first'), tables)).toBe(1);
    expect(await settlePositions(source.pool, elsewhere(source), file('rest'), tables)).toBe(0);
    expect(await checkpoints(source)).toEqual([
      { policy: 'at rest', position: `other ${await source.store.lastPosition()}` },
      { policy: 'behind', position: `other ${first.position}` },
    ]);
  });
});

const late = { eventId: '00000000-0000-4000-8000-000000000001', type: 'CaseOpened', data: '{}', meta: '{"tenantId":"demo"}' };
