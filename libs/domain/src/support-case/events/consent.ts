import { about, bool, calculation, date, id, list, oneOf, optional, ref, scope } from '../../kernel/index.js';

export const method = oneOf('signed_form', 'portal', 'eid', 'verbal_confirmed');

export const consent = {
  ConsentRequested: {
    consentId: id,
    scopes: list(scope),
    askedOf: list(id),
    purpose: about('case'),
    validUntil: date,
    answerDueOn: date,
    calculations: list(calculation),
  },
  ConsentRecorded: {
    consentId: id,
    partyId: id,
    scopes: list(scope),
    method,
    on: date,
    limitsPresent: bool,
    evidenceRef: optional(about('case')),
    limits: optional(about('case')),
  },
  ConsentRefused: { consentId: id, partyId: id, scopes: list(scope), on: date, reason: optional(about('case')) },
  ConsentWithdrawn: { consentId: id, partyId: id, scopes: list(scope), on: date, wantsErasure: bool, reason: optional(about('case')) },
  ConsentExpired: { consentId: id, scopes: list(scope), on: date },
  ConsentCompleted: { scopes: list(scope), on: date },
  SharingStopped: { scopes: list(scope), on: date, stoppedOrganisationIds: list(ref) },
};
