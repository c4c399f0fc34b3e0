import { timingSafeEqual } from 'node:crypto';
import { Refused } from './execute/refused.js';
import type { TenantKeys } from './sealing/tenant-keys.js';

const tagLength = 12;

/** Where a list goes on, opaque and signed: `list` binds it to one list with one sort. */
export function sealCursor(keys: TenantKeys, tenant: string, list: string, values: readonly (string | number | null)[]): string {
  const text = JSON.stringify(values);
  const tag = keys.mac(tenant, 'cursor', `${list}\n${text}`).subarray(0, tagLength);
  return Buffer.concat([tag, Buffer.from(text)]).toString('base64url');
}

/** The values of a cursor; one that we did not give for this list is a 400. */
export function openCursor(keys: TenantKeys, tenant: string, list: string, cursor: string): readonly (string | number | null)[] {
  const bytes = Buffer.from(cursor, 'base64url');
  const text = bytes.subarray(tagLength).toString('utf8');
  const tag = keys.mac(tenant, 'cursor', `${list}\n${text}`).subarray(0, tagLength);
  if (bytes.length <= tagLength || !timingSafeEqual(tag, bytes.subarray(0, tagLength)))
    throw new Refused('validation', {
      errors: [
        {
          pointer: '/cursor',
          message: { en: 'Give the nextCursor of the same list, unchanged.', nl: 'Geef de nextCursor van dezelfde lijst, ongewijzigd.' },
        },
      ],
    });
  return JSON.parse(text) as (string | number | null)[];
}
