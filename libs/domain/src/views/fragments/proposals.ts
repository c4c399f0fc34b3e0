import { changed, partOf } from './part.js';

/** A plan version on its way to a decision. */
export interface Proposal {
  readonly planVersionId: string;
  readonly state: 'open' | 'superseded' | 'adopted';
  /** Who must decide and is still a party. */
  readonly deciders: readonly string[];
  readonly decisions: { readonly [partyId: string]: 'agreed' | 'agreed_with_remark' | 'refused' };
  readonly consulted: boolean;
  readonly decisionDueOn: string;
}

export interface Proposals {
  readonly proposals: readonly Proposal[];
}

export type ProposalStatus = 'proposed' | 'consulted' | 'agreed' | 'refused';

/** How far a proposal has come: a refusal outweighs everything, agreement needs every decider (I8). */
export function statusOf({ deciders, decisions, consulted }: Proposal): ProposalStatus {
  if (Object.values(decisions).includes('refused')) return 'refused';
  if (deciders.length > 0 && deciders.every((partyId) => decisions[partyId] !== undefined)) return 'agreed';
  return consulted ? 'consulted' : 'proposed';
}

/** Whether somebody still has to decide on the action part (domain.md D15). */
export const waitsForDecision = (proposal: Proposal): boolean =>
  proposal.state === 'open' && statusOf(proposal) !== 'refused' && statusOf(proposal) !== 'agreed';

const withProposal = <S extends Proposals>(state: S, planVersionId: string, to: (proposal: Proposal) => Proposal): S => ({
  ...state,
  proposals: changed(state.proposals, (each) => each.planVersionId === planVersionId, to),
});

export const proposals = partOf<Proposals>()({
  PlanVersionProposed: (state, { planVersionId, requiredDeciders, decisionDueOn }) => ({
    ...state,
    proposals: [
      ...state.proposals,
      { planVersionId, state: 'open' as const, deciders: requiredDeciders, decisions: {}, consulted: false, decisionDueOn },
    ],
  }),
  PlanConsultationHeld: (state, { planVersionId }) => withProposal(state, planVersionId, (each) => ({ ...each, consulted: true })),
  ActionPartDecided: (state, { planVersionId, partyId, decision }) =>
    withProposal(state, planVersionId, (each) => ({ ...each, decisions: { ...each.decisions, [partyId]: decision } })),
  PlanVersionAdopted: (state, { planVersionId }) => withProposal(state, planVersionId, (each) => ({ ...each, state: 'adopted' })),
  PlanVersionSuperseded: (state, { planVersionId }) => withProposal(state, planVersionId, (each) => ({ ...each, state: 'superseded' })),
  PartyEnded: (state, { partyId }) => ({
    ...state,
    proposals: state.proposals.map((each) => ({ ...each, deciders: each.deciders.filter((decider) => decider !== partyId) })),
  }),
  CaseResumed: (state, { restamped }) =>
    restamped
      .filter(({ rule }) => rule === 'D15')
      .reduce((before, { subjectId, to }) => withProposal(before, subjectId, (each) => ({ ...each, decisionDueOn: to })), state),
});
