import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import type { Link } from '../evidence/chain.js';
import { contentOf, linkOf } from '../evidence/chain.js';
import type { Closing, Header, Mark } from './event-file.js';
import { BadEventFile, closingLine, entriesOf, eventLine, headerLine, linkOfMark } from './event-file.js';

const pageSize = 500;

export interface ExportOptions {
  /** What keeps the log, for the header. */
  readonly kind: string;
  /** The place after which to begin, for a file that follows an earlier one. */
  readonly start: Mark;
  /** The present instant, of the clock that stamped the log. */
  readonly now: () => Promise<string>;
  readonly onProgress?: (done: number, position: string, of: string) => void;
}

export interface Exported {
  readonly closing: Closing;
  /** How many events this run wrote; those that stood in the file already are not among them. */
  readonly written: number;
}

interface Half {
  readonly header: Header;
  readonly link: Link;
  readonly count: number;
  readonly position: string;
  readonly before: string;
  readonly lastId: string | undefined;
  readonly end: number;
}

/**
 * Writes the log into a file, up to what is the newest event now. A file that a killed run left is gone on with from its last whole line; a
 * complete one is left as it is. Throws `BadEventFile` when the file holds something else, or events of another log.
 */
export async function exportEvents(store: EventStore, path: string, options: ExportOptions): Promise<Exported> {
  const file = await open(path, 'a+', 0o600);
  try {
    const left = await whatIsLeft(file);
    if (left && 'closing' in left) return { closing: left.closing, written: 0 };
    const half = left ?? (await begin(file, store, options));
    await checkSource(store, half);
    return await goOn(file, store, half, options);
  } finally {
    await file.close();
  }
}

/** What an earlier run wrote, and undefined for an empty file. What follows the last whole line is cut off. */
async function whatIsLeft(file: FileHandle): Promise<Half | { readonly closing: Closing } | undefined> {
  let half: Half | undefined;
  try {
    for await (const entry of entriesOf(file)) {
      if ('closing' in entry) return entry;
      if ('header' in entry) {
        const { start } = entry.header;
        const end = Buffer.byteLength(headerLine(entry.header));
        half = { header: entry.header, link: linkOfMark(start), count: 0, position: start.position, before: '', lastId: undefined, end };
      } else if (half) {
        const { event, link, end } = entry;
        half = { ...half, link, count: half.count + 1, before: half.position, position: event.position, lastId: event.eventId, end };
      }
    }
  } catch (error) {
    // A power cut may leave rubbish behind the last whole line; a file that never was ours stays untouched.
    if (!half || !(error instanceof BadEventFile)) throw error;
  }
  if (!half && (await file.stat()).size > 0) throw new BadEventFile('The file is not empty and not an export: name another one.');
  if (half) await file.truncate(half.end);
  return half;
}

async function begin(file: FileHandle, store: EventStore, { kind, start, now }: ExportOptions): Promise<Half> {
  const header: Header = { store: kind, at: await now(), start, lastPosition: await store.lastPosition() };
  await file.appendFile(headerLine(header));
  return { header, link: linkOfMark(start), count: 0, position: start.position, before: '', lastId: undefined, end: 0 };
}

/** The file must be of this log: its last event lies where the file says. */
async function checkSource(store: EventStore, { before, lastId }: Half): Promise<void> {
  if (lastId === undefined) return;
  const [event] = await store.readAll(before, 1);
  if (event?.eventId !== lastId) throw new BadEventFile('The file holds events of another log: name another file.');
}

async function goOn(file: FileHandle, store: EventStore, half: Half, { now, onProgress }: ExportOptions): Promise<Exported> {
  const last = await store.lastPosition();
  let { link, count, position } = half;
  let written = 0;
  while (position < last) {
    const events = (await store.readAll(position, pageSize)).filter((event) => event.position <= last);
    if (events.length === 0) break;
    await file.appendFile(
      events
        .map((event) => {
          link = linkOf(link, contentOf(event));
          return lineOf(event, link.ordinal);
        })
        .join(''),
    );
    count += events.length;
    written += events.length;
    position = events.at(-1)!.position;
    onProgress?.(count, position, last);
  }
  const closing: Closing = { count, ordinal: link.ordinal, position, hash: link.hash.toString('base64'), at: await now() };
  await file.appendFile(closingLine(closing));
  await file.sync();
  return { closing, written };
}

const lineOf = ({ position, stream, revision, eventId, type, storedAt, data, meta }: StoredEvent, ordinal: number): string =>
  eventLine({ ordinal, position, stream, revision, eventId, type, storedAt: storedAt.toISOString(), data, meta });
