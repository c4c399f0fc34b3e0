import { date, oneOf, optional } from '#domain/kernel/index.js';
import { listParameters } from '../http/parameters.js';

/** The part of the agenda for which a child waits; urgent ones first, or by how long they wait, `-` for the longest first. */
export const waitingParameters = {
  part: optional(oneOf('fixed', 'variable')),
  sort: optional(oneOf('urgency', 'waitingDays', '-waitingDays')),
  ...listParameters,
};

/** Days of Amsterdam, both included. */
export const dashboardParameters = { from: optional(date), to: optional(date) };
