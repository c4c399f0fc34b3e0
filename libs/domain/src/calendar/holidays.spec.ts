import fc from 'fast-check';
import { dutchHolidays, holidayOn } from './holidays.js';
import { addDays, weekday, type LocalDate } from './local-date.js';

const byCode = (year: number): Record<string, LocalDate> => Object.fromEntries([...dutchHolidays(year)].map(([on, code]) => [code, on]));

describe('the Dutch holidays', () => {
  it('are these in 2026', () => {
    expect(byCode(2026)).toEqual({
      'new-year': '2026-01-01',
      'good-friday': '2026-04-03',
      'easter-monday': '2026-04-06',
      'kings-day': '2026-04-27',
      'liberation-day': '2026-05-05',
      ascension: '2026-05-14',
      'whit-monday': '2026-05-25',
      christmas: '2026-12-25',
      'boxing-day': '2026-12-26',
    });
  });

  it('are these in 2027', () => {
    expect(byCode(2027)).toEqual({
      'new-year': '2027-01-01',
      'good-friday': '2027-03-26',
      'easter-monday': '2027-03-29',
      'kings-day': '2027-04-27',
      'liberation-day': '2027-05-05',
      ascension: '2027-05-06',
      'whit-monday': '2027-05-17',
      christmas: '2027-12-25',
      'boxing-day': '2027-12-26',
    });
  });

  it.each([
    [1818, '1818-03-23', 'the earliest there is'],
    [1943, '1943-04-26', 'the latest there is'],
    [1954, '1954-04-19', 'the church moon held back from 18 April, late in its cycle'],
    [1981, '1981-04-20', 'the church moon held back from 19 April'],
    [2000, '2000-04-24', 'a leap century'],
    [2008, '2008-03-24', 'early'],
    [2025, '2025-04-21', 'late'],
    [2028, '2028-04-17', 'a leap year'],
    [2038, '2038-04-26', 'the latest again'],
    [2049, '2049-04-19', 'the church moon held back from 18 April'],
    [2076, '2076-04-20', 'the church moon held back from 19 April'],
    [2100, '2100-03-29', 'a century that is no leap year'],
    [2285, '2285-03-23', 'the earliest again'],
    [3165, '3165-04-19', 'the church moon held back in the twelfth year of its cycle'],
  ])('have Easter Monday of %i on %s: %s', (year, on) => {
    expect(byCode(year)['easter-monday']).toBe(on);
  });

  it('move Koningsdag to 26 April when 27 April is a Sunday, and only then', () => {
    expect([2014, 2025, 2031, 2036].map((year) => byCode(year)['kings-day'])).toEqual([
      '2014-04-26',
      '2025-04-26',
      '2031-04-26',
      '2036-04-26',
    ]);
    expect(holidayOn('2025-04-27')).toBeUndefined();
    expect([2024, 2026, 2030].map((year) => byCode(year)['kings-day'])).toEqual(['2024-04-27', '2026-04-27', '2030-04-27']);
  });

  it('count 5 May once when Ascension falls on it', () => {
    expect(holidayOn('2016-05-05')).toBe('liberation-day');
    expect(dutchHolidays(2016).size).toBe(8);
  });

  it('do not count the eve, the Sundays of Easter and Whitsun, or New Year of another year', () => {
    for (const on of ['2026-12-24', '2026-12-31', '2027-03-28', '2027-05-16', '2027-05-04', '2027-01-02'])
      expect(holidayOn(on)).toBeUndefined();
    expect(holidayOn('2027-01-01')).toBe('new-year');
  });

  it('are computed once a year', () => {
    expect(dutchHolidays(2033)).toBe(dutchHolidays(2033));
  });

  it('refuse what is no year or no date', () => {
    for (const year of [0, 10_000, 2026.5, NaN]) expect(() => dutchHolidays(year)).toThrow(RangeError);
    for (const on of ['2026-4-6', '2026-02-30', 'Easter']) expect(() => holidayOn(on)).toThrow(RangeError);
    expect(dutchHolidays(1).size).toBe(9);
    expect(dutchHolidays(9999).get('9999-12-26')).toBe('boxing-day');
  });

  it('hold together in any year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1583, max: 9999 }), (year) => {
        const days = byCode(year);
        const easter = addDays(days['easter-monday']!, -1);
        const text = String(year);
        expect(weekday(easter)).toBe(7);
        expect(easter >= `${text}-03-22` && easter <= `${text}-04-25`).toBe(true);
        expect(days['good-friday']).toBe(addDays(easter, -2));
        expect(days['whit-monday']).toBe(addDays(easter, 50));
        expect(holidayOn(addDays(easter, 39))).toBe(addDays(easter, 39) === `${text}-05-05` ? 'liberation-day' : 'ascension');
        expect(weekday(days['kings-day']!)).not.toBe(7);
        expect(holidayOn(`${text}-05-05`)).toBe('liberation-day');
        for (const [on, code] of dutchHolidays(year)) expect(holidayOn(on)).toBe(code);
      }),
    );
  });
});
