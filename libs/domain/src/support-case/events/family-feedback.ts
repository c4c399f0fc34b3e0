import { about, bool, date, id, instant, int, oneOf, optional, ref } from '../../kernel/index.js';

export const feedbackChannel = oneOf('phone', 'visit', 'letter', 'portal', 'at_school');
export const attemptOutcome = oneOf('no_answer', 'no_show', 'rescheduled', 'wrong_contact');
export const waiveGround = oneOf('declined', 'unreachable', 'safety', 'child_too_young', 'wish_of_16plus');

export const familyFeedback = {
  FeedbackAttempted: {
    cycleNo: int(1, 1000),
    addresseeId: id,
    attemptNo: int(1, 1000),
    channel: feedbackChannel,
    at: instant,
    outcome: attemptOutcome,
    nextAttemptOn: optional(date),
  },
  FeedbackGiven: {
    cycleNo: int(1, 1000),
    addresseeId: id,
    channel: feedbackChannel,
    on: date,
    byId: ref,
    decisionsExplained: bool,
    understood: oneOf('yes', 'partly', 'no'),
    howChildViewWeighed: optional(about('case')),
    reaction: optional(about('case')),
  },
  FeedbackWaived: { cycleNo: int(1, 1000), addresseeId: id, ground: waiveGround, on: date, note: about('case') },
};
