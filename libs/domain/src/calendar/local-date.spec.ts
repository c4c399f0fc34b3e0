import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  amsterdamDate,
  amsterdamInstant,
  daysBetween,
  isInstant,
  isLocalDate,
  weekday,
} from './local-date.js';

const DAY = 86_400_000;
const anyDate = fc.integer({ min: 0, max: 3_652_058 }).map((days) => {
  const day = new Date('0001-01-01T00:00:00Z');
  day.setUTCDate(1 + days);
  return day.toISOString().slice(0, 10);
});
const nearDate = fc
  .integer({ min: Date.UTC(1996, 0, 1) / DAY, max: Date.UTC(2099, 11, 31) / DAY })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10));
const anyTime = fc
  .integer({ min: 0, max: 1439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);

const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });
const shown = (at: string | number): string => wallClock.format(new Date(at));

describe('a local date', () => {
  it.each(['2026-11-24', '2028-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('exists on %s', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    ['2027-02-29', 'no leap year'],
    ['1900-02-29', 'a century is no leap year'],
    ['2026-02-30', 'no such day'],
    ['2026-04-31', 'no such day'],
    ['2026-06-31', 'no such day'],
    ['2026-09-31', 'no such day'],
    ['2026-11-31', 'no such day'],
    ['2026-01-32', 'no such day'],
    ['2026-13-01', 'no such month'],
    ['2026-00-10', 'no such month'],
    ['2026-10-00', 'no such day'],
    ['0000-01-01', 'before the first year'],
    ['2026-1-1', 'short fields'],
    ['20261124', 'no dashes'],
    ['24-11-2026', 'the Dutch order'],
    ['2026-11-24T00:00:00Z', 'an instant'],
    [' 2026-11-24', 'space before'],
    ['2026-11-24\n', 'line end after'],
    ['-2026-11-24', 'a sign'],
    ['+12026-11-24', 'five digits'],
    ['٢٠٢٦-11-24', 'digits of another script'],
    ['', 'nothing'],
  ])('is not %j (%s)', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(RangeError);
    expect(() => addMonths(text, 1)).toThrow(RangeError);
    expect(() => daysBetween('2026-01-01', text)).toThrow(RangeError);
    expect(() => weekday(text)).toThrow(RangeError);
    expect(() => amsterdamInstant(text, '08:30')).toThrow(RangeError);
  });

  it('steps over month, year and leap day', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(addDays('2026-09-09', 0)).toBe('2026-09-09');
    expect(addDays('2026-09-09', -8)).toBe('2026-09-01');
    expect(addDays('2026-09-09', -9)).toBe('2026-08-31');
    expect(daysBetween('2028-01-01', '2029-01-01')).toBe(366);
  });

  it('keeps the day of the month, or takes the last one there is', () => {
    expect(addMonths('2027-02-01', 1)).toBe('2027-03-01');
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-10-31', 1)).toBe('2026-11-30');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(addMonths('2027-01-15', -1)).toBe('2026-12-15');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    expect(addYears('2028-02-29', 1)).toBe('2029-02-28');
    expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
    expect(addYears('2027-02-01', 3)).toBe('2030-02-01');
  });

  it('refuses fractions and what falls outside the years 0001 to 9999', () => {
    expect(() => addDays('2026-01-01', 0.5)).toThrow(RangeError);
    expect(() => addMonths('2026-01-01', NaN)).toThrow(RangeError);
    expect(() => addYears('2026-01-01', 0.5)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
    expect(() => addMonths('9999-12-01', 1)).toThrow(RangeError);
    expect(() => addMonths('0001-01-01', -1)).toThrow(RangeError);
  });

  it('knows its weekday', () => {
    const week = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'];
    expect(week.map(weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('agrees with the calendar of the platform on any day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -400, max: 400 }), (on, n) => {
        const utc = Date.parse(`${on}T00:00:00Z`);
        const later = new Date(utc + n * DAY);
        fc.pre(later.getUTCFullYear() >= 1 && later.getUTCFullYear() <= 9999);
        expect(isLocalDate(on)).toBe(true);
        expect(weekday(on)).toBe(new Date(utc).getUTCDay() || 7);
        expect(addDays(on, n)).toBe(later.toISOString().slice(0, 10));
        expect(daysBetween(on, addDays(on, n))).toBe(n);
      }),
    );
  });

  it('moves by months to the month meant, and back when the day was not cut', () => {
    fc.assert(
      fc.property(nearDate, fc.integer({ min: -60, max: 60 }), (on, n) => {
        const later = addMonths(on, n);
        const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(months(later) - months(on)).toBe(n);
        if (later.slice(8) === on.slice(8)) expect(addMonths(later, -n)).toBe(on);
        else expect(addDays(later, 1).slice(8)).toBe('01');
      }),
    );
  });
});

describe('an instant', () => {
  it.each([
    '2026-11-03T15:30:00.000Z',
    '2026-11-03T15:30:00Z',
    '2026-11-03T16:30:00+01:00',
    '2026-11-03T10:30:00.123456-05:30',
    '2028-02-29T23:59:59Z',
  ])('is %s', (text) => {
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    '2026-11-03T15:30:00',
    '2026-11-03T15:30Z',
    '2026-11-03 15:30:00Z',
    '2026-11-03t15:30:00z',
    '2026-02-29T15:30:00Z',
    '2026-11-03T24:00:00Z',
    '2026-11-03T15:60:00Z',
    '2026-11-03T23:59:60Z',
    '2026-11-03T15:30:00.Z',
    '2026-11-03T15:30:00+0100',
    '2026-11-03T15:30:00+24:00',
    '2026-11-03T15:30:00+01:60',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:30:00-01:00',
    '2026-11-03',
    '3 Nov 2026 15:30 UTC',
    '',
  ])('is not %j', (text) => {
    expect(isInstant(text)).toBe(false);
    expect(() => amsterdamDate(text)).toThrow(RangeError);
  });
});

describe('the clock of Amsterdam', () => {
  it('starts the day an hour before UTC in winter and two in summer', () => {
    expect(amsterdamDate('2026-11-24T22:59:59.999Z')).toBe('2026-11-24');
    expect(amsterdamDate('2026-11-24T23:00:00.000Z')).toBe('2026-11-25');
    expect(amsterdamDate('2026-07-01T21:59:59.999Z')).toBe('2026-07-01');
    expect(amsterdamDate('2026-07-01T22:00:00.000Z')).toBe('2026-07-02');
    expect(amsterdamDate('2026-12-31T23:00:00.000Z')).toBe('2027-01-01');
    expect(amsterdamDate('2026-11-25T00:30:00+05:00')).toBe('2026-11-24');
  });

  it.each([
    ['2026-03-29', '01:59', '2026-03-29T00:59:00.000Z', 'the last minute of winter time'],
    ['2026-03-29', '02:00', '2026-03-29T01:00:00.000Z', 'left out, so 03:00'],
    ['2026-03-29', '02:30', '2026-03-29T01:30:00.000Z', 'left out, so 03:30'],
    ['2026-03-29', '03:00', '2026-03-29T01:00:00.000Z', 'the first minute of summer time'],
    ['2026-03-29', '08:30', '2026-03-29T06:30:00.000Z', 'already summer time'],
    ['2026-10-25', '00:30', '2026-10-24T22:30:00.000Z', 'still summer time'],
    ['2026-10-25', '01:59', '2026-10-24T23:59:00.000Z', 'once'],
    ['2026-10-25', '02:00', '2026-10-25T00:00:00.000Z', 'twice, the first'],
    ['2026-10-25', '02:59', '2026-10-25T00:59:00.000Z', 'twice, the first'],
    ['2026-10-25', '03:00', '2026-10-25T02:00:00.000Z', 'winter time'],
    ['2026-10-25', '08:30', '2026-10-25T07:30:00.000Z', 'already winter time'],
    ['2027-03-28', '02:30', '2027-03-28T01:30:00.000Z', 'left out, so 03:30'],
    ['2027-03-27', '17:00', '2027-03-27T16:00:00.000Z', 'the day before summer time'],
    ['2027-03-28', '17:00', '2027-03-28T15:00:00.000Z', 'the day of summer time'],
    ['2027-10-31', '02:30', '2027-10-31T00:30:00.000Z', 'twice, the first'],
    ['2027-10-30', '17:00', '2027-10-30T15:00:00.000Z', 'the day before winter time'],
    ['2027-10-31', '17:00', '2027-10-31T16:00:00.000Z', 'the day of winter time'],
    ['2026-12-31', '23:59', '2026-12-31T22:59:00.000Z', 'the year end'],
    ['2027-01-01', '00:00', '2026-12-31T23:00:00.000Z', 'the new year, still the old one in UTC'],
  ])('shows %s %s at %s: %s', (on, time, at) => {
    expect(amsterdamInstant(on, time)).toBe(at);
  });

  it.each(['24:00', '8:30', '08:60', '08:30:00', '0830', ''])('never shows %j', (time) => {
    expect(() => amsterdamInstant('2026-11-24', time)).toThrow(RangeError);
  });

  it('agrees with the time zone data of the platform every quarter of an hour around each change of 2026 and 2027', () => {
    for (const change of ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31']) {
      const start = Date.parse(`${addDays(change, -1)}T20:00:00Z`);
      for (let at = start; at < start + 36 * 3_600_000; at += 900_000) {
        const [on, time] = shown(at).split(' ') as [string, string];
        expect(amsterdamDate(new Date(at).toISOString())).toBe(on);
        expect(shown(amsterdamInstant(on, time))).toBe(`${on} ${time}`);
      }
    }
  });

  it('agrees with the time zone data of the platform at any moment from 1996 to 2099', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1996, 0, 1), max: Date.UTC(2099, 11, 31) }), (at) => {
        expect(amsterdamDate(new Date(at).toISOString())).toBe(shown(at).slice(0, 10));
      }),
      { numRuns: 500 },
    );
  });

  it('finds the first moment at which the time asked for is shown, or the hour later that stands in for it', () => {
    fc.assert(
      fc.property(nearDate, anyTime, (on, time) => {
        const at = amsterdamInstant(on, time);
        const hourBefore = Date.parse(at) - 3_600_000;
        expect(isInstant(at)).toBe(true);
        expect(amsterdamDate(at)).toBe(on);
        expect(shown(hourBefore)).not.toBe(`${on} ${time}`);
        if (shown(at) !== `${on} ${time}`) expect(shown(at).slice(11, 13)).toBe('03');
      }),
      { numRuns: 500 },
    );
  });
});
