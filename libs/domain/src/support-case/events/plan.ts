import { about, bool, calculation, date, id, int, list, object, oneOf, optional, ref } from '../../kernel/index.js';
import { method } from './consent.js';

export const decision = oneOf('agreed', 'agreed_with_remark', 'refused');

export const plan = {
  PlanVersionProposed: {
    planVersionId: id,
    number: int(1, 10000),
    cycleNo: int(1, 1000),
    basedOn: optional(id),
    goalIds: list(id),
    actionIds: list(id),
    requiredDeciders: list(id),
    decisionDueOn: date,
    validFrom: date,
    reviewOn: date,
    descriptive: object({ outflow: optional(about('case')), promoting: about('case'), hindering: about('case') }),
    needs: about('case'),
    deviations: optional(about('case')),
    calculations: list(calculation),
  },
  PlanConsultationHeld: { planVersionId: id, on: date, present: list(ref), agreedPoints: about('case'), disagreedPoints: about('case') },
  ActionPartDecided: { planVersionId: id, partyId: id, decision, on: date, method, remark: optional(about('case')) },
  PlanVersionAdopted: { planVersionId: id, number: int(1, 10000), on: date, reviewOn: date, statutoryTermMet: bool },
  PlanVersionSuperseded: { planVersionId: id, number: int(1, 10000) },
  PlanConfirmedUnchanged: { planVersionId: id, on: date, reason: about('case') },
  NoPlanNeeded: { on: date, reason: about('case') },
  ProvisionalSupportStarted: { cycleNo: int(1, 1000), on: date, basis: oneOf('provisional'), actionIds: list(id), reason: about('case') },
};
