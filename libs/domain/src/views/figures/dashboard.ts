import type { Closure } from '../../calendar/index.js';
import { daysBetween, workingDaysBetween } from '../../calendar/index.js';
import type { MeetingData } from '../../meeting/events/index.js';
import type { CaseFigures, Step } from './facts.js';

type Agreement = MeetingData<'MeetingPlanned'>['agreement'];

/** What the figures are counted with beside those of the cases. */
export interface Asked {
  /** Days of Amsterdam, both included. */
  readonly from: string;
  readonly to: string;
  readonly today: string;
  readonly closures: readonly Closure[];
  /** By which minutes each meeting was run, by its id. */
  readonly agreements: ReadonlyMap<string, Agreement>;
}

/** Counts and medians of a team; null where fewer than five children stand behind a figure. */
export interface Dashboard {
  readonly hiddenBelow: number;
  readonly children: number | null;
  readonly leadTimes: readonly { readonly phase: string; readonly count: number | null; readonly medianDays: number | null }[];
  readonly reports: Promptness;
  readonly feedback: Promptness;
  readonly goals: { readonly count: number | null; readonly percentChildVoice: number | null };
  readonly discussions: { readonly count: number | null; readonly percentChildView: number | null };
  readonly postponements: Breakdown<'reason', string>;
  readonly overruns: readonly {
    readonly step: Step['step'];
    readonly count: number | null;
    readonly percentOver: number | null;
    readonly medianOverrunSeconds: number | null;
  }[];
  readonly goalResults: Breakdown<'score', number>;
}
interface Promptness {
  readonly withinDays: number;
  readonly count: number | null;
  readonly percentInTime: number | null;
}
interface Breakdown<N extends string, C> {
  readonly count: number | null;
  readonly cells: readonly (Readonly<Record<N, C>> & { readonly count: number | null })[];
}

type Fact = { readonly caseId: string };

const hiddenBelow = 5;
const reportDays = 3;
const feedbackDays = 5;
const phases = ['preparation', 'discussion', 'aftercare', 'intervention', 'evaluation'] as const;
const steps = ['background', 'reason', 'goals', 'actions'] as const satisfies readonly Step['step'][];
const reasons = [
  'parent_absent',
  'child_absent',
  'introducer_absent',
  'key_person_absent',
  'no_show',
  'information_missing',
  'consent_missing',
  'time_ran_out',
  'meeting_cancelled',
] as const;
const scores = [-3, -2, -1, 0, 1, 2] as const;

const childrenIn = (facts: readonly Fact[]): number => new Set(facts.map(({ caseId }) => caseId)).size;
const isShown = (facts: readonly Fact[]): boolean => childrenIn(facts) >= hiddenBelow;
const count = (facts: readonly Fact[]): number | null => (isShown(facts) ? facts.length : null);
const percent = <F extends Fact>(facts: readonly F[], is: (fact: F) => boolean): number | null =>
  isShown(facts) ? Math.round((100 * facts.filter(is).length) / facts.length) : null;

function median<F extends Fact>(facts: readonly F[], of: (fact: F) => number): number | null {
  if (!isShown(facts)) return null;
  const sorted = facts.map(of).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Counts by code. When what is hidden could be told from the total, the smallest cell that is shown is hidden as well. */
function breakdown<N extends string, C, F extends Fact>(
  name: N,
  codes: readonly C[],
  facts: readonly F[],
  codeOf: (fact: F) => C,
): Breakdown<N, C> {
  const cells = codes.map((code) => ({ code, facts: facts.filter((fact) => codeOf(fact) === code) }));
  const shown = cells.filter((cell) => isShown(cell.facts)).sort((a, b) => b.facts.length - a.facts.length);
  for (;;) {
    const hidden = cells.filter((cell) => !shown.includes(cell)).flatMap((cell) => cell.facts);
    if (hidden.length === 0 || isShown(hidden) || shown.length === 0) break;
    shown.pop();
  }
  return {
    count: count(facts),
    cells: cells.map(
      (cell) => ({ [name]: cell.code, count: shown.includes(cell) ? cell.facts.length : null }) as Breakdown<N, C>['cells'][number],
    ),
  };
}

/** How many were in time; what is open and still has time is not judged. */
function promptness(
  facts: readonly (Fact & { readonly from: string; readonly on?: string })[],
  withinDays: number,
  { today, closures }: Asked,
): Promptness {
  const isWithin = (from: string, on: string): boolean => workingDaysBetween(from, on, 'team', closures) <= withinDays;
  const judged = facts.filter(({ from, on }) => on !== undefined || !isWithin(from, today));
  return {
    withinDays,
    count: count(judged),
    percentInTime: percent(judged, ({ from, on }) => on !== undefined && isWithin(from, on)),
  };
}

/** The figures of a team over a period: each fact counts on the day it came about, what is owed on the day from which it was owed. */
export function dashboardOf(cases: readonly CaseFigures[], asked: Asked): Dashboard {
  const isIn = (on: string): boolean => asked.from <= on && on <= asked.to;
  const all = <F extends object>(of: (figures: CaseFigures) => readonly F[], on: (fact: F) => string): readonly (F & Fact)[] =>
    cases.flatMap((figures) => of(figures).flatMap((fact) => (isIn(on(fact)) ? [{ ...fact, caseId: figures.caseId }] : [])));

  const stays = all(
    ({ stays: those }) => those,
    ({ to }) => to,
  );
  const discussions = all(
    ({ discussions: those }) => those,
    ({ on }) => on,
  );
  const reports = all(
    ({ reports: those }) => those,
    ({ from }) => from,
  );
  const feedback = all(
    ({ feedback: those }) => those,
    ({ from }) => from,
  );
  const goals = all(
    ({ goals: those }) => those,
    ({ on }) => on,
  );
  const postponements = all(
    ({ postponements: those }) => those,
    ({ on }) => on,
  );
  const results = all(
    ({ results: those }) => those,
    ({ on }) => on,
  );
  const timed = discussions.flatMap(({ caseId, meetingId, part, steps: taken }) => {
    const agreement = meetingId === undefined ? undefined : asked.agreements.get(meetingId);
    const planned = part === 'variable' ? agreement?.variableSteps : agreement?.fixedSteps;
    return planned ? taken.map(({ step, seconds }) => ({ caseId, step, over: Math.max(0, seconds - planned[step] * 60) })) : [];
  });
  const children = childrenIn([...stays, ...discussions, ...reports, ...feedback, ...goals, ...postponements, ...results]);

  return {
    hiddenBelow,
    children: children >= hiddenBelow ? children : null,
    leadTimes: phases.map((phase) => {
      const of = stays.filter((stay) => stay.phase === phase);
      return { phase, count: count(of), medianDays: median(of, ({ from, to }) => daysBetween(from, to)) };
    }),
    reports: promptness(reports, reportDays, asked),
    feedback: promptness(
      feedback.filter(({ isSettled, on }) => !isSettled || on !== undefined),
      feedbackDays,
      asked,
    ),
    goals: { count: count(goals), percentChildVoice: percent(goals, ({ voice }) => voice === 'child') },
    discussions: { count: count(discussions), percentChildView: percent(discussions, ({ hasChildView }) => hasChildView) },
    postponements: breakdown('reason', reasons as readonly string[], postponements, ({ reason }) => reason),
    overruns: steps.map((step) => {
      const of = timed.filter((each) => each.step === step);
      return {
        step,
        count: count(of),
        percentOver: percent(of, ({ over }) => over > 0),
        medianOverrunSeconds: median(of, ({ over }) => over),
      };
    }),
    goalResults: breakdown('score', scores as readonly number[], results, ({ score }) => score),
  };
}
