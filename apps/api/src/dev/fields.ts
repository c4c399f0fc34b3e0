import { bool, instant, oneOf, optional, ref, word } from '#domain/kernel/index.js';

export const tokenFields = { personId: ref, tenant: word(64), scope: optional(oneOf('admin', 'integration')) };
export const clockFields = { now: instant, settle: optional(bool) };
