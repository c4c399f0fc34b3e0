import { bool, instant, oneOf, optional, ref, word } from '#domain/kernel/index.js';
import { listParameters } from '../http/parameters.js';

export const tokenFields = { personId: ref, tenant: word(64), scope: optional(oneOf('admin', 'integration')) };
export const clockFields = { now: instant, settle: optional(bool) };
export const mailParameters = { to: optional(word(254)), ...listParameters };
