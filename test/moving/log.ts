import { uuidOf } from '#infra/uuid.js';
import type { EventStore } from '#infra/event-store/event-store.js';
import type { Random } from './random.js';

/** Texts that a careless copy would change or split. */
const awkward = ['', 'é', 'e\u0301', '\u2028 line', '\u2029', '"\\', '👧🏽', '\r\n', '  spaces  ', '{"a": 1,  "a":2}', '\ufeff'];

/** Appends so many events to some streams that lie through one another, one to four at a time. */
export async function fillLog(store: EventStore, random: Random, events: number, streams = 20): Promise<void> {
  const revisions = new Map<string, number>();
  for (let made = 0; made < events;) {
    const stream = `supportCase-${uuidOf(`moving\n${random.below(streams)}`)}`;
    const expectedRevision = revisions.get(stream) ?? -1;
    const count = Math.min(1 + random.below(4), events - made);
    const appended = await store.append({
      tenant: 'demo',
      stream,
      expectedRevision,
      events: Array.from({ length: count }, (_, index) => ({
        eventId: uuidOf(`moving event\n${made + index}`),
        type: random.of(['CaseOpened', 'PartyAdded', 'ProgressRecorded']),
        data: JSON.stringify({ note: `${random.of(awkward)} ${made + index}` }),
        meta: JSON.stringify({ tenantId: 'demo', recordedAt: '2026-09-01T08:00:00.000Z', remark: random.of(awkward) }),
      })),
      keys: [],
    });
    if (appended.outcome !== 'ok') throw new Error(appended.outcome);
    revisions.set(stream, appended.revision);
    made += count;
  }
}
