import { ageBandOn, ageOn, birthdayOf } from './age.js';
import { addDays, addYears, amsterdamDate, amsterdamInstant, daysBetween, weekday } from './local-date.js';
import {
  calendarDaysAfter,
  monthsAfter,
  whyNotWorking,
  workingDayOnOrBefore,
  workingDaysAfter,
  workingDaysBetween,
} from './working-days.js';

// The calendar of the acceptance scenarios (domain.md §10, ZUID-2026-27).
const zuid = [
  { from: '2026-10-19', to: '2026-10-23' },
  { from: '2026-12-21', to: '2027-01-01' },
  { from: '2027-02-08', to: '2027-02-12' },
  { from: '2027-04-26', to: '2027-05-07' },
  { from: '2027-07-19', to: '2027-08-27' },
];
const due = (from: string, n: number): string => workingDaysAfter(from, n, 'team', zuid).dueOn;

describe('the school year of ZUID-2026-27', () => {
  it('has 26 and 29 March and 17 May 2027 as its holidays outside the closures', () => {
    const lost: string[] = [];
    for (let i = 0; i < 365; i += 1) {
      const on = addDays('2026-09-01', i);
      const why = whyNotWorking(on, 'team', zuid);
      if (why?.startsWith('holiday:') && !zuid.some(({ from, to }) => from <= on && on <= to)) lost.push(on);
    }
    expect(lost).toEqual(['2027-03-26', '2027-03-29', '2027-05-17']);
  });

  it('has these working days', () => {
    expect(workingDaysBetween('2026-08-31', '2026-12-31', 'team', zuid)).toBe(74);
    expect(workingDaysBetween('2026-12-31', '2027-07-16', 'team', zuid)).toBe(122);
    expect(due('2027-07-16', 1)).toBe('2027-08-30');
  });
});

describe('the dates of scenario 10.1 (Sami)', () => {
  it.each([
    ['consent answers, +5 wd', '2026-09-21', 5, '2026-09-28'],
    ['consent reminder, +3 wd', '2026-09-21', 3, '2026-09-24'],
    ['D02 call, −10 wd from the meeting', '2026-11-03', -10, '2026-10-13'],
    ['bring-in cut-off, −7 wd', '2026-11-03', -7, '2026-10-16'],
    ['agenda, −5 wd', '2026-11-03', -5, '2026-10-27'],
    ["child's view, −3 wd", '2026-11-03', -3, '2026-10-29'],
    ['report, +3 wd', '2026-11-03', 3, '2026-11-06'],
    ['feedback and proposal, +5 wd', '2026-11-03', 5, '2026-11-10'],
    ['adoption, +10 wd', '2026-11-03', 10, '2026-11-17'],
    ['review, +40 wd', '2026-11-03', 40, '2027-01-12'],
    ['reminder of A1, −2 wd', '2026-11-17', -2, '2026-11-13'],
    ['reserve a slot, −15 wd from the review', '2027-01-12', -15, '2026-12-08'],
    ['views for the review, −5 wd', '2027-01-12', -5, '2027-01-05'],
  ])('hold for %s', (_what, from, n, dueOn) => {
    expect(due(from, n)).toBe(dueOn);
  });

  it('fall on the weekdays written beside them', () => {
    const days = { '2026-09-21': 1, '2026-09-23': 3, '2026-09-28': 1, '2026-10-13': 2, '2026-10-15': 4, '2026-10-16': 5, '2026-11-03': 2 };
    for (const [on, expected] of Object.entries(days)) expect([on, weekday(on)]).toEqual([on, expected]);
    expect(weekday('2026-11-16')).toBe(1);
  });

  it('explain the cut-off by the autumn holiday', () => {
    const { skipped } = workingDaysAfter('2026-11-03', -7, 'team', zuid);
    expect(skipped.map(({ on, why }) => `${on} ${why}`)).toEqual([
      '2026-10-17 weekend',
      '2026-10-18 weekend',
      '2026-10-19 closure',
      '2026-10-20 closure',
      '2026-10-21 closure',
      '2026-10-22 closure',
      '2026-10-23 closure',
      '2026-10-24 weekend',
      '2026-10-25 weekend',
      '2026-10-31 weekend',
      '2026-11-01 weekend',
    ]);
  });

  it('ring at 08:30 and end at 17:00 in Amsterdam on either side of the clock change', () => {
    expect(amsterdamInstant('2026-09-24', '08:30')).toBe('2026-09-24T06:30:00.000Z');
    expect(amsterdamInstant('2026-10-16', '17:00')).toBe('2026-10-16T15:00:00.000Z');
    expect(amsterdamInstant('2026-10-27', '17:00')).toBe('2026-10-27T16:00:00.000Z');
    expect(amsterdamInstant('2026-11-03', '15:30')).toBe('2026-11-03T14:30:00.000Z');
    expect(amsterdamDate('2026-11-03T14:30:00.000Z')).toBe('2026-11-03');
  });

  it('count 56 days from opening to adoption, for a child of seven', () => {
    expect(daysBetween('2026-09-21', '2026-11-16')).toBe(56);
    expect(ageOn('2019-03-14', '2026-09-21')).toBe(7);
    expect(ageBandOn('2019-03-14', '2026-09-21')).toBe('under_12');
  });
});

describe('the dates of scenario 10.2 (Noor)', () => {
  it.each([
    ['bring-in cut-off, −7 wd from the meeting', '2026-09-29', -7, '2026-09-18'],
    ['agenda, −5 wd', '2026-09-29', -5, '2026-09-22'],
    ["child's view, −3 wd", '2026-09-29', -3, '2026-09-24'],
    ['report, +3 wd', '2026-09-29', 3, '2026-10-02'],
    ['feedback and proposal, +5 wd', '2026-09-29', 5, '2026-10-06'],
    ['adoption, +10 wd', '2026-09-29', 10, '2026-10-13'],
    ['escalation of the adoption, +15 wd', '2026-09-29', 15, '2026-10-27'],
    ['D17 reminder, −10 wd', '2026-10-26', -10, '2026-10-05'],
    ['D17 reminder and escalation, −5 wd', '2026-10-26', -5, '2026-10-12'],
    ['feedback of the plan, +5 wd', '2026-10-16', 5, '2026-10-30'],
    ['transfer answer, +5 wd', '2027-01-12', 5, '2027-01-19'],
    ['D25 reminder, −10 wd', '2027-03-01', -10, '2027-02-15'],
    ['D25 reminder, −5 wd', '2027-03-01', -5, '2027-02-22'],
  ])('hold for %s', (_what, from, n, dueOn) => {
    expect(due(from, n)).toBe(dueOn);
  });

  it('end the statutory term after 42 days, met 10 days early', () => {
    expect(calendarDaysAfter('2026-09-14', 42).dueOn).toBe('2026-10-26');
    expect(weekday('2026-10-26')).toBe(1);
    expect(daysBetween('2026-10-16', '2026-10-26')).toBe(10);
  });

  it('put the midway check on Sunday 8 November and its reminder on the Friday before', () => {
    const halfway = addDays('2026-10-16', Math.floor(daysBetween('2026-10-16', '2026-12-01') / 2));
    expect(halfway).toBe('2026-11-08');
    expect(weekday(halfway)).toBe(7);
    expect(workingDayOnOrBefore(halfway, 'team', zuid)).toBe('2026-11-06');
  });

  it('answer the data request within a month and keep the file three years', () => {
    expect(monthsAfter('2027-02-01', 1).dueOn).toBe('2027-03-01');
    expect(addYears('2027-02-01', 3)).toBe('2030-02-01');
  });

  it('ask Noor herself from her twelfth birthday', () => {
    expect(birthdayOf('2014-08-30', 12)).toBe('2026-08-30');
    expect(ageBandOn('2014-08-30', '2026-09-14')).toBe('12_15');
    expect(birthdayOf('2014-08-30', 16)).toBe('2030-08-30');
  });
});
