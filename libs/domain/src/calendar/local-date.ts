/** A day on the Dutch wall calendar, `'2026-11-24'`, year 0001 to 9999 (what a PostgreSQL `date` also takes); compares as text. */
export type LocalDate = string;

/** A moment in UTC with milliseconds, `'2026-11-03T15:30:00.000Z'`; functions that take one also accept an RFC 3339 offset. */
export type Instant = string;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const FIRST_DAY = dayOf(1, 1, 1);
const LAST_DAY = dayOf(9999, 12, 31);
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Whether the text is a day that exists, written as `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const [year, month, day] = fields(text);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Whether the text is an RFC 3339 moment that exists: capital `T` and `Z` or an offset, seconds 00–59, at most 9 decimals. */
export function isInstant(text: string): boolean {
  const match = INSTANT.exec(text);
  if (match === null || !isLocalDate(match[1]!)) return false;
  const day = Math.floor(Date.parse(text) / DAY);
  return day >= FIRST_DAY && day <= LAST_DAY;
}

/** The day `n` calendar days later (earlier when negative). RangeError for a malformed date, a fraction, or outside 0001–9999. */
export function addDays(on: LocalDate, n: number): LocalDate {
  const day = pair(checked(on), 8) + whole(n);
  // Most steps stay in the month; every month has 28 days.
  if (day >= 1 && day <= 28) return `${on.slice(0, 8)}${TWO[day]}`;
  return dateOf(dayNumber(on) + n);
}

/** The same day `n` months later, or the last day of that month when it is shorter. RangeError as `addDays`. */
export function addMonths(on: LocalDate, n: number): LocalDate {
  const [year, month, day] = fields(checked(on));
  const months = year * 12 + (month - 1) + whole(n);
  const targetYear = Math.floor(months / 12);
  const targetMonth = months - targetYear * 12 + 1;
  if (targetYear < 1 || targetYear > 9999) throw new RangeError(`${on} plus ${n} months is outside the years 0001 to 9999`);
  return dateOf(dayOf(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth))));
}

/** The same day `n` years later; 29 February becomes 28 February in a common year (a birthday does not: see `birthdayOf`). */
export function addYears(on: LocalDate, n: number): LocalDate {
  return addMonths(on, whole(n) * 12);
}

/** Calendar days from one day to the other; negative when `to` is earlier. RangeError for a malformed date. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Day of the week, Monday 1 to Sunday 7. RangeError for a malformed date. */
export function weekday(on: LocalDate): number {
  return weekdayOf(dayNumber(on));
}

/** The day it is in Amsterdam at that moment, by the EU summer-time rule (exact since 1996). RangeError for a malformed instant. */
export function amsterdamDate(at: Instant): LocalDate {
  if (!isInstant(at)) throw new RangeError(`not an instant: ${at}`);
  const utc = Date.parse(at);
  return dateOf(Math.floor((utc + (isSummerTime(utc) ? 2 : 1) * HOUR) / DAY));
}

/**
 * The moment an Amsterdam clock shows `time` (`'HH:MM'`, 00:00–23:59) on that day. Of a time that occurs twice the first is meant;
 * a time the spring change leaves out moves forward by the hour that is missing (02:30 is 03:30). RangeError for a malformed date or time.
 */
export function amsterdamInstant(on: LocalDate, time: string): Instant {
  if (!TIME.test(time)) throw new RangeError(`not a time of day: ${time}`);
  const wall = dayNumber(on) * DAY + pair(time, 0) * HOUR + pair(time, 3) * 60_000;
  const summer = wall - 2 * HOUR;
  const utc = isSummerTime(summer) ? summer : wall - HOUR;
  const day = Math.floor(utc / DAY);
  const minute = utc / 60_000 - day * 1440;
  return `${dateOf(day)}T${TWO[Math.floor(minute / 60)]}:${TWO[minute % 60]}:00.000Z`;
}

// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October (Directive 2000/84/EC).
function isSummerTime(utc: number): boolean {
  const date = new Date(utc);
  const month = date.getUTCMonth() + 1;
  if (month !== 3 && month !== 10) return month > 3 && month < 10;
  const last = dayOf(date.getUTCFullYear(), month, 31);
  const change = (last - (weekdayOf(last) % 7)) * DAY + HOUR;
  return month === 3 ? utc >= change : utc < change;
}

function fields(on: LocalDate): [year: number, month: number, day: number] {
  return [pair(on, 0) * 100 + pair(on, 2), pair(on, 5), pair(on, 8)];
}

function pair(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + (text.charCodeAt(at + 1) - 48);
}

function checked(on: LocalDate): LocalDate {
  if (!isLocalDate(on)) throw new RangeError(`not a date: ${on}`);
  return on;
}

function whole(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number: ${n}`);
  return n;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function dayNumber(on: LocalDate): number {
  const [year, month, day] = fields(checked(on));
  return dayOf(year, month, day);
}

// Days since 1970-01-01; counted one Gregorian cycle of 400 years later, because Date.UTC reads the years 0 to 99 as 1900 to 1999.
function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year + 400, month - 1, day) / DAY - 146_097;
}

function dateOf(day: number): LocalDate {
  if (day < FIRST_DAY || day > LAST_DAY) throw new RangeError('outside the years 0001 to 9999');
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear();
  return `${TWO[Math.floor(year / 100)]}${TWO[year % 100]}-${TWO[date.getUTCMonth() + 1]}-${TWO[date.getUTCDate()]}`;
}

function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
