import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import type { Explained } from '../fragments/part.js';
import { changed, partOf } from '../fragments/part.js';
import type { Core } from './core.js';

type Added = CaseData<'PartyAdded'>;

export interface DetailParty extends Added {
  /** The last day on which it was a party. */
  readonly to?: string;
}
export interface DetailRequest {
  readonly consentId: string;
  readonly scopes: readonly string[];
  readonly askedOf: readonly string[];
  readonly answered: readonly string[];
  readonly requestedById: string;
  readonly requestedOn: string;
  readonly purpose: Sealed;
  readonly validUntil: string;
  readonly answerDueOn: string;
  readonly calculations: readonly Explained[];
}
/** The newest answer of a party on a scope. */
export interface DetailAnswer {
  readonly partyId: string;
  readonly scope: string;
  readonly consentId: string;
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly on: string;
  readonly validUntil: string;
  readonly method?: CaseData<'ConsentRecorded'>['method'];
  readonly evidenceRef?: Sealed;
  readonly limits?: Sealed;
  readonly reason?: Sealed;
}
export interface DetailChildView extends CaseData<'ChildViewRecorded'> {
  readonly cycleNo: number;
}

/** Who is involved, what they allowed, and what the child says. */
export interface Family {
  readonly parties: readonly DetailParty[];
  readonly consentRequests: readonly DetailRequest[];
  readonly consentAnswers: readonly DetailAnswer[];
  readonly childViews: readonly DetailChildView[];
}

export const noFamily: Family = { parties: [], consentRequests: [], consentAnswers: [], childViews: [] };
type WithCycle = Family & Pick<Core, 'cycleNo'>;

const answeredBy = (state: WithCycle, consentId: string, partyId: string): readonly DetailRequest[] =>
  changed(
    state.consentRequests,
    (each) => each.consentId === consentId && !each.answered.includes(partyId),
    (each) => ({ ...each, answered: [...each.answered, partyId] }),
  );

type Answer = Omit<DetailAnswer, 'scope'>;
const withAnswer = (state: WithCycle, scopes: readonly string[], answer: Answer): readonly DetailAnswer[] => [
  ...state.consentAnswers.filter((each) => each.partyId !== answer.partyId || !scopes.includes(each.scope)),
  ...[...new Set(scopes)].map((scope) => ({ ...answer, scope })),
];

/** A party with what changed of it; of its contact data, too, only what is given changes. */
function updated(
  party: DetailParty,
  data: Omit<CaseData<'PartyUpdated'>, 'contact'>,
  contact: Partial<Added['contact']> = {},
): DetailParty {
  const { kind, name, relation, language, interpreter, organisationId, personId, safeContactNote } = data;
  return {
    ...party,
    kind: kind ?? party.kind,
    name: name ?? party.name,
    relation: relation ?? party.relation,
    contact: { ...party.contact, ...contact },
    language: language ?? party.language,
    interpreter: interpreter ?? party.interpreter,
    ...(organisationId !== undefined && { organisationId }),
    ...(personId !== undefined && { personId }),
    ...(safeContactNote && { safeContactNote }),
  };
}

export const family = partOf<WithCycle>()({
  PartyAdded: (state, data) => ({ ...state, parties: [...state.parties, data] }),
  PartyUpdated: (state, { contact, ...data }) => ({
    ...state,
    parties: changed(
      state.parties,
      (party) => party.partyId === data.partyId,
      (party) => updated(party, data, contact),
    ),
  }),
  PartyEnded: (state, { partyId, to }) => ({
    ...state,
    parties: changed(
      state.parties,
      (party) => party.partyId === partyId,
      (party) => ({ ...party, to }),
    ),
  }),
  ConsentRequested: (state, data, { actorId, onBehalfOf, occurredAt }) => ({
    ...state,
    consentRequests: [
      ...state.consentRequests,
      { ...data, answered: [], requestedById: onBehalfOf ?? actorId, requestedOn: amsterdamDate(occurredAt) },
    ],
  }),
  ConsentRecorded: (state, { consentId, partyId, scopes, method, on, evidenceRef, limits }) => ({
    ...state,
    consentRequests: answeredBy(state, consentId, partyId),
    consentAnswers: withAnswer(state, scopes, {
      partyId,
      consentId,
      state: 'given',
      on,
      validUntil: state.consentRequests.find((each) => each.consentId === consentId)?.validUntil ?? on,
      method,
      ...(evidenceRef && { evidenceRef }),
      ...(limits && { limits }),
    }),
  }),
  ConsentRefused: (state, { consentId, partyId, scopes, on, reason }) => ({
    ...state,
    consentRequests: answeredBy(state, consentId, partyId),
    consentAnswers: withAnswer(state, scopes, { partyId, consentId, state: 'refused', on, validUntil: on, ...(reason && { reason }) }),
  }),
  ConsentWithdrawn: (state, { consentId, partyId, scopes, on, reason }) => ({
    ...state,
    consentAnswers: withAnswer(state, scopes, { partyId, consentId, state: 'withdrawn', on, validUntil: on, ...(reason && { reason }) }),
  }),
  ChildViewRecorded: (state, data) => ({ ...state, childViews: [...state.childViews, { ...data, cycleNo: state.cycleNo }] }),
  CaseResumed: (state, { restamped }) => ({
    ...state,
    consentRequests: state.consentRequests.map((each) => {
      const moved = restamped.findLast(({ rule, subjectId }) => rule === 'D01' && subjectId === each.consentId);
      return moved ? { ...each, answerDueOn: moved.to } : each;
    }),
  }),
});
