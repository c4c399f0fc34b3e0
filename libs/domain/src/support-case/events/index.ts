import type { Infer, LegalBasis, NewEvent } from '../../kernel/index.js';
import { actions } from './actions.js';
import { childView } from './child-view.js';
import { closure } from './closure.js';
import { consent } from './consent.js';
import { discussion } from './discussion.js';
import { escalation } from './escalation.js';
import { evaluation } from './evaluation.js';
import { familyFeedback } from './family-feedback.js';
import { goals } from './goals.js';
import { opening } from './opening.js';
import { parties } from './parties.js';
import { plan } from './plan.js';
import { preparation } from './preparation.js';
import { report } from './report.js';

/** Every event of a support case: what is stored for ever (domain.md §3.5). */
export const caseEvents = {
  ...opening,
  ...parties,
  ...consent,
  ...childView,
  ...preparation,
  ...discussion,
  ...goals,
  ...actions,
  ...report,
  ...familyFeedback,
  ...plan,
  ...evaluation,
  ...escalation,
  ...closure,
};

export type CaseEvents = typeof caseEvents;
export type CaseEventType = keyof CaseEvents;
export type CaseData<T extends CaseEventType> = Infer<CaseEvents[T]>;

/** Makes an event of a case; its data must be all the vocabulary declares and nothing else. */
export const event = <T extends CaseEventType>(type: T, data: CaseData<T>, legalBasis?: LegalBasis): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
  ...(legalBasis && { legalBasis }),
});
