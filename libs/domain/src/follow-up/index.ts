import type { Aggregate, Folded } from '../kernel/index.js';
import { followUpEvents } from './events/index.js';

export { followUpEvent, followUpEvents } from './events/index.js';

/** What happened by itself around one case: a record, so its state is no more than that it has begun. */
export interface FollowUp extends Folded {
  readonly entries: number;
}

const record = (state: FollowUp): FollowUp => ({ ...state, exists: true, entries: state.entries + 1 });

/** The FollowUp stream (domain.md §2). It takes no command: its events are the outcomes of alarms. */
export const followUpAggregate: Aggregate<FollowUp, undefined> = {
  name: 'followUp',
  initial: () => ({ exists: false, made: {}, entries: 0 }),
  events: followUpEvents,
  folds: Object.fromEntries(Object.keys(followUpEvents).map((type) => [type, record])),
  commands: {},
  phaseOf: () => undefined,
  stampOf: () => undefined,
  isClosed: () => false,
  isOnHold: () => false,
  teamOf: () => undefined,
  rolesOf: () => new Set(),
  knows: {},
  organisationOf: () => undefined,
};
