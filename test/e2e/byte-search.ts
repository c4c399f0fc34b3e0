import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a text may lie in a file: by name of the form, the bytes to look for. */
export function formsOf(text: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(text);
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const forms = new Map<string, Buffer>([
    ['utf-8', bytes],
    ['lower case', Buffer.from(text.toLowerCase())],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['json', Buffer.from(escaped)],
    ['json in ascii', Buffer.from(ascii)],
    ['json in json', Buffer.from(JSON.stringify(escaped).slice(1, -1))],
    ['hex', Buffer.from(bytes.toString('hex'))],
  ]);
  for (const before of [0, 1, 2])
    for (const alphabet of ['base64', 'base64url'] as const)
      for (const [encoding, source] of [
        ['', bytes],
        [' of utf-16le', Buffer.from(text, 'utf16le')],
      ] as const)
        forms.set(`${alphabet}${encoding} after ${before}`, Buffer.from(inBase64(source, before, alphabet)));
  return new Map([...forms].filter(([, form], index, all) => all.findIndex(([, other]) => other.equals(form)) === index));
}

/** The characters that the bytes take in base64, wherever they begin in it: without those they share with what stands around them. */
function inBase64(bytes: Buffer, before: number, alphabet: 'base64' | 'base64url'): string {
  const whole = before + bytes.length - ((before + bytes.length) % 3);
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .subarray(0, whole)
    .toString(alphabet);
  return text.slice([0, 2, 3][before]);
}

/** Where the texts lie in the files below a folder, in whatever form: `path: text as form`. A file that vanishes meanwhile is left out. */
export async function foundIn(folder: string, texts: readonly string[]): Promise<{ found: readonly string[]; bytes: number }> {
  const needles = texts.flatMap((text) => [...formsOf(text)].map(([form, bytes]) => ({ text, form, bytes })));
  const found: string[] = [];
  let size = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (texts.some((text) => entry.name.includes(text))) found.push(`${path}: its name`);
    if (!entry.isFile()) continue;
    const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    size += content.length;
    for (const { text, form, bytes } of needles) if (content.includes(bytes)) found.push(`${path}: ${text} as ${form}`);
  }
  return { found, bytes: size };
}
