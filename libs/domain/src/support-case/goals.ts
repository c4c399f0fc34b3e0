import type { Folds } from '../kernel/index.js';
import { date, int, judged, known, list, newId, object, oneOf, optional, pastDate, ref, text } from '../kernel/index.js';
import { command } from './command.js';
import type { CaseData } from './events/index.js';
import { event } from './events/index.js';
import type { goals as vocabulary } from './events/goals.js';
import { dropGround, goalDomain, voice } from './events/goals.js';
import type { Case, Goal } from './state.js';
import { change, openGoals } from './state.js';
import { due } from './terms.js';

const level = text(200);
const gasLevels = ['-2', '-1', '0', '1', '2'] as const;
const gas = object({ '-3': optional(level), '-2': level, '-1': level, '0': level, '1': level, '2': level });
const gasToJudge = object({
  '-3': optional(level),
  '-2': optional(level),
  '-1': optional(level),
  '0': optional(level),
  '1': optional(level),
  '2': optional(level),
});
const goalOf = (kase: Case, goalId: string): Goal | undefined => kase.goals.find((goal) => goal.goalId === goalId);
const mostOpenGoals = 5;

const isOpen = {
  that: (kase: Case, _: unknown, data: { goalId: string } | undefined) => !data || goalOf(kase, data.goalId)?.status === 'open',
  en: 'The goal is not open any more.',
  nl: 'Het doel staat niet meer open.',
};
const duringSupport = ['intervention', 'evaluation'] as const;

export const goalCommands = {
  AgreeGoal: command({
    takes: {
      goalId: newId('goal'),
      statement: text(500),
      voice,
      domain: goalDomain,
      baseline: text(500),
      gas: judged(gasToJudge),
      measuredBy: text(200),
      targetOn: date,
      priority: int(1, 5),
    },
    by: ['MT', 'CH', 'OW'],
    in: ['discussion', 'aftercare', 'evaluation'],
    refuses: {
      'too-many-goals': (kase) => openGoals(kase).length >= mostOpenGoals,
      'gas-incomplete': (_, __, data) =>
        data
          ? gasLevels
              .filter((each) => data.gas?.[each] === undefined)
              .map((each) => ({ pointer: `/gas/${each}`, message: { en: `Describe level ${each}.`, nl: `Beschrijf niveau ${each}.` } }))
          : false,
      'target-in-past': (_, { on }, data) => data !== undefined && data.targetOn < on,
    },
    does: (_, { gas: levels, ...data }) => [event('GoalAgreed', { ...data, gas: levels as CaseData<'GoalAgreed'>['gas'], goalVersion: 1 })],
  }),

  AdjustGoal: command({
    takes: {
      goalId: known('goal'),
      statement: optional(text(500)),
      gas: optional(gas),
      targetOn: optional(date),
      reason: judged(text(500)),
      childInformedOn: optional(date),
      agreedBy: list(known('person', ref), 0, 20),
    },
    by: ['OW', 'CO'],
    in: duringSupport,
    refuses: { 'reason-missing': (_, __, data) => data !== undefined && data.reason === undefined },
    requires: [
      isOpen,
      {
        that: (_, __, data) => !data || data.statement !== undefined || data.gas !== undefined || data.targetOn !== undefined,
        en: 'Say what changes: the statement, the scale or the target date.',
        nl: 'Geef aan wat er verandert: het doel, de schaal of de streefdatum.',
      },
      { that: (kase) => openGoals(kase).length > 0, en: 'There is no open goal.', nl: 'Er staat geen doel open.' },
    ],
    does: (kase, { reason, ...data }, context) => {
      const proposal = due('D14', context.on, kase, context, { subjectId: data.goalId });
      const adoption = due('D16', context.on, kase, context, { subjectId: data.goalId });
      return [
        event('GoalAdjusted', {
          ...data,
          reason: reason!,
          goalVersion: (goalOf(kase, data.goalId)?.version ?? 0) + 1,
          changed: (['statement', 'gas', 'targetOn'] as const).filter((name) => data[name] !== undefined),
          planProposalDueOn: proposal.dueOn,
          planAdoptionDueOn: adoption.dueOn,
          calculations: [proposal, adoption],
        }),
      ];
    },
  }),

  DropGoal: command({
    takes: { goalId: known('goal'), ground: dropGround, replacedBy: optional(known('goal')) },
    by: ['OW', 'CO'],
    in: duringSupport,
    requires: [
      {
        that: (kase, _, data) => !data || goalOf(kase, data.goalId)?.status !== 'left_behind',
        en: 'The goal stayed behind with an earlier cycle.',
        nl: 'Het doel is bij een eerdere cyclus gebleven.',
      },
    ],
    does: (kase, data) => (goalOf(kase, data.goalId)?.status === 'dropped' ? [] : [event('GoalDropped', data)]),
  }),

  ScoreGoal: command({
    takes: {
      goalId: known('goal'),
      score: judged(int(-3, 2)),
      on: pastDate,
      scoredWith: list(oneOf('child', 'parent', 'professional'), 0, 3),
      note: optional(text(500)),
    },
    by: ['OW', 'PR', 'CO'],
    in: duringSupport,
    refuses: { 'score-range': (_, __, data) => data !== undefined && (data.score === undefined || data.score < -3 || data.score > 2) },
    requires: [isOpen],
    does: (kase, { score, ...data }) => {
      const { version, lastScore } = goalOf(kase, data.goalId)!;
      if (lastScore?.score === score && lastScore?.on === data.on && data.note === undefined) return [];
      return [event('GoalScored', { ...data, score: score!, goalVersion: version })];
    },
  }),
};

export const goalFolds: Folds<Case, typeof vocabulary> = {
  GoalAgreed: (kase, { goalId, voice: whose }) => ({
    ...kase,
    goals: [...kase.goals, { goalId, voice: whose, version: 1, status: 'open' }],
  }),
  GoalAdjusted: (kase, { goalId, goalVersion, planProposalDueOn, planAdoptionDueOn }) => ({
    ...kase,
    adjustments: [
      ...kase.adjustments.filter((each) => each.goalId !== goalId),
      { goalId, planProposalDueOn, planAdoptionDueOn, proposed: false },
    ],
    goals: change(
      kase.goals,
      (goal) => goal.goalId === goalId,
      (goal) => ({ ...goal, version: goalVersion }),
    ),
  }),
  GoalDropped: (kase, { goalId }) => ({
    ...kase,
    goals: change(
      kase.goals,
      (goal) => goal.goalId === goalId,
      (goal) => ({ ...goal, status: 'dropped' }),
    ),
  }),
  GoalScored: (kase, { goalId, score, on }) => ({
    ...kase,
    goals: change(
      kase.goals,
      (goal) => goal.goalId === goalId,
      (goal) => ({ ...goal, lastScore: { score, on } }),
    ),
  }),
};
