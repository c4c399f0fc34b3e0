import type { Instant } from '../calendar/index.js';
import { addDays, amsterdamDate, amsterdamInstant } from '../calendar/index.js';
import type { Alarm, DeadlineStamp } from './stamp.js';

/** A daily time in which somebody is not disturbed, `HH:MM` in Amsterdam; it may pass midnight. */
export interface QuietTime {
  readonly quietFrom?: string;
  readonly quietUntil?: string;
}

/** When the quiet time began in which a moment falls; undefined when it falls in none. The moment at which it ends is not in it. */
export function quietSince(at: Instant, { quietFrom, quietUntil }: QuietTime): Instant | undefined {
  if (quietFrom === undefined || quietUntil === undefined) return undefined;
  const today = amsterdamDate(at);
  for (const on of [today, addDays(today, -1)]) {
    const since = amsterdamInstant(on, quietFrom);
    const until = amsterdamInstant(quietFrom < quietUntil ? on : addDays(on, 1), quietUntil);
    if (since <= at && at < until) return since;
  }
  return undefined;
}

/**
 * Reminders that fall in the quiet time of a person move earlier, to its beginning, for that person alone (domain.md §5). `quietOf` says who
 * would be told by an alarm and has a quiet time; what lies before `setAt` comes at once.
 */
export function beforeQuietTimes(
  stamp: DeadlineStamp,
  quietOf: (alarm: Alarm) => readonly (QuietTime & { readonly personId: string })[],
  setAt: Instant,
): DeadlineStamp {
  const alarms = stamp.alarms.flatMap((alarm): readonly Alarm[] => {
    if (alarm.kind !== 'reminder' || alarm.at <= setAt) return [alarm];
    const byMoment = new Map<Instant, string[]>();
    for (const { personId, ...quiet } of quietOf(alarm)) {
      const since = quietSince(alarm.at, quiet);
      if (since === undefined || since === alarm.at) continue;
      const at = since < setAt ? setAt : since;
      byMoment.set(at, [...(byMoment.get(at) ?? []), personId]);
    }
    if (byMoment.size === 0) return [alarm];
    const early = [...byMoment].map(([at, only], index): Alarm => ({ ...alarm, step: `${alarm.step}-early-${index + 1}`, at, only }));
    return [{ ...alarm, except: [...byMoment.values()].flat() }, ...early];
  });
  return { ...stamp, alarms: alarms.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}
