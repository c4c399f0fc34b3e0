import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { until } from '../../../../test/e2e/traffic.js';
import { KurrentDbDouble } from '../../../../test/support/kurrentdb-double.js';
import type { OpenedKurrentDb } from '../../../../test/support/kurrentdb.js';
import { kurrentDbStores } from '../../../../test/support/kurrentdb.js';
import type { Append, NewStoredEvent } from './event-store.js';
import { StoreUnavailable } from './event-store.js';

let double: KurrentDbDouble;
let opened: OpenedKurrentDb;
const begin = async (nodes = 1): Promise<void> => {
  double = await KurrentDbDouble.start(nodes);
  opened = await kurrentDbStores(double.url, '', () => double.stop());
};
afterEach(() => opened?.close());

const stream = (): string => `supportCase-${randomUUID()}`;
const happened = (type = 'Happened'): NewStoredEvent => ({ eventId: randomUUID(), type, data: '{}', meta: '{}' });
const append = (to: string, expectedRevision: number, events: readonly NewStoredEvent[] = [happened()]): Append => ({
  tenant: 'demo',
  stream: to,
  expectedRevision,
  events,
  keys: [],
});

describe('an append to a double of KurrentDB', () => {
  beforeEach(() => begin());

  it.each([['UNAVAILABLE'], ['DEADLINE_EXCEEDED'], ['CANCELLED'], ['ABORTED'], ['INTERNAL'], ['UNKNOWN']] as const)(
    'that was written and ended with %s is done, once',
    async (name) => {
      const to = stream();
      double.nodes[0]!.faults.failAfter = { count: 1, code: status[name] };
      expect(await opened.store.append(append(to, -1, [happened(), happened()]))).toMatchObject({ outcome: 'ok', revision: 1 });
      expect(double.log.stream(to)).toHaveLength(2);
    },
  );

  it('whose answer never came is done, once', async () => {
    const to = stream();
    double.nodes[0]!.faults.keepAnswer = 1;
    const outcome = await opened.store.append(append(to, -1));
    expect(outcome).toMatchObject({ outcome: 'ok', revision: 0, position: (await opened.store.read(to, -1)).events[0]!.position });
    expect(double.log.stream(to)).toHaveLength(1);
  });

  it('that was not written is tried again', async () => {
    const to = stream();
    double.nodes[0]!.faults.failBefore = { count: 3, code: status.UNAVAILABLE };
    expect(await opened.store.append(append(to, -1))).toMatchObject({ outcome: 'ok', revision: 0 });
  });

  it('whose answer was lost, and behind which others went on, is still told as done', async () => {
    const to = stream();
    double.nodes[0]!.faults.keepAnswer = 1;
    const first = opened.store.append(append(to, -1));
    await until('it is written', () => double.log.stream(to).length === 1);
    const other = await opened.another();
    expect(await other.append(append(to, 0))).toMatchObject({ outcome: 'ok', revision: 1 });
    expect(await first).toMatchObject({ outcome: 'ok', revision: 0 });
  });

  it('that was not written while somebody was faster is a conflict', async () => {
    const to = stream();
    double.nodes[0]!.faults.failBefore = { count: 1, code: status.UNAVAILABLE };
    const first = opened.store.append(append(to, -1));
    await until('it came in', () => double.appends === 1);
    double.write(to, 'Foreign');
    expect(await first).toEqual({ outcome: 'conflict', revision: 0 });
  });

  it('that lost against another command can be sent again at once with the same ids', async () => {
    const to = stream();
    const again = happened();
    await opened.store.append(append(to, -1));
    expect(await opened.store.append(append(to, -1, [again]))).toEqual({ outcome: 'conflict', revision: 0 });
    expect(await opened.store.append(append(to, 0, [again]))).toMatchObject({ outcome: 'ok', revision: 1 });
  });

  it('gives up after two seconds without a store, and the same ids can be sent when the store is back', async () => {
    const to = stream();
    const event = happened();
    await double.nodes[0]!.stop();
    const began = performance.now();
    await expect(opened.store.append(append(to, -1, [event]))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(3_500);
    await double.nodes[0]!.start();
    await until('it is written', async () => {
      const outcome = await opened.store.append(append(to, -1, [event])).catch((error: unknown) => error);
      return (outcome as { outcome?: string }).outcome === 'ok';
    });
    expect((await opened.store.read(to, -1, event.eventId)).holder).toBe(to);
  });

  it('of more than the server takes is refused as what it is, not as an outage', async () => {
    const large = { ...happened(), data: JSON.stringify({ text: 'x'.repeat(1024 * 1024) }) };
    await expect(opened.store.append(append(stream(), -1, [large]))).rejects.not.toBeInstanceOf(StoreUnavailable);
  });
});

describe('a claim that a dead attempt left behind, with a double of KurrentDB', () => {
  beforeEach(() => begin());

  const claimed = (event: NewStoredEvent, to: string, revision: number, secondsAgo: number): Promise<unknown> =>
    opened.pool.query(
      `insert into kurrentdb.claims (event_id, stream, revision, owner, claimed_at) values ($1, $2, $3, $4, clock_timestamp() - make_interval(secs => $5))`,
      [event.eventId, to, revision, randomUUID(), secondsAgo],
    );

  it('says nothing about where the event lies', async () => {
    const [to, event] = [stream(), happened()];
    await claimed(event, to, 0, 0);
    expect((await opened.store.read(to, -1, event.eventId)).holder).toBeUndefined();
    expect((await opened.store.read(stream(), -1, event.eventId)).holder).toBeUndefined();
  });

  it('is waited for while its append may still come', async () => {
    const [to, event] = [stream(), happened()];
    await claimed(event, to, 0, 0);
    await expect(opened.store.append(append(to, -1, [event]))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(double.appends).toBe(0);
  });

  it('is taken over when its append can no longer come, because it is old or its place is taken', async () => {
    const [to, old, beaten] = [stream(), happened(), happened()];
    await claimed(old, to, 0, 6);
    expect(await opened.store.append(append(to, -1, [old]))).toMatchObject({ outcome: 'ok', revision: 0 });
    await claimed(beaten, to, 0, 0);
    expect(await opened.store.append(append(to, 0, [beaten]))).toMatchObject({ outcome: 'ok', revision: 1 });
  });

  it('leaves the keys of the attempt that appends', async () => {
    const [to, again, subjectKey] = [stream(), happened(), randomUUID()];
    await opened.pool.query(`insert into keys.subjects (key_id, tenant, kind, subject) values ($1, 'demo', 'case', $2)`, [subjectKey, to]);
    const withKey = (expectedRevision: number, wrapped: string): Append => ({
      ...append(to, expectedRevision, [again]),
      keys: [{ eventId: again.eventId, subjectKey, tenant: 'demo', stream: to, wrapped: Buffer.from(wrapped) }],
    });
    await opened.store.append(append(to, -1));
    expect(await opened.store.append(withKey(-1, 'first'))).toMatchObject({ outcome: 'conflict' });
    expect(await opened.store.append(withKey(0, 'second'))).toMatchObject({ outcome: 'ok' });
    expect(await opened.store.append(withKey(0, 'third'))).toEqual({ outcome: 'taken', stream: to });
    const { rows } = await opened.pool.query<{ wrapped: Buffer }>('select wrapped from keys.events where event_id = $1', [again.eventId]);
    expect(rows.map(({ wrapped }) => wrapped.toString())).toEqual(['second']);
  });
});

describe('a read of a double of KurrentDB', () => {
  beforeEach(() => begin());

  it('sees nothing of the server and of others, wherever they lie', async () => {
    const others = (): void => {
      for (let index = 0; index < 30; index += 1) double.write('order-00000000-0000-4000-8000-000000000001', 'OrderPlaced');
    };
    others();
    double.write('order-1', 'OrderPlaced');
    await opened.store.append(append(stream(), -1, [happened('A')]));
    others();
    double.write('$stats-127.0.0.1:2113', '$statsCollected');
    await opened.store.append(append(stream(), -1, [happened('B')]));
    others();
    const [first] = await opened.store.readAll('', 5);
    expect(first?.type).toBe('A');
    const [second, none] = await opened.store.readAll(first!.position, 5);
    expect([second?.type, none]).toEqual(['B', undefined]);
    expect(await opened.store.readAll(second!.position, 5)).toEqual([]);
    expect(await opened.store.lastPosition()).toBe(second!.position);
  });

  it('sees nothing of a service with another prefix, even of the same name', async () => {
    const to = stream();
    await opened.store.append(append(to, -1, [happened('Here')]));
    const there = await kurrentDbStores(double.url, 'other.');
    try {
      expect(await there.store.readAll('', 10)).toEqual([]);
      expect(await there.store.append(append(to, -1, [happened('There')]))).toMatchObject({ outcome: 'ok', revision: 0 });
      expect((await there.store.readAll('', 10)).map((event) => [event.stream, event.type])).toEqual([[to, 'There']]);
      expect((await opened.store.readAll('', 10)).map((event) => [event.stream, event.type])).toEqual([[to, 'Here']]);
    } finally {
      await there.close();
    }
  });

  it('that is never answered ends', async () => {
    double.nodes[0]!.faults.isReadless = true;
    const began = performance.now();
    await expect(opened.store.read(stream(), -1)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(opened.store.lastPosition()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(6_000);
  });

  it.each([
    ['before it ever answered', 0],
    ['after it had answered', 1],
  ])('goes on when the node that went away %s is there again', async (_, reads) => {
    const to = stream();
    await opened.store.append(append(to, -1));
    for (let read = 0; read < reads; read += 1) await opened.store.read(to, -1);
    await double.nodes[0]!.stop();
    await expect(opened.store.read(to, -1)).rejects.toBeInstanceOf(StoreUnavailable);
    await double.nodes[0]!.start();
    await until('it is read', async () => (await opened.store.read(to, -1).catch(() => undefined))?.events.length === 1);
    expect(await opened.store.readAll('', 10)).toHaveLength(1);
  });
});

describe('the bell of a double of KurrentDB', () => {
  beforeEach(() => begin());

  async function listening(): Promise<{ rings: () => number; stop: () => Promise<void> }> {
    let rings = 0;
    const stop = await opened.store.onAppended(() => (rings += 1));
    await until('the subscription is there', () => double.nodes[0]!.subscriptions === 1);
    return { rings: () => rings, stop };
  }
  const ringsAfterAppend = async (rings: () => number): Promise<void> => {
    const before = rings();
    await opened.store.append(append(stream(), -1));
    await until('it rings', () => rings() > before);
  };

  it('needs one subscription for all who listen, and none when nobody does', async () => {
    const one = await listening();
    const two = await listening();
    await ringsAfterAppend(two.rings);
    await one.stop();
    await two.stop();
    await until('the subscription is gone', () => double.nodes[0]!.subscriptions === 0);
  });

  it('rings again after the subscription was dropped', async () => {
    const { rings, stop } = await listening();
    double.nodes[0]!.dropSubscriptions();
    await until('there is another', () => double.nodes[0]!.subscriptions === 1);
    await ringsAfterAppend(rings);
    await stop();
  });

  it('rings again after the node started again', async () => {
    const { rings, stop } = await listening();
    await double.nodes[0]!.stop();
    await double.nodes[0]!.start();
    await until('there is another', () => double.nodes[0]!.subscriptions === 1);
    await ringsAfterAppend(rings);
    await stop();
  });

  it('is opened anew when it says nothing about what was appended', async () => {
    const { rings, stop } = await listening();
    double.nodes[0]!.faults.isSilent = true;
    await opened.store.append(append(stream(), -1));
    const before = rings();
    await until('it was opened anew and rang', () => rings() > before);
    double.nodes[0]!.faults.isSilent = false;
    await ringsAfterAppend(rings);
    await stop();
  });
});

describe('a cluster of doubles of KurrentDB', () => {
  beforeEach(() => begin(2));

  it('is followed to its leader, for appends and for reads', async () => {
    const to = stream();
    await opened.store.append(append(to, -1));
    double.leader = 1;
    expect(await opened.store.append(append(to, 0))).toMatchObject({ outcome: 'ok', revision: 1 });
    expect((await opened.store.read(to, -1)).events).toHaveLength(2);
    await double.nodes[0]!.stop();
    expect(await opened.store.append(append(to, 1))).toMatchObject({ outcome: 'ok', revision: 2 });
    expect((await opened.store.read(to, -1)).events).toHaveLength(3);
  });
});
