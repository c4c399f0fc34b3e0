import type { Calculation, Closure, Instant, LocalDate, WorkingCalendar } from '../calendar/index.js';
import { addDays, amsterdamInstant, workingDayOnOrBefore, workingDaysAfter } from '../calendar/index.js';
import type { Recipient, RuleId, Step } from './rules.js';
import type { Channel, DeadlineSettings } from './settings.js';
import { ruleUnder } from './settings.js';

/** The ages at which other people decide (domain.md §3.2). */
export type Threshold = 12 | 16;

export type SubjectType = 'case' | 'addressee' | 'action' | 'planVersion' | 'meeting' | 'request' | 'goal';
export type AlarmKind = 'reminder' | 'escalation' | 'missed' | 'command';

/** A moment at which somebody is told something, a date counts as missed, or the aggregate is given a command. */
export interface Alarm {
  /** Unique within its deadline: `reminder-1`, `escalation-2`, `missed`. */
  readonly step: string;
  readonly kind: AlarmKind;
  readonly at: Instant;
  readonly to: readonly Recipient[];
  /** Persons whom alone it tells, or whom it leaves out, because a quiet time moved it for them. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly command?: { readonly name: string; readonly body: Readonly<Record<string, unknown>> };
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
  /** Left out where it would tell a birthday (D22): it is worked out from the sealed date of birth, and only in memory. */
  readonly dueOn?: LocalDate;
  readonly dueAt?: Instant;
  readonly counted?: Pick<Calculation, 'from' | 'offset' | 'unit' | 'calendar' | 'skipped'>;
  readonly alarms: readonly Alarm[];
  /** The age that is reached, and the reminders before it (D22). */
  readonly birthday?: { readonly age: Threshold; readonly reminders: readonly Step[] };
  /** Reminders without end after the due date, with the closures of the day it was stamped. */
  readonly repeats?: { readonly every: number; readonly to: readonly Recipient[]; readonly closures: readonly Closure[] };
  readonly policyVersion: number;
  /** The only channels by which its messages go out, where the team says so. */
  readonly channels?: readonly Channel[];
}

export const reminderTime = '08:30';
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
  /** It falls due at this moment, when the meeting begins: its steps count from that day (ad hoc meetings, domain.md §4). */
  readonly atStart?: Instant;
  /** Told at once, beside the rule's steps (D10). */
  readonly atOnce?: readonly Recipient[];
  /** Escalated to at once (D09, a second postponement). */
  readonly escalatedAtOnce?: readonly Recipient[];
  /** What the rule's command is given. */
  readonly commandBody?: Readonly<Record<string, unknown>>;
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
  const dueAt = setting.atStart ?? amsterdamInstant(dueOn, dueTime);
  const base = setting.atStart ? 0 : of.fromAnchor ? (of.offset ?? 0) : of.fromMeeting ? -(of.offset ?? 0) : 0;
  const dayOf = (days: number): LocalDate => {
    const fromDue = days - base;
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
  const { command, repeats } = of;
  const commandAt = command && amsterdamInstant(command.dayAfter ? addDays(dueOn, 1) : dueOn, command.time);
  const missedTo = [...of.escalations.filter(onDueDay).flatMap((step) => step.to), ...(of.whenMissed ?? [])];
  const alarms: Alarm[] = [
    ...kept.map((each, index): Alarm => ({ step: `reminder-${index + 1}`, kind: 'reminder', ...each })),
    ...(setting.escalatedAtOnce ? [{ step: 'escalation-0', kind: 'escalation' as const, at, to: setting.escalatedAtOnce }] : []),
    ...of.escalations.flatMap((step, index): Alarm[] =>
      onDueDay(step) && !of.notice ? [] : [{ step: `escalation-${index + 1}`, kind: 'escalation', at: momentOf(step), to: step.to }],
    ),
    ...(of.notice ? [] : [{ step: 'missed', kind: 'missed' as const, at: dueAt < at ? at : dueAt, to: [...new Set(missedTo)] }]),
    ...(command && commandAt
      ? [
          {
            step: 'command',
            kind: 'command' as const,
            at: commandAt < at ? at : commandAt,
            to: [],
            command: { name: command.name, body: setting.commandBody ?? {} },
          },
        ]
      : []),
  ];
  return {
    rule,
    subject,
    ...(cycleNo !== undefined && { cycleNo }),
    dueOn,
    dueAt,
    counted: { from: counted.from, offset: counted.offset, unit: counted.unit, calendar: counted.calendar, skipped: counted.skipped },
    alarms: alarms.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    ...(repeats && { repeats: { ...repeats, closures: closures.filter((closure) => closure.to >= dueOn) } }),
    policyVersion: settings.policyVersion,
    ...(of.channels && { channels: of.channels }),
  };
}

/** The alarm that comes next when these steps are done; a repeated reminder always has a next one. */
export function nextAlarmOf(stamp: DeadlineStamp, done: ReadonlySet<string>): Alarm | undefined {
  const stamped = stamp.alarms.find((alarm) => !done.has(alarm.step));
  const repeated = stamp.repeats && repeatOf(stamp, stamp.repeats, done);
  return repeated && (!stamped || repeated.at <= stamped.at) ? repeated : stamped;
}

function repeatOf(
  { dueOn = '' }: DeadlineStamp,
  { every, to, closures }: NonNullable<DeadlineStamp['repeats']>,
  done: ReadonlySet<string>,
): Alarm {
  let round = 1;
  while (done.has(`repeat-${round}`)) round += 1;
  const { dueOn: day } = workingDaysAfter(dueOn, round * every, 'team', closures);
  return { step: `repeat-${round}`, kind: 'reminder', at: amsterdamInstant(day, reminderTime), to };
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
