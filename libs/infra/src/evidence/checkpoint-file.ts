import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../folder.js';
import { linesOf } from '../lines.js';
import type { Signer } from '../sealing/tenant-keys.js';
import { isSignedBy } from '../sealing/tenant-keys.js';
import type { Trace } from './differences.js';

/** What the log was, signed, to be kept where who can change the log cannot reach. */
export interface Checkpoint {
  /** The ordinal of the checkpoint before it; the tags are those of the events after that one. */
  readonly from: number;
  readonly ordinal: number;
  /** The position of that event in the store that was sealed. */
  readonly position: string;
  /** The hash of the whole log up to and with that event, in base64. */
  readonly hash: string;
  /** The first eight bytes of the content of each event, in base64: they name the place of a change, the hash proves it. */
  readonly tags: string;
  readonly at: string;
}

export const tagBytes = 8;
export const tagOf = (content: Buffer): string => content.subarray(0, tagBytes).toString('hex');

const format = 'samenspel-checkpoint-1';
const tailBytes = 1 << 16;
const newline = 0x0a;

const textOf = ({ from, ordinal, position, hash, tags, at }: Checkpoint): string =>
  JSON.stringify([format, from, ordinal, position, hash, tags, at]);

/** Adds a signed checkpoint, safely on disk when it returns. A line that a crash left half is closed first. */
export async function addCheckpoint(path: string, checkpoint: Checkpoint, signer: Signer): Promise<void> {
  await makeFolder(dirname(path));
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1, newline);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const line = { format, ...checkpoint, signature: signer.sign(textOf(checkpoint)).toString('base64') };
    await file.appendFile(`${last[0] === newline ? '' : '\n'}${JSON.stringify(line)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

export interface KeptCheckpoints {
  /** In the order of their ordinals, each once. */
  readonly checkpoints: readonly Checkpoint[];
  /** Numbers of the lines, counted from 1, that are damaged or were not signed with this key. */
  readonly unsound: readonly number[];
}

/** Reads checkpoints and believes those that the holder of the key signed. Throws when there is no such file. */
export async function readCheckpoints(path: string, publicKey: string): Promise<KeptCheckpoints> {
  const file = await open(path);
  try {
    const found = new Map<string, Checkpoint>();
    const unsound: number[] = [];
    let number = 0;
    for await (const { text } of linesOf(file)) {
      number += 1;
      const checkpoint = soundOf(text, publicKey);
      if (checkpoint) found.set(`${checkpoint.ordinal} ${checkpoint.hash}`, checkpoint);
      else unsound.push(number);
    }
    return { checkpoints: [...found.values()].toSorted((a, b) => a.ordinal - b.ordinal || a.from - b.from), unsound };
  } finally {
    await file.close();
  }
}

/** The newest sound checkpoint near the end of the file; undefined when there is none, or no file. */
export async function lastCheckpoint(path: string, publicKey: string): Promise<Checkpoint | undefined> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    let last: Checkpoint | undefined;
    for await (const { text } of linesOf(file, Math.max(0, size - tailBytes))) {
      const checkpoint = soundOf(text, publicKey);
      if (checkpoint && checkpoint.ordinal >= (last?.ordinal ?? 0)) last = checkpoint;
    }
    return last;
  } finally {
    await file.close();
  }
}

function soundOf(line: string, publicKey: string): Checkpoint | undefined {
  try {
    const { signature, ...rest } = JSON.parse(line) as Checkpoint & { readonly signature: string };
    return isSignedBy(publicKey, textOf(rest), signature) ? rest : undefined;
  } catch {
    return undefined;
  }
}

/** What the checkpoints know of each event; nothing of those between two checkpoints of which the first is missing. */
export async function* tracesOf(checkpoints: readonly Checkpoint[]): AsyncGenerator<Trace> {
  let ordinal = 0;
  for (const checkpoint of checkpoints) {
    const tags = Buffer.from(checkpoint.tags, 'base64');
    while (ordinal < checkpoint.ordinal) {
      ordinal += 1;
      const place = (ordinal - checkpoint.from - 1) * tagBytes;
      yield { ordinal, tag: place < 0 ? undefined : tags.subarray(place, place + tagBytes).toString('hex') };
    }
  }
}
