import { date, oneOf, optional } from '#domain/kernel/index.js';
import { listParameters } from '../http/parameters.js';

/** One kind of work; what is due in the week, Monday to Sunday, of a day. */
export const workParameters = {
  kind: optional(oneOf('action', 'preparation', 'report', 'feedback', 'plan_proposal', 'evaluation')),
  week: optional(date),
  ...listParameters,
};
