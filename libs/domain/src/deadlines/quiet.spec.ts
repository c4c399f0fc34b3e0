import { beforeQuietTimes, quietSince } from './quiet.js';
import type { Alarm, DeadlineStamp } from './stamp.js';

const night = { quietFrom: '20:00', quietUntil: '09:00' };

describe('quiet time', () => {
  it('may pass midnight, holds its first moment and not its last', () => {
    expect(quietSince('2026-11-05T07:30:00.000Z', night)).toBe('2026-11-04T19:00:00.000Z');
    expect(quietSince('2026-11-04T19:00:00.000Z', night)).toBe('2026-11-04T19:00:00.000Z');
    expect(quietSince('2026-11-05T08:00:00.000Z', night)).toBeUndefined();
    expect(quietSince('2026-11-05T12:00:00.000Z', { quietFrom: '12:30', quietUntil: '13:30' })).toBe('2026-11-05T11:30:00.000Z');
    expect(quietSince('2026-11-05T12:00:00.000Z', {})).toBeUndefined();
  });

  it('is measured on the Amsterdam clock, through the nights on which it changes', () => {
    expect(quietSince('2026-10-25T07:30:00.000Z', night)).toBe('2026-10-24T18:00:00.000Z');
    expect(quietSince('2027-03-28T06:30:00.000Z', night)).toBe('2027-03-27T19:00:00.000Z');
  });
});

describe('a reminder in the quiet time of somebody it tells', () => {
  const alarm = (step: string, at: string, kind: Alarm['kind'] = 'reminder'): Alarm => ({ step, kind, at, to: ['OW', 'CO'] });
  const stamp: DeadlineStamp = {
    rule: 'D12',
    subject: { type: 'case', id: 'case-1' },
    alarms: [alarm('reminder-1', '2026-11-05T07:30:00.000Z'), alarm('escalation-1', '2026-11-06T07:30:00.000Z', 'escalation')],
    policyVersion: 0,
  };
  const quietOf = () => [{ personId: 'joost', ...night }, { personId: 'femke' }];

  it('comes before it for that person, at its own moment for the others; an escalation stays', () => {
    const { alarms } = beforeQuietTimes(stamp, quietOf, '2026-11-03T12:00:00.000Z');
    expect(alarms.map(({ step, at, only, except }) => [step, at, only, except])).toEqual([
      ['reminder-1-early-1', '2026-11-04T19:00:00.000Z', ['joost'], undefined],
      ['reminder-1', '2026-11-05T07:30:00.000Z', undefined, ['joost']],
      ['escalation-1', '2026-11-06T07:30:00.000Z', undefined, undefined],
    ]);
  });

  it('comes at once when its quiet time began before the deadline did', () => {
    const { alarms } = beforeQuietTimes(stamp, quietOf, '2026-11-04T21:00:00.000Z');
    expect(alarms[0]).toMatchObject({ step: 'reminder-1-early-1', at: '2026-11-04T21:00:00.000Z' });
  });

  it('stays as it is when nobody has a quiet time then', () => {
    expect(beforeQuietTimes(stamp, () => [], '2026-11-03T12:00:00.000Z')).toEqual(stamp);
  });
});
