import { rules } from '#domain/deadlines/index.js';
import { bool, id, oneOf, optional, ref } from '#domain/kernel/index.js';
import { listParameters } from '../http/parameters.js';

const ruleIds = Object.keys(rules) as [string, ...string[]];

export const deadlineParameters = {
  caseId: optional(id),
  teamId: optional(id),
  mine: optional(bool),
  state: optional(oneOf('open', 'met', 'late', 'missed', 'paused', 'cancelled')),
  rule: optional(oneOf(...ruleIds)),
  ...listParameters,
};
export const notificationParameters = { caseId: optional(id), personId: optional(ref), ...listParameters };
