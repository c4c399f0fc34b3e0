import type { FileHandle } from 'node:fs/promises';

export interface Line {
  readonly text: string;
  /** Where the line after this one begins, in bytes from the start of the file. */
  readonly end: number;
}

const newline = 0x0a;
const chunkSize = 1 << 18;

/**
 * The lines of a file that end with a newline, in order and with bounded memory; what follows the last newline was cut off and is left out.
 * Only the newline ends a line: readline would also split at U+2028, which a text may hold.
 */
export async function* linesOf(file: FileHandle, from = 0): AsyncGenerator<Line> {
  const chunk = Buffer.alloc(chunkSize);
  let rest: Buffer[] = [];
  let position = from;
  let end = from;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunkSize, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    let start = 0;
    for (let at = chunk.indexOf(newline); at !== -1 && at < bytesRead; at = chunk.indexOf(newline, start)) {
      const last = chunk.subarray(start, at);
      const bytes = rest.length === 0 ? last : Buffer.concat([...rest, last]);
      rest = [];
      start = at + 1;
      end += bytes.length + 1;
      yield { text: bytes.toString('utf8'), end };
    }
    if (start < bytesRead) rest.push(Buffer.from(chunk.subarray(start, bytesRead)));
  }
}
