import type { Meta, Row } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { FollowUpData, FollowUpEvents } from '../follow-up/events/index.js';

/** One thing one person was told. */
export interface Notification {
  readonly kind: 'reminder' | 'escalation' | 'notice';
  readonly deadlineId: string;
  readonly rule: string;
  readonly step: string;
  readonly subject: FollowUpData<'ReminderSent'>['subject'];
  /** Left out where nobody was told. */
  readonly recipientId?: string;
  readonly as?: string;
  /** The reminder's own moment, and when it was recorded. */
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly cause?: string;
  readonly eventId: string;
}

export interface Notifications {
  readonly caseId: string;
  readonly items: readonly Notification[];
}

const sent =
  (kind: 'reminder' | 'escalation') =>
  (all: Notifications, data: FollowUpData<'ReminderSent'>, meta: Meta): Notifications => ({
    ...all,
    items: [...all.items, ...data.told.map((told): Notification => ({ kind, ...base(data, meta), ...told, sentAt: meta.recordedAt }))],
  });

const base = (data: Pick<FollowUpData<'ReminderSent'>, 'deadlineId' | 'rule' | 'step' | 'subject' | 'at'>, meta: Meta) => ({
  deadlineId: data.deadlineId,
  rule: data.rule,
  step: data.step,
  subject: data.subject,
  dueAt: data.at,
  eventId: meta.eventId,
});

/** Who was told what and when: a row a recipient and reminder. */
export const notificationsView = viewOf<Notifications, FollowUpEvents>()({
  name: 'notifications-1',
  of: ['followUp'],
  initial: (caseId) => ({ caseId, items: [] }),
  folds: {
    ReminderSent: sent('reminder'),
    EscalationSent: sent('escalation'),
    ReminderSkipped: (all, data, meta) => ({ ...all, items: [...all.items, { kind: 'reminder', ...base(data, meta), cause: data.cause }] }),
  },
  ignores: ['DeadlineMissed', 'StepTaken'],
  table: {
    columns: { recipient_id: 'text', due_at: 'text' },
    indexes: [['recipient_id', 'due_at']],
    rows: ({ items }): readonly Row[] =>
      items.map((item) => ({ cells: { recipient_id: item.recipientId ?? null, due_at: item.dueAt }, item })),
  },
});
