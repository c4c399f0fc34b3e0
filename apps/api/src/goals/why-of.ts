import { amsterdamDate } from '#domain/calendar/index.js';
import type { ContentCase, FamilyCase, VisibleCase } from '#domain/visibility.js';

type WithGoals = FamilyCase | ContentCase;
type Goal = ContentCase['goals'][number] | FamilyCase['goals'][number];
type Discussion = NonNullable<ContentCase['discussion']>;

/** Whether the caller sees goals at all. */
export const showsGoals = (kase: VisibleCase): kase is WithGoals => 'goals' in kase;
const isContent = (kase: WithGoals): kase is ContentCase => 'carriedOver' in kase;

/** The discussion of a cycle in which its decision was taken: the last one that was concluded, or else the last one. */
function discussionOf({ discussion, earlierDiscussions }: ContentCase, cycleNo: number): Discussion | undefined {
  const all = [...earlierDiscussions, ...(discussion ? [discussion] : [])].filter((each) => each.cycleNo === cycleNo);
  return all.findLast((each) => each.outcome !== undefined) ?? all.at(-1);
}

function decisionOf(kase: WithGoals, cycleNo: number): Readonly<Record<string, unknown>> | null {
  if (!isContent(kase)) return kase.discussion && kase.cycleNo === cycleNo ? { cycleNo, ...kase.discussion } : null;
  const found = discussionOf(kase, cycleNo);
  if (!found) return null;
  const { steps: _, agreedBy, dissentedBy, ...decision } = found;
  return { ...decision, agreedBy: agreedBy ?? null, dissentedBy: dissentedBy ?? (agreedBy ? [] : null) };
}

type Form = ContentCase['preparation'];
const formOf = ({ earlierPreparations, preparation }: ContentCase, cycleNo: number): Form | undefined =>
  [...earlierPreparations, preparation].find((each) => each.cycleNo === cycleNo);

function questionOf(kase: WithGoals, cycleNo: number): Readonly<Record<string, unknown>> | null {
  if (!isContent(kase)) return null;
  const form = formOf(kase, cycleNo);
  const cycle = kase.cycles.find((each) => each.cycleNo === cycleNo);
  return {
    cycleNo,
    trigger: cycle?.trigger,
    question: form?.fields.question ?? null,
    reason: form?.fields.reason ?? cycle?.reason ?? kase.reason ?? null,
    submittedOn: form?.submittedOn ?? null,
    introducerId: kase.cycleNo === cycleNo ? (kase.broughtIn?.introducerId ?? null) : null,
  };
}

/** What the form says of the views of child and parents; a parent sees of it what the parents themselves wrote. */
function formViews(kase: WithGoals, cycleNo: number): Pick<Form['fields'], 'childGoals' | 'parentView'> {
  if (isContent(kase)) return formOf(kase, cycleNo)?.fields ?? {};
  const parentView = kase.cycleNo === cycleNo ? kase.preparation?.parentView : undefined;
  return parentView ? { parentView } : {};
}

/** What the child and the parents said before the decision. */
function viewsOf(kase: WithGoals, cycleNo: number, concludedAt: unknown, countedId: unknown): readonly unknown[] {
  const until = typeof concludedAt === 'string' ? amsterdamDate(concludedAt) : '9999-12-31';
  const { childGoals, parentView } = formViews(kase, cycleNo);
  return [
    ...kase.childViews
      .filter((view) => view.cycleNo === cycleNo && view.on <= until)
      .map((view) => ({ of: 'child', ...view, ...(countedId !== undefined && { inDecision: view.viewId === countedId }) })),
    ...(childGoals ? [{ of: 'child', how: 'preparation', words: childGoals }] : []),
    ...(parentView ? [{ of: 'parents', how: 'preparation', words: parentView }] : []),
  ];
}

/**
 * From a goal back to the decision, the views and the question it came from, and on to what was done and reached. Made of what the caller
 * may see of the case, so it shows nothing else; undefined when the goal is not among it.
 */
export function whyOf(kase: WithGoals, goalId: string): Readonly<Record<string, unknown>> | undefined {
  const goals: readonly Goal[] = kase.goals;
  const found = goals.find((each) => each.goalId === goalId);
  if (!found) return undefined;
  const { scores, ...goal } = found;
  const cycleNo = goal.cycles[0]!;
  const decision = decisionOf(kase, cycleNo);
  const short = (each: Goal) => ({ goalId: each.goalId, statement: each.statement, status: each.status });
  const replacedBy = goal.dropped?.replacedBy;
  return {
    goalId,
    caseId: kase.caseId,
    goal: { ...goal, ...('versions' in goal && { agreedOn: goal.versions[0]!.on }) },
    question: questionOf(kase, cycleNo),
    views: viewsOf(kase, cycleNo, decision?.['concludedAt'], decision?.['childViewId']),
    decision,
    actions: kase.actions.filter((each) => each.goalId === goalId),
    scores,
    progress: isContent(kase) ? kase.progress.filter(({ goalIds }) => goalIds.includes(goalId)) : [],
    evaluations: isContent(kase)
      ? kase.evaluation.history.flatMap(({ cycleNo: of, on, conclusion, perGoal }) =>
          perGoal.filter((each) => each.goalId === goalId).map(({ score, comment }) => ({ cycleNo: of, on, score, comment, conclusion })),
        )
      : [],
    planVersions: kase.planVersions
      .filter(({ goalIds }) => goalIds.includes(goalId))
      .map(({ planVersionId, number, cycleNo: of, status, proposedOn, adoptedOn, supersededOn, decisions }) => ({
        planVersionId,
        number,
        cycleNo: of,
        status,
        proposedOn,
        adoptedOn,
        supersededOn,
        decisions,
      })),
    earlier: goals.filter((each) => each.dropped?.replacedBy === goalId).map(short),
    later: replacedBy === undefined ? [] : goals.filter((each) => each.goalId === replacedBy).map(short),
  };
}
