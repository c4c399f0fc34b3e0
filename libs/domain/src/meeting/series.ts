import { addDays, addYears, amsterdamDate, amsterdamInstant, isWorkingDay } from '../calendar/index.js';
import type { Closure } from '../calendar/index.js';

/** A day of a series: the instant at which its meeting starts, or that it is left out because nobody works then. */
export interface SeriesDay {
  readonly on: string;
  readonly startsAt: string;
  readonly isSkipped: boolean;
}

/** A series lasts twelve months at the most (domain.md M1). */
export const longestSeries = (startsAt: string): string => addYears(amsterdamDate(startsAt), 1);

/**
 * The days of a series: from the first meeting on every so many weeks, up to and including `until`, at the same time of day in Amsterdam.
 * With `skipClosures` those on a closure of the team or a holiday are left out.
 */
export function seriesDays(
  startsAt: string,
  { weekly, until, skipClosures }: { readonly weekly: number; readonly until: string; readonly skipClosures: boolean },
  closures: readonly Closure[],
): readonly SeriesDay[] {
  const first = amsterdamDate(startsAt);
  const sinceMidnight = Date.parse(startsAt) - Date.parse(amsterdamInstant(first, '00:00'));
  const minutes = Math.round(sinceMidnight / 60_000);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const days: SeriesDay[] = [];
  for (let on = first; on <= until; on = addDays(on, 7 * weekly))
    days.push({ on, startsAt: amsterdamInstant(on, time), isSkipped: skipClosures && !isWorkingDay(on, 'team', closures) });
  return days;
}
