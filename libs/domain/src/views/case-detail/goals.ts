import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import type { Explained } from '../fragments/part.js';
import { changed, partOf } from '../fragments/part.js';
import type { Core } from './core.js';

type Agreed = CaseData<'GoalAgreed'>;
type Adjusted = CaseData<'GoalAdjusted'>;

/** A wording that a goal had, from the day it was agreed or adjusted. */
export interface GoalVersion {
  readonly version: number;
  readonly on: string;
  readonly statement: Sealed;
  readonly gas: Agreed['gas'];
  readonly targetOn: string;
  readonly changed: Adjusted['changed'];
  readonly reason?: Sealed;
  readonly childInformedOn?: string;
  readonly agreedBy: readonly string[];
}
export interface GoalScore {
  readonly goalVersion: number;
  readonly score: number;
  readonly on: string;
  readonly scoredWith: CaseData<'GoalScored'>['scoredWith'];
  readonly note?: Sealed;
}
export interface DetailGoal {
  readonly goalId: string;
  /** The cycles in which it was worked on. */
  readonly cycles: readonly number[];
  readonly version: number;
  readonly status: 'open' | 'dropped' | 'left_behind';
  readonly voice: Agreed['voice'];
  readonly domain: Agreed['domain'];
  readonly priority: number;
  readonly targetOn: string;
  readonly statement: Sealed;
  readonly baseline: Sealed;
  readonly gas: Agreed['gas'];
  readonly measuredBy: Sealed;
  readonly versions: readonly GoalVersion[];
  readonly scores: readonly GoalScore[];
  /** Until a new plan version carries the newest change: when it must be proposed and adopted. */
  readonly adjustment?: { readonly proposalDueOn: string; readonly adoptionDueOn: string; readonly calculations: readonly Explained[] };
  readonly dropped?: { readonly on: string; readonly ground: CaseData<'GoalDropped'>['ground']; readonly replacedBy?: string };
}
export interface Progress extends CaseData<'ProgressRecorded'> {
  readonly byId: string;
}

export interface Goals {
  readonly goals: readonly DetailGoal[];
  readonly progress: readonly Progress[];
}
export const noGoals: Goals = { goals: [], progress: [] };
type WithCycle = Goals & Pick<Core, 'cycleNo'>;

const withGoal = (state: WithCycle, goalId: string, to: (goal: DetailGoal) => DetailGoal): WithCycle => ({
  ...state,
  goals: changed(state.goals, (goal) => goal.goalId === goalId, to),
});

export const goals = partOf<WithCycle>()({
  CycleStarted: (state, { cycleNo, carriedGoalIds }) => ({
    ...state,
    goals: changed(
      state.goals,
      (goal) => goal.status === 'open',
      (goal) =>
        carriedGoalIds.includes(goal.goalId) ? { ...goal, cycles: [...goal.cycles, cycleNo] } : { ...goal, status: 'left_behind' },
    ),
  }),
  GoalAgreed: (state, { goalVersion, ...data }, { occurredAt }) => {
    const { statement, gas, targetOn } = data;
    const first: GoalVersion = { version: goalVersion, on: amsterdamDate(occurredAt), statement, gas, targetOn, changed: [], agreedBy: [] };
    const goal: DetailGoal = { ...data, cycles: [state.cycleNo], version: goalVersion, status: 'open', versions: [first], scores: [] };
    return { ...state, goals: [...state.goals, goal] };
  },
  GoalAdjusted: (state, data, { occurredAt }) =>
    withGoal(state, data.goalId, (goal) => {
      const now = {
        statement: data.statement ?? goal.statement,
        gas: data.gas ?? goal.gas,
        targetOn: data.targetOn ?? goal.targetOn,
      };
      const version: GoalVersion = {
        ...now,
        version: data.goalVersion,
        on: amsterdamDate(occurredAt),
        changed: data.changed,
        reason: data.reason,
        ...(data.childInformedOn !== undefined && { childInformedOn: data.childInformedOn }),
        agreedBy: data.agreedBy,
      };
      const { planProposalDueOn: proposalDueOn, planAdoptionDueOn: adoptionDueOn, calculations } = data;
      return {
        ...goal,
        ...now,
        version: data.goalVersion,
        versions: [...goal.versions, version],
        adjustment: { proposalDueOn, adoptionDueOn, calculations },
      };
    }),
  GoalDropped: (state, { goalId, ground, replacedBy }, { occurredAt }) =>
    withGoal(state, goalId, (goal) => ({
      ...goal,
      status: 'dropped',
      dropped: { on: amsterdamDate(occurredAt), ground, ...(replacedBy !== undefined && { replacedBy }) },
    })),
  GoalScored: (state, { goalId, ...score }) => withGoal(state, goalId, (goal) => ({ ...goal, scores: [...goal.scores, score] })),
  ProgressRecorded: (state, data, { actorId, onBehalfOf }) => ({
    ...state,
    progress: [...state.progress, { ...data, byId: onBehalfOf ?? actorId }],
  }),
  PlanVersionAdopted: (state) => ({
    ...state,
    goals: state.goals.map((goal) => (goal.adjustment ? { ...goal, adjustment: undefined } : goal)),
  }),
  CaseResumed: (state, { restamped }) =>
    restamped.reduce(
      (before, { rule, subjectId, to }) =>
        rule !== 'D14' && rule !== 'D16'
          ? before
          : withGoal(before, subjectId, (goal) => ({
              ...goal,
              adjustment: goal.adjustment && {
                ...goal.adjustment,
                ...(rule === 'D14' ? { proposalDueOn: to } : { adoptionDueOn: to }),
              },
            })),
      state,
    ),
});
