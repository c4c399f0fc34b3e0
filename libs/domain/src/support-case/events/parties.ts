import { about, bool, date, id, language, object, oneOf, optional, ref } from '../../kernel/index.js';

export const partyKind = oneOf('parent_authority', 'guardian', 'parent_no_authority', 'child', 'network', 'professional', 'organisation');
const contact = object({ email: optional(about('party')), phone: optional(about('party')) });

export const parties = {
  PartyAdded: {
    partyId: id,
    kind: partyKind,
    name: about('party'),
    relation: about('party'),
    contact,
    language,
    interpreter: bool,
    organisationId: optional(ref),
    personId: optional(ref),
    safeContactNote: optional(about('compartment')),
    from: date,
  },
  PartyUpdated: {
    partyId: id,
    kind: optional(partyKind),
    name: optional(about('party')),
    relation: optional(about('party')),
    contact: optional(contact),
    language: optional(language),
    interpreter: optional(bool),
    organisationId: optional(ref),
    personId: optional(ref),
    safeContactNote: optional(about('compartment')),
    reason: optional(about('case')),
  },
  PartyEnded: { partyId: id, to: date, reason: about('case') },
  CaseOwnerAssigned: { ownerId: ref, familyPreference: bool, reason: optional(about('case')) },
};
