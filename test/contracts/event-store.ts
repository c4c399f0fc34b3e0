import { randomUUID } from 'node:crypto';
import type { Append, EventStore, NewStoredEvent, StoredEvent } from '#infra/event-store/event-store.js';

export interface Opened {
  readonly store: EventStore;
  /** A second process's view of the same log. */
  another(): Promise<EventStore>;
  close(): Promise<void>;
}

const stream = (): string => `supportCase-${randomUUID()}`;
const happened = (type = 'Happened', data = '{}'): NewStoredEvent => ({ eventId: randomUUID(), type, data, meta: '{"tenantId":"demo"}' });
const append = (to: string, expectedRevision: number, events: readonly NewStoredEvent[]): Append => ({
  tenant: 'demo',
  stream: to,
  expectedRevision,
  events,
  keys: [],
});

async function everything(store: EventStore, after = ''): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let from = after; ; from = all.at(-1)!.position) {
    const next = await store.readAll(from, 100);
    if (next.length === 0) return all;
    all.push(...next);
  }
}

/** What every adapter of the log promises; run it over each of them. */
export function eventStoreContract(open: () => Promise<Opened>): void {
  let opened: Opened;
  let store: EventStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened?.close());

  describe('an append', () => {
    it('gives the revision of its last event, counted from 0', async () => {
      const to = stream();
      expect(await store.append(append(to, -1, [happened(), happened()]))).toMatchObject({ outcome: 'ok', revision: 1 });
      expect(await store.append(append(to, 1, [happened()]))).toMatchObject({ outcome: 'ok', revision: 2 });
      expect((await store.read(to, -1)).events.map((event) => event.revision)).toEqual([0, 1, 2]);
    });

    it('is refused when the stream moved on, is behind, or is not there', async () => {
      const to = stream();
      expect(await store.append(append(to, 3, [happened()]))).toEqual({ outcome: 'conflict', revision: -1 });
      await store.append(append(to, -1, [happened()]));
      expect(await store.append(append(to, -1, [happened()]))).toEqual({ outcome: 'conflict', revision: 0 });
      expect(await store.append(append(to, 1, [happened()]))).toEqual({ outcome: 'conflict', revision: 0 });
      expect((await store.read(to, -1)).events).toHaveLength(1);
    });

    it('sent again with the same ids is told apart from a conflict, and stores nothing', async () => {
      const to = stream();
      const again = append(to, -1, [happened(), happened()]);
      await store.append(again);
      expect(await store.append(again)).toEqual({ outcome: 'taken', stream: to });
      await store.append(append(to, 1, [happened()]));
      expect(await store.append(again)).toEqual({ outcome: 'taken', stream: to });
      expect((await store.read(to, -1)).events).toHaveLength(3);
    });

    it('sent again in the middle, at another revision, or with more behind it is told apart as well', async () => {
      const to = stream();
      const [first, second, third] = [happened(), happened(), happened()];
      await store.append(append(to, -1, [first, second]));
      await store.append(append(to, 1, [third]));
      await store.append(append(to, 2, [happened()]));
      const taken = { outcome: 'taken', stream: to };
      expect(await store.append(append(to, 1, [third]))).toEqual(taken);
      expect(await store.append(append(to, -1, [first]))).toEqual(taken);
      expect(await store.append(append(to, 3, [third]))).toEqual(taken);
      expect(await store.append(append(to, 0, [second, third]))).toEqual(taken);
      expect(await store.append(append(to, 1, [third, happened()]))).toEqual(taken);
      expect(await store.append(append(to, -1, [first, happened()]))).toEqual(taken);
      expect((await store.read(to, -1)).events).toHaveLength(4);
    });

    it('that was refused leaves its ids free for another try', async () => {
      const to = stream();
      const again = happened();
      await store.append(append(to, -1, [happened()]));
      expect(await store.append(append(to, -1, [again]))).toEqual({ outcome: 'conflict', revision: 0 });
      expect((await store.read(to, -1, again.eventId)).holder).toBeUndefined();
      expect(await store.append(append(to, 0, [again]))).toMatchObject({ outcome: 'ok', revision: 1 });
    });

    it('is all or nothing', async () => {
      const [to, other] = [stream(), stream()];
      const first = happened();
      await store.append(append(to, -1, [first]));
      expect(await store.append(append(other, -1, [happened(), first, happened()]))).toMatchObject({ outcome: 'taken', stream: to });
      expect((await store.read(other, -1)).events).toEqual([]);
    });

    it('keeps data and metadata byte for byte, small and large', async () => {
      const to = stream();
      const texts = ['{"a" : 1,  "b":"é e\\u0301 \\ud83d\\ude00"}', JSON.stringify({ text: '√ ∆ 漢 🦊'.repeat(15_000) }), '{"z":1,"a":2}'];
      expect(Buffer.byteLength(texts[1]!)).toBeGreaterThan(200 * 1024);
      await store.append(
        append(
          to,
          -1,
          texts.map((text) => ({ ...happened(), data: text, meta: text })),
        ),
      );
      expect((await store.read(to, -1)).events.map(({ data, meta }) => [data, meta])).toEqual(texts.map((text) => [text, text]));
    });
  });

  describe('writers at once', () => {
    it('on one revision: one wins, the others are told', async () => {
      const to = stream();
      const others = await Promise.all([opened.another(), opened.another()]);
      const outcomes = await Promise.all(
        Array.from({ length: 64 }, (_, index) => [store, ...others][index % 3]!.append(append(to, -1, [happened()]))),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1);
      expect(outcomes.filter((each) => each.outcome === 'conflict' && each.revision === 0)).toHaveLength(63);
    });

    it('of the same command: one set of events, and the others learn where it lies', async () => {
      const to = stream();
      const other = await opened.another();
      const same = append(to, -1, [happened(), happened()]);
      const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 ? store : other).append(same)));
      expect(outcomes.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1);
      expect(outcomes.filter((each) => each.outcome === 'taken' && each.stream === to)).toHaveLength(7);
    });

    it('leave no event out, none twice and none out of order for who reads the log meanwhile', async () => {
      const before = await store.lastPosition();
      const other = await opened.another();
      const seen: StoredEvent[] = [];
      let writing = true;
      const reading = (async () => {
        for (let from = before; ;) {
          const more = await other.readAll(from, 50);
          seen.push(...more);
          from = seen.at(-1)?.position ?? from;
          if (more.length === 0 && !writing) return;
        }
      })();
      const writers = await Promise.all(
        [store, other, store].map(async (each) => {
          const ids: string[] = [];
          for (let index = 0; index < 60; index += 1) {
            const events = [happened(), happened()];
            await each.append(append(stream(), -1, events));
            ids.push(...events.map(({ eventId }) => eventId));
          }
          return ids;
        }),
      );
      writing = false;
      await reading;
      expect(new Set(seen.map((event) => event.eventId))).toEqual(new Set(writers.flat()));
      expect(seen).toHaveLength(writers.flat().length);
      expect(seen.map((event) => event.position)).toEqual(seen.map((event) => event.position).sort());
    });
  });

  describe('a read', () => {
    it('of a stream resumes after a revision', async () => {
      const to = stream();
      await store.append(append(to, -1, [happened('A'), happened('B'), happened('C')]));
      expect((await store.read(to, 0)).events.map(({ type }) => type)).toEqual(['B', 'C']);
      expect((await store.read(to, 2)).events).toEqual([]);
      expect((await store.read(stream(), -1)).events).toEqual([]);
    });

    it('says which stream holds an event id', async () => {
      const to = stream();
      const event = happened();
      await store.append(append(to, -1, [event]));
      expect((await store.read(stream(), -1, event.eventId)).holder).toBe(to);
      expect((await store.read(to, 0, event.eventId)).holder).toBe(to);
      expect((await store.read(to, -1, randomUUID())).holder).toBeUndefined();
    });

    it('of the log resumes after a position, and the order of a stream is kept', async () => {
      const before = await store.lastPosition();
      const to = stream();
      for (let revision = -1; revision < 9; revision += 1) await store.append(append(to, revision, [happened(`E${revision}`)]));
      const all = await everything(store, before);
      expect(all.map(({ type }) => type)).toEqual(Array.from({ length: 10 }, (_, index) => `E${index - 1}`));
      const resumed = await store.readAll(all[3]!.position, 3);
      expect(resumed.map(({ type }) => type)).toEqual(['E3', 'E4', 'E5']);
      expect(all.at(-1)!.position).toBe(await store.lastPosition());
    });

    it('gives the position that the append said', async () => {
      const to = stream();
      const appended = await store.append(append(to, -1, [happened(), happened()]));
      const last = (await store.read(to, 0)).events[0]!;
      expect(appended).toMatchObject({ position: last.position });
      expect((await everything(store, last.position)).filter((event) => event.stream === to)).toEqual([]);
    });

    it('goes on through a process that was started later', async () => {
      const to = stream();
      await store.append(append(to, -1, [happened('A')]));
      const later = await opened.another();
      expect(await later.append(append(to, 0, [happened('B')]))).toMatchObject({ outcome: 'ok', revision: 1 });
      const from = (await later.read(to, -1)).events[0]!.position;
      expect((await later.readAll(from, 1)).map(({ type }) => type)).toEqual(['B']);
    });

    it('sees the same through another process', async () => {
      const to = stream();
      await store.append(append(to, -1, [happened('A')]));
      const other = await opened.another();
      expect((await other.read(to, -1)).events).toEqual((await store.read(to, -1)).events);
    });
  });

  it('rings the bell after an append of anybody', async () => {
    let rings = 0;
    const stop = await store.onAppended(() => (rings += 1));
    const before = rings;
    await (await opened.another()).append(append(stream(), -1, [happened()]));
    const until = Date.now() + 5_000;
    while (rings === before && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
    await stop();
    expect(rings).toBeGreaterThan(before);
  });
}
