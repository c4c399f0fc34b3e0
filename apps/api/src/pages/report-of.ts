import { amsterdamDate } from '#domain/calendar/index.js';
import type { ContentCase, FamilyCase, OwnCase } from '#domain/visibility.js';
import type { Opened } from './opened.js';

export type ReadableCase = Opened<ContentCase> | Opened<FamilyCase> | Opened<OwnCase>;
type Content = Opened<ContentCase>;
export type Discussion = NonNullable<Content['discussion']>;
type Goal = Content['goals'][number] | Opened<FamilyCase>['goals'][number];
type Action = Content['actions'][number] | Opened<FamilyCase>['actions'][number] | Opened<OwnCase>['actions'][number];
type Feedback = Content['carriedOver'][number]['feedback'][number] | Opened<FamilyCase>['feedback'][number];
type View = Content['childViews'][number] | Opened<FamilyCase>['childViews'][number];
type PlanVersion = Content['planVersions'][number] | Opened<FamilyCase>['planVersions'][number];

/** The written report, as far as the reader has it. */
export interface Written {
  readonly status: 'draft' | 'final' | 'notes';
  readonly finalOn?: string | undefined;
  readonly parts: readonly (readonly [part: string, text: string | undefined])[];
  readonly corrections: readonly { readonly on: string; readonly correction: string }[];
}

/** What is known of one cycle of a case to one reader; what is undefined is not the reader's to know, or is not there. */
export interface Report {
  readonly cycleNo: number;
  readonly child?: Opened<FamilyCase>['child'];
  readonly contactId?: string;
  readonly discussedAt?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reviewOn?: string | undefined;
  readonly discussion?: Discussion | undefined;
  readonly question?: { readonly question?: string | undefined; readonly reason?: string | undefined };
  /** Undefined for a reader who sees no views at all. */
  readonly views?: readonly View[];
  readonly parentView?: string | undefined;
  readonly written?: Written | undefined;
  readonly goals?: readonly Goal[];
  readonly actions: readonly Action[];
  readonly feedback?: readonly Feedback[];
  readonly planVersion?: PlanVersion | undefined;
  readonly planSettled?: 'confirmed_unchanged' | 'not_needed' | undefined;
}

const isContent = (kase: ReadableCase): kase is Content => 'carriedOver' in kase;
const isFamily = (kase: ReadableCase): kase is Opened<FamilyCase> => 'goals' in kase && !isContent(kase);
const parts = ['background', 'reason', 'goals', 'actions', 'agreements'] as const;
const one = (text: string | readonly string[] | undefined): string | undefined => (typeof text === 'string' ? text : text?.join(', '));

/** The newest cycle that was discussed, or else the current one. */
const usualCycle = (kase: ReadableCase): number =>
  isContent(kase) ? ((kase.discussion ?? kase.earlierDiscussions.at(-1))?.cycleNo ?? kase.cycleNo) : kase.cycleNo;

type SharedReport = Opened<OwnCase>['reports'][number];
const ofShared = (reports: readonly SharedReport[], cycleNo: number): Written | undefined => {
  const report = reports.findLast((each) => each.cycleNo === cycleNo);
  return report && { status: 'final', ...report, parts: parts.map((part) => [part, report.parts[part]] as const) };
};

function ofContent(kase: Content, cycleNo: number, discussion: Discussion | undefined): Written | undefined {
  const report = kase.reports.findLast((each) => each.cycleNo === cycleNo && each.status !== 'replaced');
  if (report)
    return {
      status: report.status === 'draft' ? 'draft' : 'final',
      finalOn: report.finalOn,
      parts: parts.map((part) => [part, report.body[part]] as const),
      corrections: report.corrections,
    };
  return discussion && { status: 'notes', parts: discussion.steps.map(({ step, notes }) => [step, notes] as const), corrections: [] };
}

function contentReport(kase: Content, cycleNo: number): Report {
  const all = [...kase.earlierDiscussions, ...(kase.discussion ? [kase.discussion] : [])].filter((each) => each.cycleNo === cycleNo);
  const discussion = all.findLast((each) => each.outcome !== undefined) ?? all.at(-1);
  const form = [...kase.earlierPreparations, kase.preparation].find((each) => each.cycleNo === cycleNo)?.fields;
  const cycle = kase.cycles.find((each) => each.cycleNo === cycleNo);
  const aftercare = [...kase.carriedOver, ...(kase.aftercare ? [kase.aftercare] : [])].find((each) => each.cycleNo === cycleNo);
  const settled = aftercare?.plan.status;
  const versions = kase.planVersions.filter((each) => each.cycleNo === cycleNo);
  return {
    cycleNo,
    child: kase.child,
    contactId: kase.caseOwnerId ?? kase.coordinatorId,
    discussedAt: discussion?.startedAt,
    outcome: discussion?.outcome,
    reviewOn: kase.cycleNo === cycleNo ? kase.reviewOn : discussion?.reviewOn,
    discussion,
    question: { question: one(form?.question), reason: one(form?.reason) ?? cycle?.reason ?? kase.reason },
    views: kase.childViews.filter((each) => each.cycleNo === cycleNo),
    parentView: one(form?.parentView),
    written: ofContent(kase, cycleNo, discussion),
    goals: kase.goals.filter((each) => each.cycles.includes(cycleNo)),
    actions: kase.actions.filter((each) => each.cycleNo === cycleNo),
    feedback: aftercare?.feedback ?? [],
    planVersion: versions.findLast((each) => each.status === 'adopted') ?? versions.at(-1),
    planSettled: settled === 'confirmed_unchanged' || settled === 'not_needed' ? settled : undefined,
  };
}

function familyReport(kase: Opened<FamilyCase>, cycleNo: number): Report {
  const isCurrent = kase.cycleNo === cycleNo;
  const versions = kase.planVersions.filter((each) => each.cycleNo === cycleNo);
  return {
    cycleNo,
    child: kase.child,
    contactId: kase.caseOwnerId ?? kase.coordinatorId,
    ...(isCurrent && { discussedAt: kase.discussion?.concludedAt, outcome: kase.discussion?.outcome, reviewOn: kase.reviewOn }),
    views: kase.childViews.filter((each) => each.cycleNo === cycleNo),
    parentView: isCurrent ? one(kase.preparation?.parentView) : undefined,
    written: ofShared(kase.reports, cycleNo),
    goals: kase.goals.filter((each) => each.cycles.includes(cycleNo)),
    actions: kase.actions.filter((each) => each.cycleNo === cycleNo),
    feedback: kase.feedback.filter((each) => each.cycleNo === cycleNo),
    planVersion: versions.findLast((each) => each.status === 'adopted') ?? versions.at(-1),
  };
}

/** The report of a cycle, by default of the newest one that was discussed; undefined for a cycle that there is not. */
export function reportOf(kase: ReadableCase, asked: number | undefined): Report | undefined {
  const cycleNo = asked ?? usualCycle(kase);
  if (cycleNo > kase.cycleNo) return undefined;
  if (isContent(kase)) return contentReport(kase, cycleNo);
  if (isFamily(kase)) return familyReport(kase, cycleNo);
  return { cycleNo, actions: kase.actions.filter((each) => each.cycleNo === cycleNo), written: ofShared(kase.reports, cycleNo) };
}

/** Everybody whose name the report may have to say. */
export function referencesIn({ contactId, discussion, actions, feedback, planVersion, views }: Report): readonly string[] {
  return [
    ...(contactId === undefined ? [] : [contactId]),
    ...(discussion?.present ?? []),
    ...(discussion?.absent ?? []).map(({ partyId }) => partyId),
    ...(discussion?.substituteId === undefined ? [] : [discussion.substituteId]),
    ...(discussion?.agreedBy ?? []),
    ...(discussion?.dissentedBy ?? []).map(({ byId }) => byId),
    ...actions.flatMap((action) => [action.responsibleId, ...('supporters' in action ? action.supporters : [])]),
    ...(feedback ?? []).flatMap(({ addresseeId, byId, toldById }) => [addresseeId, byId, ...(toldById === undefined ? [] : [toldById])]),
    ...(planVersion?.decisions ?? []).map(({ partyId }) => partyId),
    ...(views ?? []).flatMap((view) => ('byId' in view ? [view.byId] : [])),
  ];
}

/** The day on which it was discussed. */
export const dayOfDiscussion = ({ discussedAt }: Report): string | undefined =>
  discussedAt === undefined ? undefined : amsterdamDate(discussedAt);
