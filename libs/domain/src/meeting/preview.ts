import type { Closure } from '../calendar/index.js';
import { workingDaysAfter } from '../calendar/index.js';
import type { DeadlineSettings } from '../deadlines/index.js';
import type { AgreedSettings } from '../facts/index.js';
import { agreementFor, cutOffDays } from './agreement.js';
import type { Agreement, Meeting } from './state.js';
import { meetingDay } from './state.js';

/** By what a meeting is run, and until when children are brought in. */
export interface Run {
  readonly agreement: Omit<Agreement, 'frameworkVersion'>;
  readonly bringInUntil: string;
}

const runOf = ({ agreement, bringInUntil }: Pick<Meeting, 'agreement' | 'bringInUntil'>): Run => {
  const { frameworkVersion: _, ...minutes } = agreement;
  return { agreement: minutes, bringInUntil };
};

/**
 * By what a planned meeting is run, and would be if it were planned under other agreements; undefined where nothing changes. A meeting
 * keeps what was stamped when it was planned, whatever is adopted. `fits` is false where its parts would take more than it lasts.
 */
export function agendaDifference(
  meeting: Meeting,
  settings: AgreedSettings,
  deadlines: DeadlineSettings,
  closures: readonly Closure[],
): { readonly now: Run; readonly would: Run & { readonly fits: boolean } } | undefined {
  const on = meetingDay(meeting);
  const framework = { versions: [{ version: 1, effectiveFrom: on, settings }] };
  const agreement = agreementFor(meeting, framework, on);
  const bringInUntil = workingDaysAfter(on, -cutOffDays(framework, on, deadlines), 'team', closures).dueOn;
  const [now, then] = [runOf(meeting), runOf({ agreement, bringInUntil })];
  return JSON.stringify(sorted(now)) === JSON.stringify(sorted(then))
    ? undefined
    : { now, would: { ...then, fits: agreement.variable >= 0 } };
}

const sorted = ({ agreement, bringInUntil }: Run): unknown => [
  bringInUntil,
  Object.entries(agreement)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, typeof value === 'number' ? value : [value.background, value.reason, value.goals, value.actions]]),
];
