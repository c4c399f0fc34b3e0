import type { RejectionEntry } from './rejections/entry.js';
import { meetingRejections } from './rejections/meeting.js';
import { preparingRejections } from './rejections/preparing.js';
import { serviceRejections } from './rejections/service.js';
import { supportingRejections } from './rejections/supporting.js';

export type { RejectionEntry } from './rejections/entry.js';

/** Codes that rules of commands give; each stands in a `refuses` of at least one command. */
export const ruleRejections = { ...preparingRejections, ...meetingRejections, ...supportingRejections };

/** Every rejection code on the wire, with its status and its sentences: they stand here and nowhere else. */
export const rejections = { ...serviceRejections, ...ruleRejections };

export type RejectionCode = keyof typeof rejections;

export const isRejectionCode = (code: string): code is RejectionCode => Object.hasOwn(rejections, code);

/** The entry of a code; a code without one is a programming error and throws, so that nobody reads an empty sentence. */
export function rejectionOf(code: string): RejectionEntry {
  if (!isRejectionCode(code)) throw new Error(`No rejection is known as ${code}`);
  return rejections[code];
}
