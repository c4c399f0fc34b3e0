import { about, calculation, date, id, int, list, object, oneOf, ref } from '../../kernel/index.js';

export const evaluationTrigger = oneOf('review_date', 'early_request', 'annual');
export const conclusion = oneOf('extend', 'adjust', 'intensify', 'scale_down', 'end');

export const evaluation = {
  /** `lateParts`: `report`, `plan`, `feedback:<addresseeId>`. */
  AftercareCompleted: { cycleNo: int(1, 1000), on: date, lateParts: list(ref) },
  InterventionStarted: { cycleNo: int(1, 1000), on: date, basis: oneOf('plan_adopted', 'unchanged'), actionIds: list(id) },
  EvaluationBecameDue: { cycleNo: int(1, 1000), reviewOn: date },
  EvaluationStarted: { cycleNo: int(1, 1000), trigger: evaluationTrigger },
  EvaluationRecorded: {
    cycleNo: int(1, 1000),
    viewId: id,
    conclusion,
    perGoal: list(object({ goalId: id, score: int(-3, 2), comment: about('case') })),
    parentView: about('case'),
    teamView: about('case'),
  },
  ReviewRescheduled: { reviewOn: date, extension: int(1, 2), calculations: list(calculation) },
};
