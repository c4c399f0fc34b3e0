import { addDays, isLocalDate, weekday, type LocalDate } from './local-date.js';

/** The Dutch recognised holidays on which no working day falls (domain.md §5 Clock). */
export type HolidayCode =
  'new-year' | 'good-friday' | 'easter-monday' | 'kings-day' | 'liberation-day' | 'ascension' | 'whit-monday' | 'christmas' | 'boxing-day';

const known = new Map<number, ReadonlyMap<LocalDate, HolidayCode>>();

/**
 * The holidays of a year, today's list applied to any year 1–9999; RangeError outside it. One day has one code: where Ascension falls on
 * 5 May (2016) it is `liberation-day`. The answer is shared between callers.
 */
export function dutchHolidays(year: number): ReadonlyMap<LocalDate, HolidayCode> {
  const before = known.get(year);
  if (before !== undefined) return before;
  if (!Number.isInteger(year) || year < 1 || year > 9999) throw new RangeError(`not a year: ${year}`);
  const easter = easterSunday(year);
  const holidays = new Map<LocalDate, HolidayCode>([
    [addDays(easter, 50), 'whit-monday'],
    [addDays(easter, 39), 'ascension'],
    [addDays(easter, 1), 'easter-monday'],
    [addDays(easter, -2), 'good-friday'],
    [date(year, 1, 1), 'new-year'],
    [kingsDay(year), 'kings-day'],
    [date(year, 5, 5), 'liberation-day'],
    [date(year, 12, 25), 'christmas'],
    [date(year, 12, 26), 'boxing-day'],
  ]);
  known.set(year, holidays);
  return holidays;
}

/** The holiday that falls on the day, if any. RangeError for a malformed date. */
export function holidayOn(on: LocalDate): HolidayCode | undefined {
  if (!isLocalDate(on)) throw new RangeError(`not a date: ${on}`);
  return dutchHolidays(Number(on.slice(0, 4))).get(on);
}

function kingsDay(year: number): LocalDate {
  const birthday = date(year, 4, 27);
  return weekday(birthday) === 7 ? date(year, 4, 26) : birthday;
}

// Easter is the first Sunday after the church's full moon, which is never before 21 March (Gregorian reckoning).
function easterSunday(year: number): LocalDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leapDaysDropped = century - Math.floor(century / 4);
  const moonCorrection = Math.floor((8 * century + 13) / 25);
  const moonAge = (19 * golden + leapDaysDropped - moonCorrection + 15) % 30;
  // The church's moon never falls later than 18 April, and reaches that day only in the first eleven years of its cycle.
  const moonDays = moonAge === 29 || (moonAge === 28 && golden > 10) ? moonAge - 1 : moonAge;
  const fullMoon = addDays(date(year, 3, 21), moonDays);
  return addDays(fullMoon, 7 - (weekday(fullMoon) % 7));
}

function date(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
