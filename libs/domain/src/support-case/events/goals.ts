import { about, calculation, date, id, int, list, object, oneOf, optional, ref } from '../../kernel/index.js';

export const voice = oneOf('child', 'parent', 'professional');
export const goalDomain = oneOf('learning', 'behaviour', 'social_emotional', 'physical', 'home', 'leisure', 'participation');
export const dropGround = oneOf('not_relevant', 'not_attainable', 'replaced', 'child_wish');
const gas = object({
  '-3': optional(about('case')),
  '-2': about('case'),
  '-1': about('case'),
  '0': about('case'),
  '1': about('case'),
  '2': about('case'),
});

export const goals = {
  GoalAgreed: {
    goalId: id,
    goalVersion: int(1, 1000),
    voice,
    domain: goalDomain,
    targetOn: date,
    priority: int(1, 5),
    statement: about('case'),
    baseline: about('case'),
    gas,
    measuredBy: about('case'),
  },
  GoalAdjusted: {
    goalId: id,
    goalVersion: int(1, 1000),
    changed: list(oneOf('statement', 'gas', 'targetOn')),
    statement: optional(about('case')),
    gas: optional(gas),
    targetOn: optional(date),
    reason: about('case'),
    childInformedOn: optional(date),
    agreedBy: list(ref),
    planProposalDueOn: date,
    planAdoptionDueOn: date,
    calculations: list(calculation),
  },
  GoalDropped: { goalId: id, ground: dropGround, replacedBy: optional(id) },
  GoalScored: {
    goalId: id,
    goalVersion: int(1, 1000),
    score: int(-3, 2),
    on: date,
    scoredWith: list(voice),
    note: optional(about('case')),
  },
};
