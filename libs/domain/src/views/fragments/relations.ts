import type { CaseData } from '../../support-case/events/index.js';
import { changed, partOf } from './part.js';

export interface RelatedParty {
  readonly partyId: string;
  readonly kind: CaseData<'PartyAdded'>['kind'];
  readonly organisationId?: string;
  readonly personId?: string;
  readonly endedOn?: string;
}
export interface RelatedAnswer {
  readonly partyId: string;
  readonly scope: string;
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly on: string;
  readonly validUntil: string;
}
export interface RelatedAction {
  readonly actionId: string;
  readonly responsibleId: string;
  readonly status: 'agreed' | 'in_progress' | 'completed' | 'failed' | 'cancelled';
}

/** What of a case says who somebody is to it: enough to tell the roles of a reader without the folded case. */
export interface CaseRelations {
  readonly ageBand: CaseData<'CaseOpened'>['ageBand'];
  readonly competence: 'competent' | 'not_competent';
  readonly coordinatorId: string;
  readonly caseOwnerId?: string;
  readonly cycleNo: number;
  readonly parties: readonly RelatedParty[];
  /** The newest answer of a party on a scope. */
  readonly answers: readonly RelatedAnswer[];
  /** Until when the consent that a request asks for holds, by consentId. */
  readonly consentEnds: { readonly [consentId: string]: string };
  readonly broughtIn?: { readonly introducerId: string };
  readonly actions: readonly RelatedAction[];
  /** Cycles that the team may look into: from the bringing in until their aftercare is complete (domain.md §7). */
  readonly windows: readonly number[];
  readonly windowOpen: boolean;
}

export const noRelations: CaseRelations = {
  ageBand: 'under_12',
  competence: 'competent',
  coordinatorId: '',
  cycleNo: 0,
  parties: [],
  answers: [],
  consentEnds: {},
  actions: [],
  windows: [],
  windowOpen: false,
};

/** The person a reference stands for: the one an active party logs in as, the member it names; nobody for a party without a login. */
export function personBehind(parties: readonly RelatedParty[], reference: string): string | undefined {
  const party = parties.find((each) => each.partyId === reference);
  if (!party) return reference;
  return party.endedOn === undefined ? party.personId : undefined;
}

const withWindows = (relations: CaseRelations, windows: readonly number[]): CaseRelations => ({
  ...relations,
  windows,
  windowOpen: windows.length > 0,
});
const withoutWindow = (relations: CaseRelations, cycleNo: number): CaseRelations =>
  withWindows(
    relations,
    relations.windows.filter((each) => each !== cycleNo),
  );

function answered(
  relations: CaseRelations,
  { consentId, partyId, scopes, on }: { consentId: string; partyId: string; scopes: readonly string[]; on: string },
  state: RelatedAnswer['state'],
): CaseRelations {
  const others = relations.answers.filter((each) => each.partyId !== partyId || !scopes.includes(each.scope));
  const validUntil = state === 'given' ? (relations.consentEnds[consentId] ?? on) : on;
  return { ...relations, answers: [...others, ...[...new Set(scopes)].map((scope) => ({ partyId, scope, state, on, validUntil }))] };
}

const withParty = (relations: CaseRelations, partyId: string, to: (party: RelatedParty) => RelatedParty): CaseRelations => ({
  ...relations,
  parties: changed(relations.parties, (party) => party.partyId === partyId, to),
});

const withAction = (relations: CaseRelations, actionId: string, change: Partial<RelatedAction>): CaseRelations => ({
  ...relations,
  actions: changed(
    relations.actions,
    (action) => action.actionId === actionId,
    (action) => ({ ...action, ...change }),
  ),
});
const becomes =
  (status: RelatedAction['status']) =>
  (relations: CaseRelations, { actionId }: { readonly actionId: string }): CaseRelations =>
    withAction(relations, actionId, { status });

export const relations = partOf<CaseRelations>()({
  CaseOpened: (before, { ageBand, coordinatorId }) => ({ ...before, ageBand, coordinatorId }),
  CycleStarted: (before, { cycleNo }) => ({ ...before, cycleNo, broughtIn: undefined }),
  ChildDetailsCorrected: (before, data) => ({
    ...before,
    ageBand: data.ageBand ?? before.ageBand,
    competence: data.competence ?? before.competence,
  }),
  AgeReached: (before, { ageBand }) => ({ ...before, ageBand }),
  PartyAdded: (before, { partyId, kind, organisationId, personId }) => ({
    ...before,
    parties: [
      ...before.parties,
      { partyId, kind, ...(organisationId !== undefined && { organisationId }), ...(personId !== undefined && { personId }) },
    ],
  }),
  PartyUpdated: (before, { partyId, kind, organisationId, personId }) =>
    withParty(before, partyId, (party) => ({
      ...party,
      ...(kind !== undefined && { kind }),
      ...(organisationId !== undefined && { organisationId }),
      ...(personId !== undefined && { personId }),
    })),
  PartyEnded: (before, { partyId, to }) => withParty(before, partyId, (party) => ({ ...party, endedOn: to })),
  CaseOwnerAssigned: (before, { ownerId }) => ({ ...before, caseOwnerId: ownerId }),
  ConsentRequested: (before, { consentId, validUntil }) => ({
    ...before,
    consentEnds: { ...before.consentEnds, [consentId]: validUntil },
  }),
  ConsentRecorded: (before, data) => answered(before, data, 'given'),
  ConsentRefused: (before, data) => answered(before, data, 'refused'),
  ConsentWithdrawn: (before, data) => answered(before, data, 'withdrawn'),
  CaseBroughtIn: (before, { introducerId }) => ({
    ...withWindows(before, [...before.windows.filter((each) => each !== before.cycleNo), before.cycleNo]),
    broughtIn: { introducerId },
  }),
  BringInWithdrawn: (before) => ({ ...withoutWindow(before, before.cycleNo), broughtIn: undefined }),
  DiscussionConcluded: (before, { outcome }) =>
    outcome === 'more_information' ? { ...withoutWindow(before, before.cycleNo), broughtIn: undefined } : before,
  AftercareCompleted: (before, { cycleNo }) => withoutWindow(before, cycleNo),
  CaseClosed: (before) => withWindows(before, []),
  ActionAgreed: (before, { actionId, responsibleId }) => ({
    ...before,
    actions: [...before.actions, { actionId, responsibleId, status: 'agreed' as const }],
  }),
  ActionStarted: becomes('in_progress'),
  ActionProgressed: becomes('in_progress'),
  ActionCompleted: becomes('completed'),
  ActionFailed: becomes('failed'),
  ActionCancelled: becomes('cancelled'),
  ActionReassigned: (before, { actionId, newResponsibleId }) => withAction(before, actionId, { responsibleId: newResponsibleId }),
});
