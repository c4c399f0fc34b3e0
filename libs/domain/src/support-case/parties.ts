import type { Folds, Problem } from '../kernel/index.js';
import { bool, email, known, language, newId, object, optional, pastDate, phone, ref, text } from '../kernel/index.js';
import { memberOn } from '../team/state.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { parties as vocabulary } from './events/parties.js';
import { partyKind } from './events/parties.js';
import type { Case, Party } from './state.js';
import { activeParties, authorityParties, change, childParty, partyOf } from './state.js';

const contact = object({ email: optional(email), phone: optional(phone) });
const isAuthority = (kind: Party['kind']): boolean => kind === 'parent_authority' || kind === 'guardian';
const isLastAuthority = (kase: Case, partyId: string): boolean => {
  const [only, ...others] = authorityParties(kase);
  return only?.partyId === partyId && others.length === 0;
};
const alsoTaken = (kase: Case, partyId: string, kind: Party['kind'] | undefined, personId: string | undefined): boolean =>
  (kind === 'child' && (childParty(kase)?.partyId ?? partyId) !== partyId) ||
  (personId !== undefined && activeParties(kase).some((party) => party.personId === personId && party.partyId !== partyId));

const isOwner = (kase: Case, { ownerId, familyPreference }: { ownerId: string; familyPreference: boolean }): boolean =>
  kase.caseOwnerId === ownerId && kase.ownerByPreference === familyPreference;

/** Whether an update says anything new; what the state does not hold, such as a name, counts as new. */
const changesParty = (party: Party | undefined, data: { readonly partyId: string }): boolean =>
  Object.entries(data).some(([name, value]) => name !== 'reason' && value !== undefined && party?.[name as keyof Party] !== value);

export const partyCommands = {
  AddParty: command({
    takes: {
      partyId: newId('party'),
      kind: partyKind,
      name: text(200),
      relation: text(200),
      contact,
      language,
      interpreter: bool,
      organisationId: optional(ref),
      personId: optional(ref),
      safeContactNote: optional(text(500)),
    },
    by: ['CO', 'OW'],
    in: anyOpen,
    onHold: true,
    refuses: { 'party-duplicate': (kase, _, data) => data !== undefined && alsoTaken(kase, data.partyId, data.kind, data.personId) },
    does: (_, data, { on }) => [event('PartyAdded', { ...data, from: on })],
  }),

  UpdateParty: command({
    takes: {
      partyId: known('party'),
      kind: optional(partyKind),
      name: optional(text(200)),
      relation: optional(text(200)),
      contact: optional(contact),
      language: optional(language),
      interpreter: optional(bool),
      organisationId: optional(ref),
      personId: optional(ref),
      safeContactNote: optional(text(500)),
      reason: optional(text(200)),
    },
    by: ['CO', 'OW'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'last-authority-party': (kase, _, data) => data?.kind !== undefined && !isAuthority(data.kind) && isLastAuthority(kase, data.partyId),
      'party-duplicate': (kase, _, data) => data !== undefined && alsoTaken(kase, data.partyId, data.kind, data.personId),
    },
    does: (kase, data) => (changesParty(partyOf(kase, data.partyId), data) ? [event('PartyUpdated', data)] : []),
  }),

  EndParty: command({
    takes: { partyId: known('anyParty'), endedOn: pastDate, reason: text(200) },
    by: ['CO', 'OW'],
    in: anyOpen,
    onHold: true,
    refuses: { 'last-authority-party': (kase, _, data) => data !== undefined && isLastAuthority(kase, data.partyId) },
    does: (kase, data) =>
      partyOf(kase, data.partyId) ? [event('PartyEnded', { partyId: data.partyId, to: data.endedOn, reason: data.reason })] : [],
  }),

  AssignCaseOwner: command({
    takes: { ownerId: ref, familyPreference: bool, reason: optional(text(200)) },
    by: ['CO', 'CH'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'not-involved': (kase, { team, today }, data): readonly Problem[] =>
        data && !memberOn(team, data.ownerId, today) && !partyOf(kase, data.ownerId)
          ? [
              {
                pointer: '/ownerId',
                message: {
                  en: 'Name an active member of the team or a party of the case.',
                  nl: 'Noem een actief teamlid of een betrokkene van de casus.',
                },
              },
            ]
          : [],
    },
    does: (kase, data) => (isOwner(kase, data) ? [] : [event('CaseOwnerAssigned', data)]),
  }),
};

export const partyFolds: Folds<Case, typeof vocabulary> = {
  PartyAdded: (kase, { partyId, kind, organisationId, personId, interpreter }) => ({
    ...kase,
    parties: [
      ...kase.parties,
      { partyId, kind, interpreter, ...(organisationId !== undefined && { organisationId }), ...(personId !== undefined && { personId }) },
    ],
  }),
  PartyUpdated: (kase, { partyId, kind, organisationId, personId, interpreter }) => ({
    ...kase,
    parties: change(
      kase.parties,
      (party) => party.partyId === partyId,
      (party) => ({
        ...party,
        ...(kind !== undefined && { kind }),
        ...(organisationId !== undefined && { organisationId }),
        ...(personId !== undefined && { personId }),
        ...(interpreter !== undefined && { interpreter }),
      }),
    ),
  }),
  PartyEnded: (kase, { partyId, to }) => ({
    ...kase,
    parties: change(
      kase.parties,
      (party) => party.partyId === partyId,
      (party) => ({ ...party, endedOn: to }),
    ),
  }),
  CaseOwnerAssigned: (kase, { ownerId, familyPreference }) => ({ ...kase, caseOwnerId: ownerId, ownerByPreference: familyPreference }),
};
