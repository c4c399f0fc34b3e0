import type { Calculation, Closure, Instant } from '../calendar/index.js';
import { amsterdamInstant, calendarDaysAfter, workingDaysAfter } from '../calendar/index.js';
import { evaluatedWithin, urgentDays } from './counting.js';
import type { Recipient, RuleId } from './rules.js';
import type { DeadlineSettings } from './settings.js';
import { ruleUnder } from './settings.js';
import type { Alarm, DeadlineStamp } from './stamp.js';
import { stampOf } from './stamp.js';

/** What a deadline would be counted by. */
export interface Settled {
  readonly settings: DeadlineSettings;
  /** Working days before a meeting until which children are brought in, where the team agreed on that beside D02. */
  readonly cutOffDays?: number;
}
/** Before everything, so that each step of a rule has its place whether it has passed or not. */
const longAgo = '0001-01-01T00:00:00.000Z';

interface Fall {
  readonly dueOn?: string;
}
interface Call {
  readonly at?: Instant;
  /** Working days from the birthday, which is not told (D22). */
  readonly days?: number;
  readonly to: readonly Recipient[];
}
/** One thing that would fall differently; null where there is nothing, before or then. */
export type Difference =
  | { readonly kind: 'deadline'; readonly now: Fall; readonly would: Fall | null }
  | { readonly kind: 'reminder'; readonly step: string; readonly now: Call | null; readonly would: Call | null };

/** The due date of a rule under these settings, by the same anchor; undefined where it is given or was moved, and no rule counts it. */
function countedUnder(
  { rule, counted }: DeadlineStamp,
  { settings, cutOffDays }: Settled,
  closures: readonly Closure[],
): Calculation | undefined {
  const { offset, fromMeeting } = ruleUnder(settings, rule);
  if (!counted || offset === undefined) return undefined;
  const { from, unit, calendar } = counted;
  if (rule === 'D18') return evaluatedWithin(from, offset);
  if (calendar === 'legal') return unit === 'days' ? calendarDaysAfter(from, offset) : undefined;
  const days = rule === 'D02' ? (cutOffDays ?? offset) : offset;
  if (fromMeeting) return workingDaysAfter(from, -days, calendar, closures);
  const short = calendar === 'public' ? urgentDays[rule] : undefined;
  return workingDaysAfter(from, Math.min(short ?? days, days), calendar, closures);
}

/** Whether the rule itself counted the date that stands, rather than a person, a hold or a short term for somebody absent. */
const isByRule = ({ counted, rule }: DeadlineStamp, was: Calculation | undefined): was is Calculation =>
  was !== undefined &&
  counted !== undefined &&
  (rule === 'D02' ? counted.offset !== 0 : counted.offset === was.offset && counted.unit === was.unit);

/**
 * What would fall differently if a running deadline were stamped under other settings, from the same anchor. It
 * stays as it is whatever is adopted (I11): this says what the settings would mean. Steps that lie in the past are left out, and so are the
 * quiet times of persons and what a single event called for beside its rule.
 */
export function differences(
  stamp: DeadlineStamp,
  was: DeadlineSettings,
  then: Settled,
  { now, closures }: { readonly now: Instant; readonly closures: readonly Closure[] },
): readonly Difference[] {
  const { rule, subject, dueOn, counted } = stamp;
  const fall: Fall = dueOn === undefined ? {} : { dueOn };
  if (!ruleUnder(then.settings, rule).enabled) return [{ kind: 'deadline', now: fall, would: null }];
  if (dueOn === undefined || !counted || stamp.dueAt === undefined) return birthdayDifferences(rule, was, then.settings);
  const before = countedUnder(stamp, { settings: was }, closures);
  const next = isByRule(stamp, before) ? countedUnder(stamp, then, closures) : undefined;
  const stands: Calculation = { ...counted, dueOn };
  const falls = next && next.offset !== counted.offset ? next : stands;
  const atStart = stamp.dueAt === amsterdamInstant(dueOn, '17:00') ? {} : { atStart: stamp.dueAt };
  const stamped = (settings: DeadlineSettings, by: Calculation): readonly Alarm[] =>
    stampOf({ rule, subject, counted: by, at: longAgo, closures, settings, moved: true, ...atStart }).alarms;
  return [
    ...(falls.dueOn === dueOn ? [] : [{ kind: 'deadline' as const, now: fall, would: { dueOn: falls.dueOn } }]),
    ...callDifferences(stamped(was, stands), stamped(then.settings, falls), now),
  ];
}

function callDifferences(was: readonly Alarm[], then: readonly Alarm[], now: Instant): readonly Difference[] {
  const ofSteps = (alarms: readonly Alarm[]) =>
    new Map(alarms.filter(({ kind }) => kind === 'reminder' || kind === 'escalation').map((alarm) => [alarm.step, alarm]));
  const [before, after] = [ofSteps(was), ofSteps(then)];
  const call = (alarm: Alarm | undefined): Call | null => (alarm ? { at: alarm.at, to: alarm.to } : null);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((step): Difference[] => {
    const [old, next] = [call(before.get(step)), call(after.get(step))];
    const isAhead = (old?.at ?? '') > now || (next?.at ?? '') > now;
    return isAhead && !isSame(old, next) ? [{ kind: 'reminder', step, now: old, would: next }] : [];
  });
}

/** Of a birthday nothing is told but how far before it somebody is reminded. */
function birthdayDifferences(rule: RuleId, was: DeadlineSettings, then: DeadlineSettings): readonly Difference[] {
  const of = (settings: DeadlineSettings): readonly Call[] => ruleUnder(settings, rule).reminders.map(({ days, to }) => ({ days, to }));
  const [before, after] = [of(was), of(then)];
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index): Difference[] => {
    const [old, next] = [before[index] ?? null, after[index] ?? null];
    return isSame(old, next) ? [] : [{ kind: 'reminder', step: `reminder-${index + 1}`, now: old, would: next }];
  }).flat();
}

const isSame = (a: Call | null, b: Call | null): boolean =>
  a === b || (a !== null && b !== null && a.at === b.at && a.days === b.days && a.to.toSorted().join() === b.to.toSorted().join());
