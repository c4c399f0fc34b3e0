import { about, bool, calculation, date, id, instant, int, list, object, oneOf, optional, ref } from '../../kernel/index.js';
import { viewHow } from './child-view.js';

export const stepName = oneOf('background', 'reason', 'goals', 'actions');
export const outcome = oneOf('plan_change', 'plan_continue', 'more_information', 'refer', 'end_support', 'advice');
export const owedFeedback = object({ addresseeId: id, byId: ref, dueOn: date });

export const discussion = {
  DiscussionStarted: {
    meetingId: optional(id),
    itemId: optional(id),
    present: list(ref),
    absent: list(object({ partyId: ref, excused: bool })),
    substituteId: optional(ref),
  },
  DiscussionStepRecorded: {
    step: stepName,
    startedAt: instant,
    endedAt: instant,
    seconds: int(0, 86400),
    skipped: bool,
    notes: optional(about('case')),
    skipReason: optional(about('case')),
  },
  DiscussionConcluded: {
    outcome,
    reviewOn: date,
    goalIds: list(id),
    actionIds: list(id),
    childViewId: optional(id),
    /** How the view's absence is explained, when it was declined or not possible. */
    childViewAbsence: optional(viewHow),
    summary: about('case'),
    noPersonalGoalReason: optional(about('case')),
    /** Who stood behind the decision and who did not; who was absent is told by DiscussionStarted. */
    agreedBy: optional(list(ref)),
    dissentedBy: optional(list(object({ byId: ref, reason: optional(about('case')) }))),
    calculations: list(calculation),
  },
  AftercareStarted: {
    cycleNo: int(1, 1000),
    reportDueOn: date,
    feedback: list(owedFeedback),
    planProposalDueOn: date,
    planAdoptionDueOn: date,
    calculations: list(calculation),
  },
  /** A feedback that came up after the discussion: for an OPP, how the child's view weighed in the plan. */
  FeedbackOwed: {
    cycleNo: int(1, 1000),
    addresseeId: id,
    byId: ref,
    dueOn: date,
    planVersionId: id,
    calculations: list(calculation),
  },
};
