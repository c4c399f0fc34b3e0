import { about, calculation, date, id, int, list, object, oneOf, optional, ref } from '../../kernel/index.js';

export const ageBand = oneOf('under_12', '12_15', '16_plus');
export const urgency = oneOf('regular', 'urgent');
export const competence = oneOf('competent', 'not_competent');
export const planKind = oneOf('support_plan', 'opp', 'family_plan_linked');
export const setting = oneOf('childcare', 'primary', 'secondary', 'special', 'other');
export const familyPlan = oneOf('not_applicable', 'offered_declined', 'in_progress', 'available');
export const cycleTrigger = oneOf('opened', 'reopened', 'evaluation', 'urgent_signal', 'parent_request', 'child_request', 'transfer');

export const opening = {
  CaseOpened: {
    teamId: id,
    mode: oneOf('named'),
    urgency,
    planKind,
    setting,
    ageBand,
    familyPlan,
    coordinatorId: ref,
    child: object({
      externalId: optional(about('case')),
      givenName: about('case'),
      familyName: about('case'),
      dateOfBirth: about('case'),
      group: optional(about('case')),
    }),
    reason: about('case'),
    urgencyReason: optional(about('case')),
  },
  CycleStarted: {
    cycleNo: int(1, 1000),
    trigger: cycleTrigger,
    carriedGoalIds: list(id),
    carriedActionIds: list(id),
    interruptedCycle: optional(int(1, 1000)),
    owedParts: list(ref),
    reason: optional(about('case')),
  },
  ChildDetailsCorrected: {
    changed: list(oneOf('externalId', 'givenName', 'familyName', 'dateOfBirth', 'group', 'competence')),
    externalId: optional(about('case')),
    givenName: optional(about('case')),
    familyName: optional(about('case')),
    dateOfBirth: optional(about('case')),
    group: optional(about('case')),
    competence: optional(competence),
    ageBand: optional(ageBand),
    ageThresholds: optional(object({ turns12On: about('case'), turns16On: about('case') })),
    reason: about('case'),
  },
  UrgencyChanged: { old: urgency, new: urgency, reason: about('case') },
  StatutoryTermStarted: { kind: oneOf('opp_6_weeks', 'opp_annual'), startOn: date, dueOn: date, calculations: list(calculation) },
  /** The birthday from which other people decide; the worker tells it on the day (D22). */
  AgeReached: { age: int(12, 16), ageBand },
  StatutoryTermMissed: { kind: oneOf('opp_6_weeks', 'opp_annual'), dueOn: date },
  StatutoryTermMet: { kind: oneOf('opp_6_weeks', 'opp_annual'), dueOn: date, metOn: date },
};
