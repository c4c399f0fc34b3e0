import { deLinde } from '../../support/people.js';

/** The recognised holidays of the school year 2026–2027 that fall on a weekday, written down and not computed. */
const holidays = ['2026-12-25', '2027-01-01', '2027-03-26', '2027-03-29', '2027-04-27', '2027-05-05', '2027-05-06', '2027-05-17'];
const dayMs = 86_400_000;

export const plusDays = (on: string, days: number): string => new Date(Date.parse(on) + days * dayMs).toISOString().slice(0, 10);
export const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;
export const isClosed = (on: string): boolean => deLinde.closures.some(({ from, to }) => from <= on && on <= to);
export const isSchoolDay = (on: string): boolean => ![0, 6].includes(new Date(on).getUTCDay()) && !isClosed(on) && !holidays.includes(on);

/** The n-th school day after a day. */
export function schoolDayAfter(on: string, days: number): string {
  let day = on;
  for (let left = days; left > 0;) {
    day = plusDays(day, 1);
    if (isSchoolDay(day)) left -= 1;
  }
  return day;
}

/** The day itself when the school is open, else the next one that is. */
export const schoolDayFrom = (on: string): string => (isSchoolDay(on) ? on : schoolDayAfter(on, 1));

/** School days after `from` up to and including `to`. */
export function schoolDaysBetween(from: string, to: string): number {
  let count = 0;
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1)) if (isSchoolDay(day)) count += 1;
  return count;
}

/** Every other Tuesday from the first, a week later when the school is closed. */
export function meetingDays(first: string, count: number): readonly string[] {
  const days = [first];
  while (days.length < count) {
    let next = plusDays(days.at(-1)!, 14);
    while (!isSchoolDay(next)) next = plusDays(next, 7);
    days.push(next);
  }
  return days;
}
