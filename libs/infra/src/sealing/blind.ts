import type { TenantKeys } from './tenant-keys.js';

/** Case and accents folded, so that "Zoë" and "zoe" are one word. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** The whole words of a text. */
export const wordsOf = (text: string): string[] => [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu) ?? [])];

/** The keyed hash of each word of a text, as the blind index holds them. */
export const blindWords = (keys: TenantKeys, tenant: string, text: string): Buffer[] =>
  wordsOf(text).map((word) => keys.mac(tenant, 'search', word).subarray(0, 16));

export interface ChildIdentity {
  readonly externalId?: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly dateOfBirth: string;
}

/** Keyed hashes by which the same child is known again (I1). */
export function blindIdentity(
  keys: TenantKeys,
  tenant: string,
  child: ChildIdentity,
): { readonly external: Buffer | null; readonly person: Buffer } {
  const person = [child.givenName, child.familyName].map((name) => wordsOf(name).join(' '));
  return {
    external: child.externalId === undefined ? null : keys.mac(tenant, 'place', `external\n${child.externalId}`),
    person: keys.mac(tenant, 'place', `person\n${person.join('\n')}\n${child.dateOfBirth}`),
  };
}
