import { createHash, randomUUID } from 'node:crypto';

/** The name space of every id this service derives. */
const namespace = Buffer.from('7b0d7a3fb1f24c9b9a545a4e1f6d2c11', 'hex');

/** A UUID of version 5: the same name gives the same id, everywhere and for ever. */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

export const newUuid = (): string => randomUUID();
export const isUuid = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The id of a command: one key of one person in one tenant is one command, on whatever path. */
export const commandIdOf = (tenant: string, personId: string, idempotencyKey: string): string =>
  uuidOf(`command\n${tenant}\n${personId}\n${idempotencyKey.toLowerCase()}`);

/** The id of a command's event; without the stream in it, so that a key used on two paths collides in the store. */
export const eventIdOf = (commandId: string, index: number): string => uuidOf(`event\n${commandId}\n${index}`);

/** The id of something a command makes and its body did not name. */
export const madeIdOf = (commandId: string, name: string): string => uuidOf(`made\n${commandId}\n${name}`);
