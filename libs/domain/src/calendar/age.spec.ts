import fc from 'fast-check';
import { ageBandOn, ageOn, birthdayOf } from './age.js';
import { addDays } from './local-date.js';

const births = fc.integer({ min: 0, max: 9000 }).map((n) => addDays('2004-01-01', n));

describe('the age of a child', () => {
  it('goes up on the birthday', () => {
    expect(ageOn('2019-03-14', '2026-03-13')).toBe(6);
    expect(ageOn('2019-03-14', '2026-03-14')).toBe(7);
    expect(ageOn('2019-03-14', '2026-12-01')).toBe(7);
    expect(ageOn('2019-03-14', '2019-03-14')).toBe(0);
    expect(ageOn('2019-03-14', '2019-03-13')).toBe(-1);
  });

  it('goes up on 1 March in a common year for who was born on 29 February', () => {
    expect(ageOn('2016-02-29', '2028-02-28')).toBe(11);
    expect(ageOn('2016-02-29', '2028-02-29')).toBe(12);
    expect(ageOn('2016-02-29', '2027-02-28')).toBe(10);
    expect(ageOn('2016-02-29', '2027-03-01')).toBe(11);
    expect(birthdayOf('2016-02-29', 11)).toBe('2027-03-01');
    expect(birthdayOf('2016-02-29', 12)).toBe('2028-02-29');
    expect(birthdayOf('2016-02-28', 11)).toBe('2027-02-28');
  });

  it('decides who must consent, from the birthday itself', () => {
    expect(ageBandOn('2014-08-30', '2026-08-29')).toBe('under_12');
    expect(ageBandOn('2014-08-30', '2026-08-30')).toBe('12_15');
    expect(ageBandOn('2014-08-30', '2030-08-29')).toBe('12_15');
    expect(ageBandOn('2014-08-30', '2030-08-30')).toBe('16_plus');
    expect(ageBandOn('2016-02-29', '2032-02-28')).toBe('12_15');
    expect(ageBandOn('2012-02-29', '2027-02-28')).toBe('12_15');
    expect(ageBandOn('2012-02-29', '2024-02-29')).toBe('12_15');
  });

  it('refuses what is no date', () => {
    expect(() => ageOn('2019-02-29', '2026-03-14')).toThrow(RangeError);
    expect(() => ageOn('2019-03-14', '14-3-2026')).toThrow(RangeError);
    expect(() => birthdayOf('2019-03-14', 11.5)).toThrow(RangeError);
    expect(() => birthdayOf('', 12)).toThrow(RangeError);
  });

  it('is reached on the birthday of that age and not a day earlier, for any birth', () => {
    fc.assert(
      fc.property(births, fc.integer({ min: 0, max: 30 }), (birth, age) => {
        const birthday = birthdayOf(birth, age);
        expect(ageOn(birth, birthday)).toBe(age);
        expect(ageOn(birth, addDays(birthday, -1))).toBe(age - 1);
      }),
    );
  });
});
