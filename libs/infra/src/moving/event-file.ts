import type { FileHandle } from 'node:fs/promises';
import type { Link, SealedPart } from '../evidence/chain.js';
import { contentOf, linkOf } from '../evidence/chain.js';
import type { Line } from '../lines.js';
import { linesOf } from '../lines.js';

const format = 'samenspel-events';
const version = 1;

/** The first line: what is in the file, and what the log was before it. */
export interface Header {
  readonly store: string;
  readonly at: string;
  /** The event after which the file begins: ordinal 0 and position '' for a whole log. */
  readonly start: Mark;
  /** The newest position of the source when the export began. */
  readonly lastPosition: string;
}

/** A place in a log: its ordinal, the position in that store, and the hash of all up to it, in base64. */
export interface Mark {
  readonly ordinal: number;
  readonly position: string;
  readonly hash: string;
}

/** An event as a line, data and metadata as the very strings they are stored as. */
export interface FileEvent extends SealedPart {
  readonly ordinal: number;
  readonly position: string;
  readonly storedAt: string;
}

/** The last line: without it the file was cut off. */
export interface Closing extends Mark {
  readonly count: number;
  readonly at: string;
}

export const headerLine = (header: Header): string => line({ format, version, ...header });
export const eventLine = (event: FileEvent): string => line(event);
export const closingLine = (closing: Closing): string => line({ end: closing });
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** The file is not what an export writes. */
export class BadEventFile extends Error {}

export type Entry =
  | { readonly header: Header }
  | { readonly event: FileEvent; readonly content: Buffer; readonly link: Link; readonly end: number }
  | { readonly closing: Closing };

export const linkOfMark = ({ ordinal, hash }: Mark): Link => ({ ordinal, hash: Buffer.from(hash, 'base64') });

/**
 * The entries of a file of events, each checked: ordinals without a gap, and a closing line that agrees with what stood before it. Ends early
 * where a file was cut off after a whole line. Throws `BadEventFile` with the number of the line.
 */
export async function* entriesOf(file: FileHandle): AsyncGenerator<Entry> {
  let link: Link | undefined;
  let count = 0;
  let number = 0;
  let isClosed = false;
  for await (const read of linesOf(file)) {
    number += 1;
    const bad = (what: string): BadEventFile => new BadEventFile(`Line ${number} ${what}.`);
    const value = parsed(read);
    if (!value) throw bad('is damaged');
    if (isClosed) throw bad('comes after the end');
    if (!link) {
      if (value['format'] !== format) throw bad(`is not the beginning of an export (${format})`);
      if (value['version'] !== version) throw bad(`says version ${String(value['version'])}, and this program reads version ${version}`);
      const header = value as unknown as Header;
      link = linkOfMark(header.start);
      yield { header };
    } else if ('end' in value) {
      const closing = value['end'] as Closing;
      if (closing.count !== count) throw bad(`counts ${closing.count} events, and ${count} stand before it`);
      if (closing.hash !== link.hash.toString('base64')) throw bad('has another hash than the events before it');
      isClosed = true;
      yield { closing };
    } else {
      const event = value as unknown as FileEvent;
      if (event.ordinal !== link.ordinal + 1) throw bad(`is event ${event.ordinal}, and event ${link.ordinal + 1} was to come`);
      const content = contentOf(event);
      link = linkOf(link, content);
      count += 1;
      yield { event, content, link, end: read.end };
    }
  }
}

function parsed({ text }: Line): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Reads a whole file and gives its ends. Throws `BadEventFile` when a line is damaged or the closing line is missing. */
export async function checkedEnds(file: FileHandle): Promise<{ readonly header: Header; readonly closing: Closing }> {
  let header: Header | undefined;
  for await (const entry of entriesOf(file)) {
    if ('header' in entry) header = entry.header;
    if ('closing' in entry && header) return { header, closing: entry.closing };
  }
  throw new BadEventFile('The file has no closing line: the export was cut off. Run it again, it goes on where it stopped.');
}
