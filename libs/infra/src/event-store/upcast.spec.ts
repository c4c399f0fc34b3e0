import type { StoredEvent } from './event-store.js';
import type { ReadEvent } from './upcast.js';
import { upcast } from './upcast.js';

const envelope = { v: 1, s: 'key-1', e: 'event-1', f: 'note', n: 'bm9uY2U=', d: 'ZGF0YQ==' };
const stored = (type: string, schemaVersion: number, data: unknown): StoredEvent => ({
  stream: 'supportCase-1',
  revision: 0,
  position: '1',
  eventId: 'event-1',
  type,
  data: JSON.stringify(data),
  meta: JSON.stringify({ schemaVersion }),
  storedAt: new Date(0),
});
const raised = (event: ReadEvent, type: string, data: ReadEvent['data']): ReadEvent => ({
  type,
  data,
  meta: { ...event.meta, schemaVersion: event.meta.schemaVersion + 1 },
});

describe('an older event', () => {
  const table = {
    'NoteTaken@1': (event: ReadEvent) => raised(event, 'NoteTaken', { note: event.data['text'] }),
    'NoteTaken@2': (event: ReadEvent) => raised(event, 'RemarkMade', { ...event.data, kind: 'note' }),
  };

  it('is brought to the present version step by step, its envelopes moved whole', () => {
    const event = upcast(stored('NoteTaken', 1, { text: envelope }), table);
    expect(event).toEqual({ type: 'RemarkMade', data: { note: envelope, kind: 'note' }, meta: { schemaVersion: 3 } });
  });

  it('of the present version is left as it is', () => {
    expect(upcast(stored('RemarkMade', 3, { note: envelope }), table).data).toEqual({ note: envelope });
  });

  it('whose upcaster does not raise the version stops the read, rather than run for ever', () => {
    expect(() => upcast(stored('NoteTaken', 1, {}), { 'NoteTaken@1': (event) => event })).toThrow('does not raise');
  });
});
