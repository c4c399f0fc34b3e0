import { viewOf } from '../kernel/index.js';
import type { CaseEvents, CaseEventType } from '../support-case/events/index.js';
import { caseEvents } from '../support-case/events/index.js';

/** The goals of a case, by their ids. */
export interface GoalIndex {
  readonly goalIds: readonly string[];
}

type Other = Exclude<CaseEventType, 'GoalAgreed'>;
const isOther = (type: string): type is Other => type !== 'GoalAgreed';

/** In which case a goal is: nothing but its agreeing makes one, and it stays where it was made. */
export const goalIndex = viewOf<GoalIndex, CaseEvents>()({
  name: 'goals-1',
  of: ['supportCase'],
  initial: () => ({ goalIds: [] }),
  folds: { GoalAgreed: ({ goalIds }, { goalId }) => ({ goalIds: [...goalIds, goalId] }) },
  ignores: Object.keys(caseEvents).filter(isOther),
  table: {
    columns: { goal_id: 'text' },
    indexes: [['goal_id']],
    rows: ({ goalIds }) => goalIds.map((goalId) => ({ cells: { goal_id: goalId } })),
  },
});
