import { holidayOn, type HolidayCode } from './holidays.js';
import { addDays, addMonths, daysBetween, weekday, type LocalDate } from './local-date.js';

/** `team` also skips the closures of the team; `public` is for what cannot wait for a school holiday (domain.md §5 Clock). */
export type WorkingCalendar = 'team' | 'public';

/** Days on which the team does not work, both ends included: a school holiday, a study day. */
export interface Closure {
  from: LocalDate;
  to: LocalDate;
}

export type SkipReason = 'weekend' | 'closure' | `holiday:${HolidayCode}`;

/**
 * How a due date came about, so that it can be shown: `offset` units from `from`, by the calendar named. `skipped` holds, earliest first,
 * the days passed over between `from` and `dueOn`; it is empty when calendar days or months count (`legal`).
 */
export interface Calculation {
  from: LocalDate;
  offset: number;
  unit: 'wd' | 'days' | 'months';
  calendar: WorkingCalendar | 'legal';
  skipped: { on: LocalDate; why: SkipReason }[];
  dueOn: LocalDate;
}

/** So many days without one working day mean that the closures are wrong, not that the term is long. */
const LONGEST_PAUSE = 400;

/** Why the day is no working day (weekend before holiday before closure), or undefined when it is one. RangeError for a malformed date. */
export function whyNotWorking(on: LocalDate, calendar: WorkingCalendar, closures: readonly Closure[]): SkipReason | undefined {
  if (weekday(on) > 5) return 'weekend';
  const holiday = holidayOn(on);
  if (holiday !== undefined) return `holiday:${holiday}`;
  if (calendar === 'team' && closures.some(({ from, to }) => from <= on && on <= to)) return 'closure';
  return undefined;
}

/** Whether work is expected on the day. RangeError for a malformed date. */
export function isWorkingDay(on: LocalDate, calendar: WorkingCalendar, closures: readonly Closure[]): boolean {
  return whyNotWorking(on, calendar, closures) === undefined;
}

/**
 * The n-th working day after `from`, before it when `n` is negative, `from` itself (working day or not) when `n` is 0 (domain.md §5 Clock).
 * RangeError for a malformed date, a fraction, or 400 days in a row without a working day.
 */
export function workingDaysAfter(from: LocalDate, n: number, calendar: WorkingCalendar, closures: readonly Closure[]): Calculation {
  const step = n < 0 ? -1 : 1;
  const skipped: Calculation['skipped'] = [];
  let dueOn = addDays(from, 0);
  for (let left = wholeSteps(n); left > 0; left -= 1) dueOn = nextWorkingDay(dueOn, step, calendar, closures, skipped);
  if (n < 0) skipped.reverse();
  return { from, offset: n, unit: 'wd', calendar, skipped, dueOn };
}

/** Working days after `after` up to and including `upTo`; 0 when `upTo` is not later. RangeError for a malformed date. */
export function workingDaysBetween(after: LocalDate, upTo: LocalDate, calendar: WorkingCalendar, closures: readonly Closure[]): number {
  let count = 0;
  let on = after;
  for (let left = daysBetween(after, upTo); left > 0; left -= 1) {
    on = addDays(on, 1);
    if (isWorkingDay(on, calendar, closures)) count += 1;
  }
  return count;
}

/** The day itself when it is a working day, else the last one before it. RangeError as `workingDaysAfter`. */
export function workingDayOnOrBefore(on: LocalDate, calendar: WorkingCalendar, closures: readonly Closure[]): LocalDate {
  return isWorkingDay(on, calendar, closures) ? on : nextWorkingDay(on, -1, calendar, closures);
}

/** The day itself when it is a working day, else the first one after it. RangeError as `workingDaysAfter`. */
export function workingDayOnOrAfter(on: LocalDate, calendar: WorkingCalendar, closures: readonly Closure[]): LocalDate {
  return isWorkingDay(on, calendar, closures) ? on : nextWorkingDay(on, 1, calendar, closures);
}

/** A statutory term in calendar days, never lengthened for a weekend or holiday (domain.md §5 Clock, `legal`). RangeError as `addDays`. */
export function calendarDaysAfter(from: LocalDate, n: number): Calculation {
  return { from, offset: n, unit: 'days', calendar: 'legal', skipped: [], dueOn: addDays(from, n) };
}

/** A statutory term in months, ending on the last day of a month that is too short, never lengthened. RangeError as `addMonths`. */
export function monthsAfter(from: LocalDate, n: number): Calculation {
  return { from, offset: n, unit: 'months', calendar: 'legal', skipped: [], dueOn: addMonths(from, n) };
}

function nextWorkingDay(
  from: LocalDate,
  step: 1 | -1,
  calendar: WorkingCalendar,
  closures: readonly Closure[],
  skipped: Calculation['skipped'] = [],
): LocalDate {
  let on = from;
  for (let tried = 0; tried < LONGEST_PAUSE; tried += 1) {
    on = addDays(on, step);
    const why = whyNotWorking(on, calendar, closures);
    if (why === undefined) return on;
    skipped.push({ on, why });
  }
  throw new RangeError(`no working day within ${LONGEST_PAUSE} days of ${from}`);
}

function wholeSteps(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number of working days: ${n}`);
  return Math.abs(n);
}
