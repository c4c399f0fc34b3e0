import type { Calculation, Closure, Instant, LocalDate, WorkingCalendar } from '../calendar/index.js';
import { amsterdamInstant, workingDayOnOrBefore, workingDaysAfter } from '../calendar/index.js';
import type { Recipient, RuleId, Step } from './rules.js';
import type { Channel, DeadlineSettings } from './settings.js';
import { ruleUnder } from './settings.js';

export type SubjectType = 'case' | 'addressee' | 'action' | 'planVersion' | 'meeting' | 'request' | 'goal';
export type AlarmKind = 'reminder' | 'escalation' | 'missed';

/** A moment at which somebody is told something, or a date counts as missed. */
export interface Alarm {
  /** Unique within its deadline: `reminder-1`, `escalation-2`, `missed`. */
  readonly step: string;
  readonly kind: AlarmKind;
  readonly at: Instant;
  readonly to: readonly Recipient[];
}

/**
 * A deadline as an event sets or moves it: the rule and its version, how the date was counted, and every alarm that follows from it.
 * Stamped once, so that a later change of calendar, settings or rules never moves a running deadline (I11).
 */
export interface DeadlineStamp {
  /** Derived from the case and the key where the event is stored. */
  readonly deadlineId?: string;
  readonly rule: RuleId;
  readonly subject: { readonly type: SubjectType; readonly id: string };
  /** The cycle it belongs to, where one rule can run in several at once. */
  readonly cycleNo?: number;
  readonly dueOn: LocalDate;
  readonly dueAt: Instant;
  readonly counted: Pick<Calculation, 'from' | 'offset' | 'unit' | 'calendar' | 'skipped'>;
  readonly alarms: readonly Alarm[];
  readonly policyVersion: number;
  /** The only channels by which its messages go out, where the team says so. */
  readonly channels?: readonly Channel[];
}

const reminderTime = '08:30';
const dueTime = '17:00';

export interface Setting {
  readonly rule: RuleId;
  readonly subject: DeadlineStamp['subject'];
  readonly cycleNo?: number;
  readonly counted: Calculation;
  /** The moment of the event that sets it: what lies before it is sent at once, or dropped when it is only a notice. */
  readonly at: Instant;
  readonly closures: readonly Closure[];
  /** What the team has set for deadlines that are stamped now. */
  readonly settings: DeadlineSettings;
  /** Told at once, beside the rule's steps (D10). */
  readonly atOnce?: readonly Recipient[];
  /** The deadline ran already: what lies in the past was told then. */
  readonly moved?: boolean;
  /** Days on which somebody wants to be reminded anyway (D13, a next attempt). */
  readonly also?: readonly { readonly on: LocalDate; readonly to: readonly Recipient[] }[];
}

/** Works a rule out into a stamp: every alarm at its moment, counted in the calendar of the deadline. */
export function stampOf(setting: Setting): DeadlineStamp {
  const { rule, subject, cycleNo, counted, at, closures, settings } = setting;
  const of = ruleUnder(settings, rule);
  const calendar: WorkingCalendar = counted.calendar === 'public' ? 'public' : 'team';
  const { dueOn } = counted;
  const dueAt = amsterdamInstant(dueOn, dueTime);
  const dayOf = (days: number): LocalDate => {
    const fromDue = days - (of.fromAnchor ? (of.offset ?? 0) : 0);
    return fromDue === 0 ? workingDayOnOrBefore(dueOn, calendar, closures) : workingDaysAfter(dueOn, fromDue, calendar, closures).dueOn;
  };
  const momentOf = (step: Step): Instant => amsterdamInstant(dayOf(step.days), step.time ?? reminderTime);
  const onDueDay = (step: Step): boolean => step.time === undefined && dayOf(step.days) === dueOn;

  const reminders = [
    ...(setting.atOnce ? [{ at, to: setting.atOnce }] : []),
    ...of.reminders.map((step) => ({ at: momentOf(step), to: step.to })),
    ...(setting.also ?? []).map(({ on, to }) => ({ at: amsterdamInstant(on, reminderTime), to })),
  ];
  const past = reminders.filter((each) => each.at < at);
  const kept = [
    ...(past.length > 0 && !of.notice && !setting.moved ? [{ at, to: past.at(-1)!.to }] : []),
    ...reminders.filter((each) => each.at >= at),
  ];
  const missedTo = [...of.escalations.filter(onDueDay).flatMap((step) => step.to), ...(of.whenMissed ?? [])];
  const alarms: Alarm[] = [
    ...kept.map((each, index): Alarm => ({ step: `reminder-${index + 1}`, kind: 'reminder', ...each })),
    ...of.escalations.flatMap((step, index): Alarm[] =>
      onDueDay(step) && !of.notice ? [] : [{ step: `escalation-${index + 1}`, kind: 'escalation', at: momentOf(step), to: step.to }],
    ),
    ...(of.notice ? [] : [{ step: 'missed', kind: 'missed' as const, at: dueAt < at ? at : dueAt, to: [...new Set(missedTo)] }]),
  ];
  return {
    rule,
    subject,
    ...(cycleNo !== undefined && { cycleNo }),
    dueOn,
    dueAt,
    counted: { from: counted.from, offset: counted.offset, unit: counted.unit, calendar: counted.calendar, skipped: counted.skipped },
    alarms: alarms.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    policyVersion: settings.policyVersion,
    ...(of.channels && { channels: of.channels }),
  };
}

/** What names a deadline within its case; the same again when it is moved. */
export const deadlineKey = ({ rule, subject, cycleNo }: Pick<DeadlineStamp, 'rule' | 'subject' | 'cycleNo'>): string =>
  `${rule}/${subject.type}/${subject.id}${cycleNo === undefined ? '' : `/${cycleNo}`}`;

/** What one event changes about the deadlines of a case. */
export interface DeadlineChanges {
  readonly set: readonly DeadlineStamp[];
  /** By `deadlineKey`. */
  readonly ended: readonly { readonly key: string; readonly as: 'met' | 'cancelled' }[];
  /** All that a hold pauses rests from here, or runs again. */
  readonly paused?: boolean;
}
