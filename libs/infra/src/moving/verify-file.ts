import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { EventStore } from '../event-store/event-store.js';
import { origin } from '../evidence/chain.js';
import type { Trace } from '../evidence/differences.js';
import { differences } from '../evidence/differences.js';
import type { Finding } from '../evidence/verify.js';
import { storeTraces } from '../evidence/verify.js';
import { checkedEnds, entriesOf } from './event-file.js';

const hex = (content: Buffer): string => content.toString('hex');

/**
 * Compares a file with the store it came from or was brought into; what was appended after the export is no finding. Of a file that follows
 * an earlier one the events before it are compared by their hash. Throws `BadEventFile` when the file itself does not hold together.
 */
export async function verifyFile(store: EventStore, path: string): Promise<readonly Finding[]> {
  const file = await open(path);
  try {
    const { header } = await checkedEnds(file);
    const { ordinal, hash } = header.start;
    const findings: Finding[] = [];
    let before = origin;
    const traces = storeTraces(store, hex, (link) => (before = link.ordinal === ordinal ? link : before));
    const found = after(ordinal, traces);
    for await (const difference of differences(fileTraces(file), found, { isWhole: false }))
      findings.push({ ...difference, against: 'file' });
    if (before.hash.toString('base64') !== hash) findings.unshift({ kind: 'not-what-was-signed', from: 0, ordinal });
    return findings;
  } finally {
    await file.close();
  }
}

async function* fileTraces(file: FileHandle): AsyncGenerator<Trace> {
  for await (const entry of entriesOf(file))
    if ('event' in entry) {
      const { ordinal, eventId, position } = entry.event;
      yield { ordinal, tag: hex(entry.content), eventId, position };
    }
}

async function* after(ordinal: number, traces: AsyncIterable<Trace>): AsyncGenerator<Trace> {
  for await (const trace of traces) if (trace.ordinal > ordinal) yield trace;
}
