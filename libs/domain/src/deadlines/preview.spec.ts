import { workingDaysAfter } from '../calendar/index.js';
import type { DeadlineSettings, DeadlineStamp, Difference, RuleId, RuleSetting } from './index.js';
import { birthdayStamp, builtIn, differences, stampOf } from './index.js';

const subject = { type: 'case', id: 'sami' } as const;
const under = (...deadlines: RuleSetting[]): DeadlineSettings => ({ policyVersion: 1, effectiveFrom: '2026-11-01', deadlines });
/** Stamped on Tuesday 3 November 2026, so many working days from then. */
const stamped = (rule: RuleId, days: number, calendar: 'team' | 'public' = 'team'): DeadlineStamp =>
  stampOf({
    rule,
    subject,
    counted: workingDaysAfter('2026-11-03', days, calendar, []),
    at: '2026-11-03T15:30:00.000Z',
    closures: [],
    settings: builtIn,
  });
const preview = (stamp: DeadlineStamp, then: DeadlineSettings, more: { cutOffDays?: number; now?: string } = {}): readonly Difference[] => {
  const { now = '2026-11-03T16:00:00.000Z', ...settled } = more;
  return differences(stamp, builtIn, { settings: then, ...settled }, { now, closures: [] });
};
const dates = (all: readonly Difference[]) => all.filter(({ kind }) => kind === 'deadline').map(({ now, would }) => [now, would]);

describe('The preview of other settings', () => {
  it('has nothing to say of a deadline whose rule stays as it is', () => {
    expect(preview(stamped('D12', 3), under({ rule: 'D14', offset: 9 }))).toEqual([]);
    expect(preview(stamped('D12', 3), builtIn)).toEqual([]);
  });

  it('moves a date that its rule counted, and the steps that keep their distance', () => {
    expect(preview(stamped('D12', 3), under({ rule: 'D12', offset: 4 }))).toEqual([
      { kind: 'deadline', now: { dueOn: '2026-11-06' }, would: { dueOn: '2026-11-09' } },
      {
        kind: 'reminder',
        step: 'reminder-1',
        now: { at: '2026-11-05T07:30:00.000Z', to: ['MT'] },
        would: { at: '2026-11-06T07:30:00.000Z', to: ['MT'] },
      },
      {
        kind: 'reminder',
        step: 'escalation-2',
        now: { at: '2026-11-10T07:30:00.000Z', to: ['CO'] },
        would: { at: '2026-11-11T07:30:00.000Z', to: ['CO'] },
      },
    ]);
  });

  it('leaves a date that was given or moved, and tells of the steps alone', () => {
    const given = { from: '2027-01-12', offset: 0, unit: 'days', calendar: 'team', skipped: [], dueOn: '2027-01-12' } as const;
    const review = stampOf({
      rule: 'D27',
      subject,
      counted: { ...given, skipped: [] },
      at: '2026-11-03T15:30:00.000Z',
      closures: [],
      settings: builtIn,
    });
    expect(dates(preview(review, under({ rule: 'D27', offset: 30 })))).toEqual([]);
    expect(
      preview(review, under({ rule: 'D27', reminders: [{ days: -10, to: ['CO'] }] })).map((each) => 'step' in each && each.step),
    ).toEqual(['reminder-1', 'reminder-2', 'reminder-3']);
  });

  it('keeps the short term of an urgent case', () => {
    expect(dates(preview(stamped('D12', 1, 'public'), under({ rule: 'D12', offset: 5 })))).toEqual([]);
    expect(dates(preview(stamped('D16', 10), under({ rule: 'D16', offset: 5 })))).toEqual([
      [{ dueOn: '2026-11-17' }, { dueOn: '2026-11-10' }],
    ]);
  });

  it('counts back from a meeting, and the cut-off as the team agreed', () => {
    const agenda = stamped('D04', -5);
    expect(dates(preview(agenda, under({ rule: 'D04', offset: 3 }), { now: '2026-10-20T07:00:00.000Z' }))).toEqual([
      [{ dueOn: '2026-10-27' }, { dueOn: '2026-10-29' }],
    ]);
    expect(dates(preview(stamped('D02', -7), under(), { cutOffDays: 10 }))).toEqual([[{ dueOn: '2026-10-23' }, { dueOn: '2026-10-20' }]]);
  });

  it('says that a rule which is switched off would set nothing', () => {
    expect(preview(stamped('D12', 3), under({ rule: 'D12', enabled: false }))).toEqual([
      { kind: 'deadline', now: { dueOn: '2026-11-06' }, would: null },
    ]);
  });

  it('leaves out what has passed', () => {
    const later = { now: '2026-11-05T12:00:00.000Z' };
    const steps = preview(stamped('D12', 3), under({ rule: 'D12', reminders: [{ days: 1, to: ['MT'] }] }), later);
    expect(steps).toEqual([]);
  });

  it('tells of a birthday no date, only how far before it somebody is reminded', () => {
    const birthday = birthdayStamp(subject, 12, builtIn);
    expect(preview(birthday, under({ rule: 'D22', reminders: [{ days: -10, to: ['OW'] }] }))).toEqual([
      { kind: 'reminder', step: 'reminder-1', now: { days: -20, to: ['OW'] }, would: { days: -10, to: ['OW'] } },
    ]);
  });
});
