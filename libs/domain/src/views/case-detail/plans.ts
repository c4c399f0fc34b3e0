import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import { changed, partOf } from '../fragments/part.js';

export interface PlanDecision {
  readonly partyId: string;
  readonly decision: CaseData<'ActionPartDecided'>['decision'];
  readonly on: string;
  readonly method: CaseData<'ActionPartDecided'>['method'];
  readonly remark?: Sealed;
}
export type PlanConsultation = Omit<CaseData<'PlanConsultationHeld'>, 'planVersionId'>;
export interface DetailPlanVersion extends CaseData<'PlanVersionProposed'> {
  readonly status: 'proposed' | 'refused' | 'adopted' | 'superseded';
  readonly proposedOn: string;
  readonly adoptedOn?: string;
  readonly supersededOn?: string;
  readonly statutoryTermMet?: boolean;
  /** The newest decision of each decider. */
  readonly decisions: readonly PlanDecision[];
  readonly consultations: readonly PlanConsultation[];
}
export interface ProvisionalSupport {
  readonly cycleNo: number;
  readonly on: string;
  readonly actionIds: readonly string[];
  readonly reason: Sealed;
}
export interface Plans {
  readonly planVersions: readonly DetailPlanVersion[];
  readonly provisionalSupport: readonly ProvisionalSupport[];
}
export const noPlans: Plans = { planVersions: [], provisionalSupport: [] };

const withVersion = (state: Plans, planVersionId: string, to: (version: DetailPlanVersion) => DetailPlanVersion): Plans => ({
  ...state,
  planVersions: changed(state.planVersions, (version) => version.planVersionId === planVersionId, to),
});

export const plans = partOf<Plans>()({
  PlanVersionProposed: (state, data, { occurredAt }) => ({
    ...state,
    planVersions: [
      ...state.planVersions,
      { ...data, status: 'proposed' as const, proposedOn: amsterdamDate(occurredAt), decisions: [], consultations: [] },
    ],
  }),
  PlanConsultationHeld: (state, { planVersionId, ...consultation }) =>
    withVersion(state, planVersionId, (version) => ({ ...version, consultations: [...version.consultations, consultation] })),
  ActionPartDecided: (state, { planVersionId, ...decision }) =>
    withVersion(state, planVersionId, (version) => {
      const decisions = [...version.decisions.filter((each) => each.partyId !== decision.partyId), decision];
      return { ...version, decisions, status: decisions.some((each) => each.decision === 'refused') ? 'refused' : 'proposed' };
    }),
  PlanVersionAdopted: (state, { planVersionId, on, reviewOn, statutoryTermMet }) =>
    withVersion(state, planVersionId, (version) => ({ ...version, status: 'adopted', adoptedOn: on, reviewOn, statutoryTermMet })),
  PlanVersionSuperseded: (state, { planVersionId }, { occurredAt }) =>
    withVersion(state, planVersionId, (version) => ({ ...version, status: 'superseded', supersededOn: amsterdamDate(occurredAt) })),
  ProvisionalSupportStarted: (state, { cycleNo, on, actionIds, reason }) => ({
    ...state,
    provisionalSupport: [...state.provisionalSupport, { cycleNo, on, actionIds, reason }],
  }),
  CaseResumed: (state, { restamped }) =>
    restamped.reduce(
      (before, { rule, subjectId, to }) =>
        rule === 'D15' ? withVersion(before, subjectId, (version) => ({ ...version, decisionDueOn: to })) : before,
      state,
    ),
});
