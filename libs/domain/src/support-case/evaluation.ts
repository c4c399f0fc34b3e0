import type { Folds, NewEvent } from '../kernel/index.js';
import { date, id, int, judged, known, list, object, oneOf, optional, text } from '../kernel/index.js';
import { command } from './command.js';
import { event } from './events/index.js';
import type { evaluation as vocabulary } from './events/evaluation.js';
import { conclusion, evaluationTrigger } from './events/evaluation.js';
import type { Aftercare, Case } from './state.js';
import { adoptedPlan, carriedParts, openGoals } from './state.js';
import { due, reviewInBounds } from './terms.js';

const mostExtensions = 2;
const newCycleConclusions = ['adjust', 'intensify', 'scale_down'];

export const evaluationCommands = {
  StartEvaluation: command({
    takes: { trigger: evaluationTrigger },
    by: ['OW', 'CO'],
    in: ['intervention'],
    refuses: { 'no-active-plan': (kase) => adoptedPlan(kase) === undefined },
    does: (kase, { trigger }) => [event('EvaluationStarted', { cycleNo: kase.cycleNo, trigger })],
  }),

  MarkEvaluationDue: command({
    takes: {},
    by: ['WK'],
    in: ['intervention'],
    requires: [
      {
        that: (kase, { on }) => kase.reviewOn !== undefined && kase.reviewOn <= on,
        en: 'The review date has not come.',
        nl: 'De evaluatiedatum is nog niet bereikt.',
      },
    ],
    does: (kase) => (kase.evaluationDue ? [] : [event('EvaluationBecameDue', { cycleNo: kase.cycleNo, reviewOn: kase.reviewOn! })]),
  }),

  RecordEvaluation: command({
    takes: {
      perGoal: list(object({ goalId: known('goal'), score: int(-3, 2), comment: text(2000) }), 0, 50),
      childView: judged(id),
      parentView: text(2000),
      teamView: text(2000),
      conclusion,
      reviewOn: optional(date),
    },
    by: ['OW', 'CO'],
    in: ['evaluation'],
    refuses: {
      'goal-not-scored': (kase, _, data) =>
        data
          ? openGoals(kase)
              .filter((goal) => !data.perGoal.some((each) => each.goalId === goal.goalId))
              .map((goal) => ({
                pointer: '/perGoal',
                message: { en: `Score goal ${goal.goalId}.`, nl: `Geef doel ${goal.goalId} een score.` },
              }))
          : false,
      'child-view-missing': (kase, _, data) =>
        !kase.childViews.some((view) => view.cycleNo === kase.cycleNo && view.afterDiscussion && (!data || view.viewId === data.childView)),
      'extend-limit': (kase, _, data) => data?.conclusion === 'extend' && kase.extensions >= mostExtensions,
    },
    requires: [
      {
        that: (_, { on }, data) => data?.reviewOn === undefined || reviewInBounds(data.reviewOn, on),
        en: 'A review falls 2 to 26 weeks after the evaluation.',
        nl: 'Een volgende evaluatie valt 2 tot 26 weken na deze.',
      },
    ],
    does: (kase, { childView, reviewOn, ...data }, context): NewEvent[] => {
      if (kase.evaluation?.conclusion === data.conclusion) return [];
      const { annualTerm: term } = kase;
      const recorded = [
        event('EvaluationRecorded', { ...data, cycleNo: kase.cycleNo, viewId: childView! }),
        ...(term && context.on <= term.dueOn ? [event('StatutoryTermMet', { kind: 'opp_annual', ...term, metOn: context.on })] : []),
      ];
      if (data.conclusion !== 'extend') return recorded;
      const review = due('D27', context.on, kase, context);
      return [
        ...recorded,
        event('ReviewRescheduled', {
          reviewOn: reviewOn ?? review.dueOn,
          extension: kase.extensions + 1,
          calculations: reviewOn === undefined ? [review] : [],
        }),
      ];
    },
  }),

  StartNewCycle: command({
    takes: {
      trigger: oneOf('evaluation', 'urgent_signal', 'parent_request', 'child_request', 'transfer'),
      reason: text(500),
      carryGoalIds: list(known('goal'), 0, 50),
      carryActionIds: list(known('action'), 0, 200),
    },
    by: ['CO', 'OW'],
    in: ['aftercare', 'intervention', 'evaluation'],
    notIn: (kase, { trigger }) => kase.phase !== 'evaluation' && trigger !== 'urgent_signal',
    refuses: {
      'not-evaluated': (kase, _, data) =>
        data !== undefined && data.trigger !== 'urgent_signal' && !newCycleConclusions.includes(kase.evaluation?.conclusion ?? ''),
    },
    does: (kase, data) => {
      return [
        event('CycleStarted', {
          cycleNo: kase.cycleNo + 1,
          trigger: data.trigger,
          carriedGoalIds: data.carryGoalIds,
          carriedActionIds: data.carryActionIds,
          ...(data.trigger === 'urgent_signal' && { interruptedCycle: kase.cycleNo }),
          owedParts: carriedParts(kase),
          reason: data.reason,
        }),
      ];
    },
  }),
};

export const evaluationFolds: Folds<Case, typeof vocabulary> = {
  AftercareCompleted: (kase, { cycleNo, on }) => ({
    ...kase,
    aftercare: kase.aftercare.map((each): Aftercare => (each.cycleNo === cycleNo ? { ...each, completedOn: on } : each)),
  }),
  InterventionStarted: (kase) => ({ ...kase, phase: 'intervention' }),
  EvaluationBecameDue: (kase) => ({ ...kase, evaluationDue: true }),
  EvaluationStarted: (kase) => ({ ...kase, phase: 'evaluation' }),
  EvaluationRecorded: (kase, { conclusion: concluded }) => ({
    ...kase,
    annualTerm: undefined,
    evaluation: { conclusion: concluded },
    scheduled: undefined,
    rescheduleDueOn: undefined,
  }),
  ReviewRescheduled: (kase, { reviewOn, extension }) => ({
    ...kase,
    phase: 'intervention',
    reviewOn,
    extensions: extension,
    evaluation: undefined,
    evaluationDue: false,
  }),
};
