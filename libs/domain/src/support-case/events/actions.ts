import { about, date, id, int, list, oneOf, optional, ref } from '../../kernel/index.js';

export const actionKind = oneOf('support_in_group', 'home', 'referral', 'research', 'contact', 'equipment', 'other');
const note = optional(about('case'));

export const actions = {
  ActionAgreed: {
    actionId: id,
    goalId: optional(id),
    responsibleId: ref,
    supporters: list(ref),
    dueOn: date,
    kind: actionKind,
    description: about('case'),
  },
  ActionStarted: { actionId: id, on: date, note },
  ActionProgressed: { actionId: id, on: date, note },
  ActionCompleted: { actionId: id, on: date, note },
  ActionFailed: { actionId: id, on: date, note },
  ActionCancelled: { actionId: id, on: date, note },
  ActionReassigned: { actionId: id, on: date, newResponsibleId: ref, note },
  ActionExtended: { actionId: id, on: date, oldDueOn: date, newDueOn: date, extendCount: int(1, 2), note },
  ProgressRecorded: { goalIds: list(id), on: date, byPartyId: optional(id), note: about('case') },
};
