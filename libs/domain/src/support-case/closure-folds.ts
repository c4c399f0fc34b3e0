import type { Folds } from '../kernel/index.js';
import type { closure as vocabulary } from './events/closure.js';
import type { Case } from './state.js';
import { restamp } from './suspension.js';

export const closureFolds: Folds<Case, typeof vocabulary> = {
  CaseClosed: (kase, { on, retentionClass }) => ({ ...kase, phase: 'closed', hold: undefined, closedOn: on, retentionClass }),
  CaseReopened: (kase) => ({ ...kase, closedOn: undefined }),
  ChildLeft: (kase, { on }) => ({ ...kase, leftOn: on }),
  RetentionStarted: (kase, { retentionClass }) => ({ ...kase, retentionClass }),
  CaseSuspended: (kase, { reason, since, reviewOn, sharingStopped }) => ({ ...kase, hold: { reason, since, reviewOn, sharingStopped } }),
  CaseResumed: (kase, { restamped }) => restamped.reduce(restamp, { ...kase, hold: undefined }),
};
