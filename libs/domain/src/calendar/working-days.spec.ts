import fc from 'fast-check';
import { addDays, daysBetween } from './local-date.js';
import {
  calendarDaysAfter,
  isWorkingDay,
  monthsAfter,
  whyNotWorking,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  workingDaysAfter,
  workingDaysBetween,
  type Closure,
  type WorkingCalendar,
} from './working-days.js';

const may = [{ from: '2027-04-26', to: '2027-05-07' }];
const christmas = [{ from: '2026-12-21', to: '2027-01-01' }];

describe('a working day', () => {
  it('is a weekday that is no holiday and no closure', () => {
    expect(whyNotWorking('2026-11-24', 'team', may)).toBeUndefined();
    expect(isWorkingDay('2026-11-24', 'team', may)).toBe(true);
  });

  it('is not one for the first of weekend, holiday and closure that holds', () => {
    expect(whyNotWorking('2027-05-01', 'team', may)).toBe('weekend');
    expect(whyNotWorking('2026-12-26', 'team', christmas)).toBe('weekend');
    expect(whyNotWorking('2027-04-27', 'team', may)).toBe('holiday:kings-day');
    expect(whyNotWorking('2027-05-05', 'team', may)).toBe('holiday:liberation-day');
    expect(whyNotWorking('2027-05-06', 'team', may)).toBe('holiday:ascension');
    expect(whyNotWorking('2027-05-04', 'team', may)).toBe('closure');
    expect(isWorkingDay('2027-05-04', 'team', may)).toBe(false);
  });

  it('is closed from the first to the last day of a closure and not outside it', () => {
    const closed = ['2027-04-23', '2027-04-26', '2027-05-07', '2027-05-10'].map((on) => whyNotWorking(on, 'team', may));
    expect(closed).toEqual([undefined, 'closure', 'closure', undefined]);
    expect(whyNotWorking('2026-11-25', 'team', [{ from: '2026-11-25', to: '2026-11-25' }])).toBe('closure');
  });

  it('is never a closure for the public calendar', () => {
    expect(whyNotWorking('2027-05-04', 'public', may)).toBeUndefined();
    expect(whyNotWorking('2027-05-05', 'public', may)).toBe('holiday:liberation-day');
  });

  it('is no loss when Koningsdag moves from a Sunday to a Saturday', () => {
    expect(whyNotWorking('2025-04-25', 'public', [])).toBeUndefined();
    expect(whyNotWorking('2025-04-26', 'public', [])).toBe('weekend');
    expect(whyNotWorking('2025-04-28', 'public', [])).toBeUndefined();
    expect(workingDaysAfter('2025-04-25', 1, 'public', []).dueOn).toBe('2025-04-28');
  });

  it('refuses what is no date', () => {
    expect(() => whyNotWorking('2026-02-29', 'team', [])).toThrow(RangeError);
    expect(() => workingDaysAfter('24-11-2026', 0, 'team', [])).toThrow(RangeError);
    expect(() => workingDaysBetween('2026-11-24', '', 'team', [])).toThrow(RangeError);
  });
});

describe('a term in working days', () => {
  it('says which days it passed over, and why', () => {
    expect(workingDaysAfter('2026-12-18', 1, 'public', christmas)).toEqual({
      from: '2026-12-18',
      offset: 1,
      unit: 'wd',
      calendar: 'public',
      skipped: [
        { on: '2026-12-19', why: 'weekend' },
        { on: '2026-12-20', why: 'weekend' },
      ],
      dueOn: '2026-12-21',
    });
    expect(workingDaysAfter('2026-12-30', 2, 'team', [{ from: '2026-12-31', to: '2027-01-01' }]).skipped).toEqual([
      { on: '2026-12-31', why: 'closure' },
      { on: '2027-01-01', why: 'holiday:new-year' },
      { on: '2027-01-02', why: 'weekend' },
      { on: '2027-01-03', why: 'weekend' },
    ]);
  });

  it('names the days passed over earliest first when it counts back too', () => {
    const back = workingDaysAfter('2027-03-30', -1, 'team', []);
    expect(back.dueOn).toBe('2027-03-25');
    expect(back.offset).toBe(-1);
    expect(back.skipped).toEqual([
      { on: '2027-03-26', why: 'holiday:good-friday' },
      { on: '2027-03-27', why: 'weekend' },
      { on: '2027-03-28', why: 'weekend' },
      { on: '2027-03-29', why: 'holiday:easter-monday' },
    ]);
  });

  it('of nothing ends on the day itself, even on a Sunday', () => {
    expect(workingDaysAfter('2026-11-08', 0, 'team', [])).toMatchObject({ dueOn: '2026-11-08', skipped: [] });
  });

  it('crosses the year end and the leap day', () => {
    expect(workingDaysAfter('2026-12-18', 1, 'team', christmas).dueOn).toBe('2027-01-04');
    expect(workingDaysAfter('2027-01-04', -1, 'team', christmas).dueOn).toBe('2026-12-18');
    expect(workingDaysAfter('2028-02-28', 1, 'team', []).dueOn).toBe('2028-02-29');
    expect(workingDaysAfter('2028-02-28', 2, 'team', []).dueOn).toBe('2028-03-01');
  });

  it('takes overlapping closures, and one written backwards, for what they are', () => {
    const twice = [...may, { from: '2027-05-03', to: '2027-05-14' }, { from: '2027-06-30', to: '2027-06-01' }];
    expect(workingDaysAfter('2027-04-23', 1, 'team', twice).dueOn).toBe('2027-05-18');
    expect(whyNotWorking('2027-06-15', 'team', twice)).toBeUndefined();
  });

  it('refuses a fraction', () => {
    expect(() => workingDaysAfter('2026-11-24', 1.5, 'team', [])).toThrow(RangeError);
    expect(() => workingDaysAfter('2026-11-24', NaN, 'team', [])).toThrow(RangeError);
  });

  it('gives up when the team is closed for more than 400 days on end, in either direction', () => {
    const always = [{ from: '0001-01-01', to: '9999-12-31' }];
    expect(() => workingDaysAfter('2026-11-24', 1, 'team', always)).toThrow(RangeError);
    expect(() => workingDaysAfter('2026-11-24', -1, 'team', always)).toThrow(RangeError);
    expect(() => workingDayOnOrAfter('2026-11-24', 'team', always)).toThrow(RangeError);
    expect(() => workingDayOnOrBefore('2026-11-24', 'team', always)).toThrow(RangeError);
    expect(workingDaysAfter('2026-11-24', 0, 'team', always).dueOn).toBe('2026-11-24');
    expect(workingDaysBetween('2026-11-24', '2027-11-24', 'team', always)).toBe(0);
    expect(workingDaysAfter('2026-11-24', 1, 'public', always).dueOn).toBe('2026-11-25');

    const from = '2026-06-01';
    const pause = (days: number) => [{ from: addDays(from, 1), to: addDays(from, days) }];
    expect(workingDaysAfter(from, 1, 'team', pause(399)).dueOn).toBe(addDays(from, 400));
    expect(() => workingDaysAfter(from, 1, 'team', pause(400))).toThrow(RangeError);
  });

  it('counts none when the last day is not after the first', () => {
    expect(workingDaysBetween('2026-11-24', '2026-11-24', 'team', [])).toBe(0);
    expect(workingDaysBetween('2026-11-24', '2026-11-20', 'team', [])).toBe(0);
    expect(workingDaysBetween('2026-11-20', '2026-11-24', 'team', [])).toBe(2);
  });

  it('finds the working day on or beside a day', () => {
    expect(workingDayOnOrBefore('2026-11-08', 'team', [])).toBe('2026-11-06');
    expect(workingDayOnOrAfter('2026-11-08', 'team', [])).toBe('2026-11-09');
    expect(workingDayOnOrBefore('2026-11-06', 'team', [])).toBe('2026-11-06');
    expect(workingDayOnOrAfter('2026-11-06', 'team', [])).toBe('2026-11-06');
    expect(workingDayOnOrBefore('2027-01-01', 'team', christmas)).toBe('2026-12-18');
    expect(workingDayOnOrAfter('2026-12-21', 'team', christmas)).toBe('2027-01-04');
    expect(workingDayOnOrAfter('2026-12-21', 'public', christmas)).toBe('2026-12-21');
  });
});

describe('a statutory term', () => {
  it('runs by calendar days and is not lengthened for a weekend', () => {
    expect(calendarDaysAfter('2026-09-14', 42)).toEqual({
      from: '2026-09-14',
      offset: 42,
      unit: 'days',
      calendar: 'legal',
      skipped: [],
      dueOn: '2026-10-26',
    });
    expect(calendarDaysAfter('2026-11-24', 4).dueOn).toBe('2026-11-28');
    expect(calendarDaysAfter('2026-03-01', -30).dueOn).toBe('2026-01-30');
  });

  it('runs by months to the same day, or the last of a short month', () => {
    expect(monthsAfter('2027-02-01', 1)).toEqual({
      from: '2027-02-01',
      offset: 1,
      unit: 'months',
      calendar: 'legal',
      skipped: [],
      dueOn: '2027-03-01',
    });
    expect(monthsAfter('2027-01-31', 1).dueOn).toBe('2027-02-28');
    expect(monthsAfter('2027-01-31', 3).dueOn).toBe('2027-04-30');
    expect(monthsAfter('2028-02-29', 12).dueOn).toBe('2029-02-28');
  });
});

describe('any term in working days', () => {
  const day = fc.integer({ min: 0, max: 2000 }).map((n) => addDays('2026-01-01', n));
  const closures: fc.Arbitrary<Closure[]> = fc.array(
    fc.record({ from: day, length: fc.integer({ min: 0, max: 45 }) }).map(({ from, length }) => ({ from, to: addDays(from, length) })),
    { maxLength: 6 },
  );
  const calendar = fc.constantFrom<WorkingCalendar>('team', 'public');
  const forward = fc.integer({ min: 1, max: 60 });
  const either = fc.integer({ min: -60, max: 60 });

  it('holds as many working days as were asked for, forward and back', () => {
    fc.assert(
      fc.property(day, forward, calendar, closures, (from, n, kind, closed) => {
        const due = workingDaysAfter(from, n, kind, closed).dueOn;
        expect(workingDaysBetween(from, due, kind, closed)).toBe(n);
        const start = workingDaysAfter(from, -n, kind, closed).dueOn;
        expect(workingDaysBetween(addDays(start, -1), addDays(from, -1), kind, closed)).toBe(n);
      }),
    );
  });

  it('ends where it began when it is counted back from a working day', () => {
    fc.assert(
      fc.property(day, either, calendar, closures, (near, n, kind, closed) => {
        const from = workingDayOnOrAfter(near, kind, closed);
        expect(workingDaysAfter(workingDaysAfter(from, n, kind, closed).dueOn, -n, kind, closed).dueOn).toBe(from);
      }),
    );
  });

  it('ends on a working day, and passes over exactly the days that are none', () => {
    fc.assert(
      fc.property(day, either, calendar, closures, (from, n, kind, closed) => {
        fc.pre(n !== 0);
        const { dueOn, skipped } = workingDaysAfter(from, n, kind, closed);
        expect(isWorkingDay(dueOn, kind, closed)).toBe(true);
        expect(skipped.length + Math.abs(n)).toBe(Math.abs(daysBetween(from, dueOn)));
        const first = n > 0 ? addDays(from, 1) : dueOn;
        const expected = [];
        for (let i = 0; i < Math.abs(daysBetween(from, dueOn)); i += 1) {
          const on = addDays(first, i);
          const why = whyNotWorking(on, kind, closed);
          if (why !== undefined) expected.push({ on, why });
        }
        expect(skipped).toEqual(expected);
      }),
    );
  });

  it('ends later when it is longer, and never earlier when it starts later', () => {
    fc.assert(
      fc.property(day, either, fc.integer({ min: 0, max: 60 }), calendar, closures, (from, n, more, kind, closed) => {
        const due = workingDaysAfter(from, n, kind, closed).dueOn;
        expect(workingDaysAfter(from, n + 1, kind, closed).dueOn > due).toBe(true);
        if (n !== 0) expect(workingDaysAfter(addDays(from, more), n, kind, closed).dueOn >= due).toBe(true);
      }),
    );
  });

  it('can be walked in two parts', () => {
    fc.assert(
      fc.property(day, forward, forward, fc.boolean(), calendar, closures, (from, first, second, back, kind, closed) => {
        const [a, b] = back ? [-first, -second] : [first, second];
        const halfway = workingDaysAfter(from, a, kind, closed).dueOn;
        expect(workingDaysAfter(halfway, b, kind, closed).dueOn).toBe(workingDaysAfter(from, a + b, kind, closed).dueOn);
      }),
    );
  });

  it('is lengthened by a closure and never shortened, and not touched by one on the public calendar', () => {
    fc.assert(
      fc.property(day, forward, closures, (from, n, closed) => {
        const open = workingDaysAfter(from, n, 'team', []).dueOn;
        expect(workingDaysAfter(from, n, 'team', closed).dueOn >= open).toBe(true);
        expect(workingDaysAfter(from, n, 'public', closed).dueOn).toBe(open);
      }),
    );
  });

  it('has the nearest working day beside it, with none between', () => {
    fc.assert(
      fc.property(day, calendar, closures, (on, kind, closed) => {
        const before = workingDayOnOrBefore(on, kind, closed);
        const after = workingDayOnOrAfter(on, kind, closed);
        expect(before <= on && on <= after).toBe(true);
        expect(isWorkingDay(before, kind, closed) && isWorkingDay(after, kind, closed)).toBe(true);
        expect(before === after).toBe(isWorkingDay(on, kind, closed));
        expect(workingDaysBetween(before, after, kind, closed)).toBe(before === after ? 0 : 1);
      }),
    );
  });
});
