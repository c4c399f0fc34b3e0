import { bool, id, oneOf, optional, ref, word } from '#domain/kernel/index.js';
import { listParameters } from '../http/parameters.js';

const phase = oneOf('preparation', 'discussion', 'aftercare', 'intervention', 'evaluation', 'closed');

/** Orders of the board; `-` before one turns it round. */
export const boardSorts = ['dueOn', '-dueOn', 'daysInPhase', '-daysInPhase', 'openedOn', '-openedOn'] as const;

export const boardParameters = {
  teamId: optional(id),
  phase: optional(phase),
  urgency: optional(oneOf('regular', 'urgent')),
  late: optional(bool),
  hold: optional(bool),
  ownerId: optional(ref),
  consent: optional(oneOf('waiting')),
  sort: optional(oneOf(...boardSorts)),
  count: optional(oneOf('exact')),
  ...listParameters,
};
export const countsParameters = { teamId: optional(id) };
export const timelineParameters = listParameters;
export const searchFields = { q: word(200), teamId: optional(id), phase: optional(phase), ...listParameters };
