import type { Sentence } from '#domain/kernel/index.js';
import type { Deadline, Deadlines } from '#domain/views/index.js';
import { countedSentence, nextAlarm, stateOf } from '#domain/views/index.js';

/** What the id of a deadline's owner is called. */
const idNames: { readonly [kind: string]: string } = { supportCase: 'caseId', caseMeeting: 'meetingId' };

/** A deadline as a list answers it. */
export function deadlineAnswer(all: Deadlines, id: string, deadline: Deadline, language: keyof Sentence): Record<string, unknown> {
  const { stamp, done } = deadline;
  const next = nextAlarm(all, deadline);
  return {
    deadlineId: deadline.deadlineId,
    [idNames[all.kind] ?? 'ownerId']: id,
    rule: stamp.rule,
    subject: stamp.subject,
    ...(stamp.cycleNo !== undefined && { cycleNo: stamp.cycleNo }),
    dueOn: stamp.dueOn,
    dueAt: stamp.dueAt,
    state: stateOf(all, deadline),
    remindersSent: done
      .filter((each) => each.as === 'sent' || each.as === 'escalated')
      .map(({ step, as, at, recordedAt, told }) => ({
        step,
        kind: as === 'sent' ? 'reminder' : 'escalation',
        at,
        sentAt: recordedAt,
        recipients: (told ?? []).map((each) => each.recipientId),
      })),
    next: next ? { step: next.step, at: next.at } : null,
    explanation: countedSentence(deadline)[language],
  };
}
