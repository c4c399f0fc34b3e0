import type { Meta, Row } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { RuleId } from '../deadlines/index.js';
import { ruleOf } from '../deadlines/index.js';
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
    items: [...all.items, ...data.told.map((told): Notification => ({ ...base(kind, data, meta), ...told, sentAt: meta.recordedAt }))],
  });

const base = (
  kind: 'reminder' | 'escalation',
  data: Pick<FollowUpData<'ReminderSent'>, 'deadlineId' | 'rule' | 'step' | 'subject' | 'at'>,
  meta: Meta,
) => ({
  kind: kind === 'reminder' && ruleOf(data.rule as RuleId).notice ? ('notice' as const) : kind,
  deadlineId: data.deadlineId,
  rule: data.rule,
  step: data.step,
  subject: data.subject,
  dueAt: data.at,
  eventId: meta.eventId,
});

/** Who was told what and when: a row a recipient and reminder. On which channels, and whether it arrived, say the deliveries. */
export const notificationsView = viewOf<Notifications, FollowUpEvents>()({
  name: 'notifications-2',
  of: ['followUp'],
  initial: (caseId) => ({ caseId, items: [] }),
  folds: {
    ReminderSent: sent('reminder'),
    EscalationSent: sent('escalation'),
    ReminderSkipped: (all, data, meta) => ({ ...all, items: [...all.items, { ...base('reminder', data, meta), cause: data.cause }] }),
  },
  ignores: ['DeadlineMissed', 'StepTaken'],
  table: {
    columns: { recipient_id: 'text', due_at: 'text', event_id: 'text' },
    indexes: [['recipient_id', 'due_at']],
    rows: ({ items }): readonly Row[] =>
      items.map((item) => ({ cells: { recipient_id: item.recipientId ?? null, due_at: item.dueAt, event_id: item.eventId }, item })),
  },
});
