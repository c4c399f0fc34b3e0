import { about, bool, date, id, int, list, object, oneOf, optional } from '../../kernel/index.js';

export const closeReason = oneOf(
  'goals_achieved',
  'basic_provision_suffices',
  'no_further_need',
  'referred',
  'left',
  'transferred_out',
  'consent_withdrawn',
  'refused_by_family',
  'advice_given',
  'deceased',
  'duplicate',
);
export const reopenReason = oneOf('relapse', 'new_signal', 'closed_in_error', 'family_request');
export const retentionClass = oneOf('education_2y', 'education_3y_special', 'youthcare_20y');
export const destination = oneOf('primary', 'secondary', 'special', 'abroad', 'none');
export const holdReason = oneOf('consent_pending', 'consent_withdrawn', 'child_absent_long', 'waiting_external', 'family_request');
export const informed = object({ partyId: id, on: date });

export const closure = {
  CaseClosed: {
    reason: closeReason,
    on: date,
    informed: list(informed),
    handedOver: list(id),
    retentionClass,
    summary: about('case'),
  },
  CaseReopened: { reason: reopenReason, on: date, note: about('case') },
  ChildLeft: { on: date, destination, oppEndOn: optional(date) },
  RetentionStarted: { retentionClass, startOn: date, retentionUntil: date },
  CaseSuspended: { reason: holdReason, since: date, reviewOn: date, sharingStopped: bool, note: optional(about('case')) },
  CaseResumed: {
    pausedDays: int(0, 10000),
    restamped: list(
      object({ rule: oneOf('D01', 'D09', 'D12', 'D13', 'D14', 'D15', 'D16', 'D19', 'D27'), subjectId: id, from: date, to: date }),
    ),
    note: optional(about('case')),
  },
};
