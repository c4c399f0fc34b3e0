import fc from 'fast-check';
import { addDays, amsterdamDate, amsterdamInstant, isWorkingDay, workingDaysAfter } from '../calendar/index.js';
import type { RuleId } from './rules.js';
import { ruleIds, ruleOf } from './rules.js';
import { builtIn } from './settings.js';
import { nextAlarmOf, stampOf } from './stamp.js';

const days = fc.integer({ min: 0, max: 2_500 }).map((n) => addDays('2023-12-01', n));
const closures = fc.array(
  fc.tuple(days, fc.integer({ min: 0, max: 30 })).map(([from, length]) => ({ from, to: addDays(from, length) })),
  { maxLength: 6 },
);
const dated = ruleIds.filter((rule) => rule !== 'D22');
const stamped = fc
  .tuple(fc.constantFrom<RuleId>(...dated), days, closures, fc.integer({ min: 0, max: 60 }))
  .map(([rule, on, closed, length]) => {
    const counted = workingDaysAfter(on, length, 'team', closed);
    const at = amsterdamInstant(on, '12:00');
    return {
      rule,
      closed,
      at,
      stamp: stampOf({ rule, subject: { type: 'case', id: 'case-1' }, counted, at, closures: closed, settings: builtIn }),
    };
  });

describe('the alarms of any deadline, through closures, holidays, clock changes, leap days and year ends', () => {
  it('stand in order, each with a name of its own, none before the deadline was set', () => {
    fc.assert(
      fc.property(stamped, ({ stamp, at }) => {
        const moments = stamp.alarms.map((alarm) => alarm.at);
        expect(moments).toEqual(moments.toSorted());
        expect(new Set(stamp.alarms.map(({ step }) => step)).size).toBe(stamp.alarms.length);
        for (const alarm of stamp.alarms) if (alarm.kind === 'reminder') expect(alarm.at >= at).toBe(true);
      }),
    );
  });

  it('remind at 08:30 in Amsterdam on a working day of the team, or at once', () => {
    fc.assert(
      fc.property(stamped, ({ stamp, closed, at }) => {
        for (const alarm of stamp.alarms.filter(({ kind }) => kind === 'reminder')) {
          const on = amsterdamDate(alarm.at);
          if (alarm.at !== at) expect([alarm.at, isWorkingDay(on, 'team', closed)]).toEqual([amsterdamInstant(on, '08:30'), true]);
        }
      }),
    );
  });

  it('are missed at 17:00 of the due day, except where the rule only gives notice', () => {
    fc.assert(
      fc.property(stamped, ({ stamp, rule, at }) => {
        const missed = stamp.alarms.filter(({ kind }) => kind === 'missed');
        const due = amsterdamInstant(stamp.dueOn!, '17:00');
        expect(missed.map((alarm) => alarm.at)).toEqual(ruleOf(rule).notice ? [] : [due < at ? at : due]);
      }),
    );
  });

  it('come one after the other until none is left, or without end where the rule repeats', () => {
    fc.assert(
      fc.property(stamped, ({ stamp }) => {
        const done = new Set<string>();
        let last = '';
        for (let count = 0; count < 20; count += 1) {
          const next = nextAlarmOf(stamp, done);
          if (!next) break;
          expect(next.at >= last).toBe(true);
          last = next.at;
          done.add(next.step);
        }
        expect(done.size).toBe(stamp.repeats ? 20 : stamp.alarms.length);
      }),
    );
  });
});
