import type { Infer, NewEvent } from '../../kernel/index.js';
import { date, id, instant, int, list, object, oneOf, optional, ref, word } from '../../kernel/index.js';

const subject = object({ type: oneOf('case', 'addressee', 'action', 'planVersion', 'meeting', 'request', 'goal'), id: ref });
const channels = optional(list(oneOf('email', 'in_app')));
const told = list(object({ recipientId: ref, as: word(20) }));
const alarm = {
  deadlineId: id,
  rule: word(8),
  step: word(20),
  /** The revision of the case's event that set or moved the deadline. */
  setAt: int(0, 1_000_000_000),
  subject,
  /** Left out where it would tell a birthday (D22). */
  dueOn: optional(date),
  /** The alarm's own moment, whenever it rang. */
  at: instant,
  /** The revision of the case (or meeting) at which it was judged. */
  caseRevision: int(0, 1_000_000_000),
};

/** What happened by itself around the deadlines of a case (domain.md §2, FollowUp). Ids, codes and dates only. */
export const followUpEvents = {
  /** `channels`: the only ones by which it goes out, where the team says so. */
  ReminderSent: { ...alarm, told, channels },
  ReminderSkipped: { ...alarm, cause: oneOf('no_recipient', 'not_needed', 'told_earlier') },
  EscalationSent: { ...alarm, told, channels },
  DeadlineMissed: alarm,
  /** A step that is a command: what came of it; a refusal is an answer too, and stands with its code. */
  StepTaken: { ...alarm, command: word(60), result: oneOf('accepted', 'refused'), code: optional(word(60)) },
};

export type FollowUpEvents = typeof followUpEvents;
export type FollowUpData<T extends keyof FollowUpEvents> = Infer<FollowUpEvents[T]>;

export const followUpEvent = <T extends keyof FollowUpEvents>(type: T, data: FollowUpData<T>): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
});
