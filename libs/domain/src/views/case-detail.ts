import type { CaseEvents } from '../support-case/events/index.js';
import { viewOf } from '../kernel/index.js';
import type { Actions } from './case-detail/actions.js';
import { actions, noActions } from './case-detail/actions.js';
import type { Core } from './case-detail/core.js';
import { core, noCore } from './case-detail/core.js';
import type { Discussing } from './case-detail/discussion.js';
import { discussing, noDiscussing } from './case-detail/discussion.js';
import type { Family } from './case-detail/family.js';
import { family, noFamily } from './case-detail/family.js';
import type { Following } from './case-detail/following.js';
import { following, noFollowing } from './case-detail/following.js';
import type { Goals } from './case-detail/goals.js';
import { goals, noGoals } from './case-detail/goals.js';
import type { Plans } from './case-detail/plans.js';
import { noPlans, plans } from './case-detail/plans.js';
import type { Preparing } from './case-detail/preparation.js';
import { noPreparing, preparing } from './case-detail/preparation.js';
import type { Reports } from './case-detail/reports.js';
import { noReports, reports } from './case-detail/reports.js';
import type { AftercareCycle, AftercareCycles } from './fragments/aftercare.js';
import { aftercare } from './fragments/aftercare.js';
import { joined, within } from './fragments/part.js';
import { proposals } from './fragments/proposals.js';
import type { CaseRelations } from './fragments/relations.js';
import { noRelations, relations } from './fragments/relations.js';
import type { Stamped } from './fragments/stamped.js';
import { notStamped, stamp } from './fragments/stamped.js';

/** Everything there is to know of one case, its texts sealed. What of it somebody may see is told by `visibleCase`. */
export interface CaseDetail
  extends Core, Stamped, Family, Preparing, Discussing, Goals, Actions, Reports, Plans, Following, AftercareCycles {
  readonly relations: CaseRelations;
}

/** The aftercare of the current cycle; undefined until its discussion is concluded. */
export const currentAftercareOf = ({ aftercareCycles, cycleNo }: CaseDetail): AftercareCycle | undefined =>
  aftercareCycles.find((each) => each.cycleNo === cycleNo);

/** Earlier cycles whose aftercare an urgent signal interrupted: still owed, still visible (domain.md §3.1). */
export const carriedOverOf = ({ aftercareCycles, cycleNo }: CaseDetail): readonly AftercareCycle[] =>
  aftercareCycles.filter((each) => each.cycleNo < cycleNo && !each.completed);

/** The document behind `GET /v1/cases/{caseId}`. */
export const caseDetail = viewOf<CaseDetail, CaseEvents>()({
  name: 'case-detail-1',
  of: ['supportCase'],
  initial: (caseId) => ({
    ...noCore(caseId),
    ...notStamped,
    ...noFamily,
    ...noPreparing,
    ...noDiscussing,
    ...noGoals,
    ...noActions,
    ...noReports,
    ...noPlans,
    ...noFollowing,
    proposals: [],
    aftercareCycles: [],
    relations: noRelations,
  }),
  folds: joined<CaseDetail>()(
    [core, within('relations', relations), family, preparing, discussing, goals, actions, reports, plans, following, proposals, aftercare],
    stamp,
  ),
  ignores: ['ConsentExpired', 'ConsentCompleted', 'SharingStopped', 'PostponementLimitReached'],
});
