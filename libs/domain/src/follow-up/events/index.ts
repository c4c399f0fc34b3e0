import type { Infer, NewEvent } from '../../kernel/index.js';
import { date, id, instant, int, list, object, oneOf, ref, word } from '../../kernel/index.js';

const subject = object({ type: oneOf('case', 'addressee', 'action', 'planVersion', 'meeting', 'request', 'goal'), id: ref });
const told = list(object({ recipientId: ref, as: word(20) }));
const alarm = {
  deadlineId: id,
  rule: word(8),
  step: word(20),
  /** The revision of the case's event that set or moved the deadline. */
  setAt: int(0, 1_000_000_000),
  subject,
  dueOn: date,
  /** The alarm's own moment, whenever it rang. */
  at: instant,
  /** The revision of the case at which it was judged. */
  caseRevision: int(0, 1_000_000_000),
};

/** What happened by itself around the deadlines of a case (domain.md §2, FollowUp). Ids, codes and dates only. */
export const followUpEvents = {
  ReminderSent: { ...alarm, told },
  ReminderSkipped: { ...alarm, cause: oneOf('no_recipient') },
  EscalationSent: { ...alarm, told },
  DeadlineMissed: alarm,
};

export type FollowUpEvents = typeof followUpEvents;
export type FollowUpData<T extends keyof FollowUpEvents> = Infer<FollowUpEvents[T]>;

export const followUpEvent = <T extends keyof FollowUpEvents>(type: T, data: FollowUpData<T>): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
});
