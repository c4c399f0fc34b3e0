import { amsterdamInstant } from '../calendar/index.js';
import { zuid } from '../../../../test/domain/people.js';
import { longestSeries, seriesDays } from './series.js';

const rule = { weekly: 2, until: '2026-11-17', skipClosures: true };

describe('A series of meetings', () => {
  const first = amsterdamInstant('2026-10-06', '15:30');

  it('comes every so many weeks at the same time of day, summer time or not', () => {
    expect(seriesDays(first, rule, zuid).map(({ startsAt }) => startsAt)).toEqual([
      '2026-10-06T13:30:00.000Z',
      '2026-10-20T13:30:00.000Z',
      '2026-11-03T14:30:00.000Z',
      '2026-11-17T14:30:00.000Z',
    ]);
  });

  it('leaves out days on which the team is closed, when asked to', () => {
    expect(seriesDays(first, rule, zuid).map(({ isSkipped }) => isSkipped)).toEqual([false, true, false, false]);
    expect(seriesDays(first, { ...rule, skipClosures: false }, zuid).some(({ isSkipped }) => isSkipped)).toBe(false);
  });

  it('ends with its last day, within a year', () => {
    expect(seriesDays(first, { ...rule, until: '2026-10-05' }, zuid)).toEqual([]);
    expect(longestSeries(first)).toBe('2027-10-06');
  });
});
