import type { NewEvent } from '../kernel/index.js';
import { event } from './events/index.js';
import type { Aftercare, Case, Feedback } from './state.js';
import { isOpenAction, outcomesWithoutPlan, owedParts } from './state.js';

type All = Case['aftercare'];

/** The oldest cycle in which something is owed; `undefined` when it is owed nowhere. */
export const oldestOwing = (kase: Case, owes: (aftercare: Aftercare) => boolean): Aftercare | undefined => kase.aftercare.find(owes);
export const owesReport = (aftercare: Aftercare): boolean => aftercare.reportOn === undefined;
export const owesPlan = (aftercare: Aftercare): boolean => aftercare.plan === undefined;
export const owedFeedback = (kase: Case, addresseeId: string): { readonly cycleNo: number; readonly feedback: Feedback } | undefined => {
  for (const { cycleNo, feedback } of kase.aftercare) {
    const owed = feedback.find((each) => each.addresseeId === addresseeId && each.settledOn === undefined);
    if (owed) return { cycleNo, feedback: owed };
  }
  return undefined;
};

const inCycle = (all: All, cycleNo: number, to: (aftercare: Aftercare) => Aftercare): All =>
  all.map((each) => (each.cycleNo === cycleNo ? to(each) : each));

export const withReport = (all: All, cycleNo: number, on: string): All => inCycle(all, cycleNo, (each) => ({ ...each, reportOn: on }));

/** Changes the first unsettled feedback of an addressee in a cycle. */
export const withFeedback = (all: All, cycleNo: number, addresseeId: string, to: (feedback: Feedback) => Feedback): All =>
  inCycle(all, cycleNo, (each) => {
    const first = each.feedback.findIndex((item) => item.addresseeId === addresseeId && item.settledOn === undefined);
    return { ...each, feedback: each.feedback.map((item, index) => (index === first ? to(item) : item)) };
  });

/** There is one plan: whatever settles it settles it in every cycle that waits for it. */
export const withPlan = (all: All, on: string, as: NonNullable<Aftercare['plan']>['as']): All =>
  all.map((each) => (each.plan === undefined ? { ...each, plan: { on, as } } : each));

/** The parts that were late, judged by the day each thing happened, not the day it was recorded (I7). */
export function lateParts(aftercare: Aftercare): string[] {
  const late = aftercare.feedback
    .filter((each) => each.settledOn !== undefined && each.settledOn > each.dueOn)
    .map((each) => `feedback:${each.addresseeId}`);
  return [
    ...(aftercare.reportOn !== undefined && aftercare.reportOn > aftercare.reportDueOn ? ['report'] : []),
    ...new Set(late),
    ...(aftercare.plan !== undefined && aftercare.plan.on > aftercare.planAdoptionDueOn ? ['plan'] : []),
  ];
}

const lastDay = (aftercare: Aftercare): string =>
  [aftercare.reportOn, aftercare.plan?.on, ...aftercare.feedback.map((each) => each.settledOn)].reduce<string>(
    (last, on) => (on && on > last ? on : last),
    '',
  );

/**
 * What follows in the same append once a part is done: the aftercare that is complete with it, and the intervention (domain.md §3.1). A
 * review date that came while the aftercare dragged on makes the evaluation due at once.
 */
export function completions(kase: Case, after: All, today: string): NewEvent[] {
  return after
    .filter((each) => each.completedOn === undefined && owedParts(each).length === 0)
    .flatMap((each) => {
      const on = lastDay(each);
      const completed = event('AftercareCompleted', { cycleNo: each.cycleNo, on, lateParts: lateParts(each) });
      const starts = each.cycleNo === kase.cycleNo && kase.phase === 'aftercare' && !outcomesWithoutPlan.includes(each.outcome);
      if (!starts) return [completed];
      const basis = each.plan?.as === 'confirmed_unchanged' ? 'unchanged' : 'plan_adopted';
      const actionIds = kase.actions.filter(isOpenAction).map((action) => action.actionId);
      const { reviewOn, cycleNo } = kase;
      return [
        completed,
        event('InterventionStarted', { cycleNo, on, basis, actionIds }),
        ...(reviewOn !== undefined && reviewOn <= today ? [event('EvaluationBecameDue', { cycleNo, reviewOn })] : []),
      ];
    });
}
