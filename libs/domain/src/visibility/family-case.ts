import type { Sealed } from '../kernel/index.js';
import type { CaseDetail } from '../views/index.js';
import type { Viewer } from './level.js';
import { canSeeConfidentialWords, ownPartyId } from './level.js';
import type { ProcessCase, SharedReport } from './visible-parts.js';
import { only, processOf, sharedReports } from './visible-parts.js';

type Item<N extends 'parties' | 'childViews' | 'goals' | 'actions' | 'planVersions'> = CaseDetail[N][number];
type Feedback = CaseDetail['aftercareCycles'][number]['feedback'][number];
type Evaluation = CaseDetail['evaluation']['history'][number];
type GoalScore = Item<'goals'>['scores'][number];

const ownParty = [
  'partyId',
  'kind',
  'name',
  'relation',
  'contact',
  'language',
  'interpreter',
  'organisationId',
  'personId',
  'from',
] as const satisfies (keyof Item<'parties'>)[];
const goalShown = [
  'goalId',
  'cycles',
  'version',
  'status',
  'voice',
  'domain',
  'priority',
  'targetOn',
  'statement',
  'baseline',
  'gas',
  'measuredBy',
  'dropped',
] as const satisfies (keyof Item<'goals'>)[];
const scoreShown = ['goalVersion', 'score', 'on', 'scoredWith'] as const satisfies (keyof GoalScore)[];
const actionShown = [
  'actionId',
  'goalId',
  'cycleNo',
  'agreedOn',
  'description',
  'kind',
  'responsibleId',
  'supporters',
  'dueOn',
  'status',
  'startedOn',
  'endedOn',
] as const satisfies (keyof Item<'actions'>)[];
const planShown = [
  'planVersionId',
  'number',
  'cycleNo',
  'basedOn',
  'status',
  'descriptive',
  'needs',
  'deviations',
  'goalIds',
  'actionIds',
  'requiredDeciders',
  'decisionDueOn',
  'validFrom',
  'reviewOn',
  'proposedOn',
  'adoptedOn',
  'supersededOn',
  'statutoryTermMet',
] as const satisfies (keyof Item<'planVersions'>)[];
const viewShown = ['viewId', 'how', 'on', 'cycleNo', 'chosenByChild', 'confidential'] as const satisfies (keyof Item<'childViews'>)[];
const feedbackShown = [
  'addresseeId',
  'byId',
  'dueOn',
  'status',
  'planVersionId',
  'on',
  'channel',
  'toldById',
  'decisionsExplained',
  'understood',
  'howChildViewWeighed',
  'reaction',
] as const satisfies (keyof Feedback)[];
const evaluationShown = ['cycleNo', 'on', 'conclusion', 'nextReviewOn'] as const satisfies (keyof Evaluation)[];

type FamilyParty = Pick<Item<'parties'>, 'partyId' | 'kind'> & Partial<Pick<Item<'parties'>, (typeof ownParty)[number]>>;
type FamilyGoal = Pick<Item<'goals'>, (typeof goalShown)[number]> & {
  readonly scores: readonly Pick<GoalScore, (typeof scoreShown)[number]>[];
};
type FamilyAction = Pick<Item<'actions'>, (typeof actionShown)[number]>;
type FamilyPlanVersion = Pick<Item<'planVersions'>, (typeof planShown)[number] | 'decisions'> & { readonly consultedOn: readonly string[] };
type FamilyChildView = Pick<Item<'childViews'>, (typeof viewShown)[number] | 'words'>;
type FamilyFeedback = Pick<Feedback, (typeof feedbackShown)[number]> & { readonly cycleNo: number };
type FamilyEvaluation = Pick<Evaluation, (typeof evaluationShown)[number]> & Partial<Pick<Evaluation, 'parentView'>>;

/** What a parent or the child sees: what was agreed, who does what, what is to be decided, what was shared with them. */
export interface FamilyCase extends ProcessCase {
  readonly child?: CaseDetail['child'];
  readonly caseOwnerId?: string;
  readonly coordinatorId: string;
  /** Every active party by its kind; with a name the viewer's own, the child, and who does something. */
  readonly parties: readonly FamilyParty[];
  readonly consent: { readonly requests: CaseDetail['consentRequests']; readonly byParty: CaseDetail['consentAnswers'] };
  readonly childViews: readonly FamilyChildView[];
  readonly preparation?: { readonly status: string; readonly parentView?: Sealed | readonly Sealed[] };
  readonly discussion?: { readonly outcome: string; readonly concludedAt?: string };
  readonly goals: readonly FamilyGoal[];
  readonly actions: readonly FamilyAction[];
  readonly planVersions: readonly FamilyPlanVersion[];
  readonly statutoryTerm?: Pick<NonNullable<CaseDetail['statutoryTerm']>, 'kind' | 'dueOn' | 'metOn'>;
  readonly reports: readonly SharedReport[];
  readonly feedback: readonly FamilyFeedback[];
  readonly remarks: CaseDetail['remarks'];
  readonly evaluations: readonly FamilyEvaluation[];
  readonly closure?: Pick<NonNullable<CaseDetail['closure']>, 'closedOn' | 'reason'>;
}

/** The case for a parent with authority, a guardian or a child from 12, field by field: what is not named is not shown. */
export function familyCase(document: CaseDetail, viewer: Viewer): FamilyCase {
  const { relations, discussion } = document;
  const own = ownPartyId(viewer, relations);
  const isOwn = (partyId: string): boolean => own !== undefined && partyId === own;
  const isParent = viewer.roles.has('PA');
  return {
    ...processOf(document),
    ...only(document, ['child', 'caseOwnerId', 'coordinatorId']),
    parties: partiesFor(document, own),
    consent: {
      requests: document.consentRequests.filter(({ askedOf }) => askedOf.some(isOwn)),
      byParty: document.consentAnswers.filter(({ partyId }) => isOwn(partyId)),
    },
    childViews: document.childViews.map((view) => ({
      ...only(view, viewShown),
      ...(view.words && (!view.confidential || canSeeConfidentialWords(viewer, relations, view)) && { words: view.words }),
    })),
    ...(isParent && {
      preparation: { status: document.preparation.status, ...only(document.preparation.fields, ['parentView']) },
    }),
    ...(discussion?.outcome !== undefined && {
      discussion: { outcome: discussion.outcome, ...only(discussion, ['concludedAt']) },
    }),
    goals: document.goals.map((goal) => ({ ...only(goal, goalShown), scores: goal.scores.map((score) => only(score, scoreShown)) })),
    actions: document.actions.map((action) => only(action, actionShown)),
    planVersions: document.planVersions.map((version) => ({
      ...only(version, planShown),
      decisions: version.decisions.map((each) => (isOwn(each.partyId) ? each : only(each, ['partyId', 'decision', 'on', 'method']))),
      consultedOn: version.consultations.map(({ on }) => on),
    })),
    ...(document.statutoryTerm && { statutoryTerm: only(document.statutoryTerm, ['kind', 'dueOn', 'metOn']) }),
    reports: sharedReports(document, own === undefined ? [] : [own]),
    feedback: document.aftercareCycles.flatMap(({ cycleNo, feedback }) =>
      feedback.filter(({ addresseeId }) => isOwn(addresseeId)).map((each) => ({ ...only(each, feedbackShown), cycleNo })),
    ),
    remarks: document.remarks.filter(({ partyId }) => isOwn(partyId)),
    evaluations: document.evaluation.history.map((each) => ({
      ...only(each, evaluationShown),
      ...(isParent && { parentView: each.parentView }),
    })),
    ...(document.closure?.closedOn !== undefined && { closure: only(document.closure, ['closedOn', 'reason']) }),
  };
}

function partiesFor(document: CaseDetail, own: string | undefined): readonly FamilyParty[] {
  const doing = new Set(document.actions.flatMap(({ responsibleId, supporters }) => [responsibleId, ...supporters]));
  return document.parties
    .filter(({ to }) => to === undefined)
    .map((party) => {
      if (party.partyId === own) return only(party, ownParty);
      const { partyId, kind, name } = party;
      return { partyId, kind, ...((kind === 'child' || doing.has(partyId)) && { name }) };
    });
}
