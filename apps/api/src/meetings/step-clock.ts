import type { CaseFacts } from '#domain/facts/index.js';
import { canSeeItem } from '#domain/visibility.js';
import type { MeetingSight } from './meeting-sight.js';

/** The step that runs in the item under discussion, against the minutes agreed for it. */
export interface StepClock {
  readonly itemId: string;
  readonly step: string;
  readonly since: string;
  readonly plannedMinutes: number;
  readonly elapsedSeconds: number;
  /** What the chair is told: that 80 % or all of the time is gone (domain.md §4 Timers). */
  readonly prompt: 'none' | '80' | '100';
  readonly overrunSeconds: number;
}

/** Nothing while no child is discussed, after the fourth step, and for who may not see the item. */
export function stepClockOf({ meeting, facts, viewer, moment }: MeetingSight): StepClock | undefined {
  const item = meeting.items.find(({ status, itemKind }) => status === 'in_discussion' && itemKind === 'discussion');
  if (!item || viewer.level === 'guest' || !canSeeItem(viewer, item.itemId)) return undefined;
  const { runningStep } = (facts.get(`supportCase-${item.caseId}`) as CaseFacts | undefined) ?? {};
  const { step } = runningStep ?? {};
  const since = runningStep?.since ?? item.startedAt;
  if (step === undefined || since === undefined) return undefined;
  const { fixedSteps, variableSteps } = meeting.agreement;
  const plannedMinutes = (item.part === 'variable' ? variableSteps : fixedSteps)[step];
  const elapsedSeconds = Math.max(0, Math.round((Date.parse(moment.now) - Date.parse(since)) / 1000));
  const planned = plannedMinutes * 60;
  return {
    itemId: item.itemId,
    step,
    since,
    plannedMinutes,
    elapsedSeconds,
    prompt: elapsedSeconds >= planned ? '100' : elapsedSeconds >= 0.8 * planned ? '80' : 'none',
    overrunSeconds: Math.max(0, elapsedSeconds - planned),
  };
}
