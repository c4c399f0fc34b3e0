import { addDays, addYears, isLocalDate, type LocalDate } from './local-date.js';

/** Who must consent and be heard depends on these bands: from 12 the child too, from 16 the child alone (domain.md D22). */
export type AgeBand = 'under_12' | '12_15' | '16_plus';

/** Completed years of life on the day; negative before birth. RangeError for a malformed date. */
export function ageOn(birth: LocalDate, on: LocalDate): number {
  for (const day of [birth, on]) if (!isLocalDate(day)) throw new RangeError(`not a date: ${day}`);
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The day on which that age is reached; who was born on 29 February reaches it on 1 March in a common year. RangeError as `ageOn`. */
export function birthdayOf(birth: LocalDate, age: number): LocalDate {
  const sameDay = addYears(birth, age);
  return sameDay.slice(5) === birth.slice(5) ? sameDay : addDays(sameDay, 1);
}

/** The band the child is in on the day; a threshold counts from the birthday itself. RangeError as `ageOn`. */
export function ageBandOn(birth: LocalDate, on: LocalDate): AgeBand {
  const age = ageOn(birth, on);
  if (age < 12) return 'under_12';
  return age < 16 ? '12_15' : '16_plus';
}
