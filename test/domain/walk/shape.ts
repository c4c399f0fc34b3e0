import type { Case } from '#domain/support-case/index.js';

const progress = (done: number, all: number): string => (all === 0 ? '-' : done === 0 ? 'none' : done < all ? 'some' : 'all');

const planShape = (kase: Case): string => {
  const newest = kase.plans.at(-1);
  if (!newest) return 'no plan';
  const agreed = Object.values(newest.decisions).filter((each) => each !== 'refused').length;
  const consulted = kase.planKind === 'opp' && newest.status !== 'adopted' && newest.consulted;
  return `${newest.status}${newest.status === 'proposed' ? ` ${progress(agreed, newest.requiredDeciders.length)}` : ''}${consulted ? ' consulted' : ''}`;
};

/**
 * What a case looks like from far enough away that there are some thousand of it: phase, hold, urgency, and how far the parts that
 * matter in that phase are; from further away where it is on hold or urgent, or in a second cycle. What is left out (which party, how
 * many goals, dates) is reached by the tries in each shape and by random paths.
 */
export function shapeOf(kase: Case): string {
  const current = kase.aftercare.find(({ cycleNo }) => cycleNo === kase.cycleNo);
  const carried = kase.aftercare.find(({ cycleNo, completedOn }) => cycleNo < kase.cycleNo && completedOn === undefined);
  const authority = kase.parties.filter(({ kind, endedOn }) => (kind === 'parent_authority' || kind === 'guardian') && !endedOn);
  const given = authority.filter(({ partyId }) =>
    kase.answers.some((each) => each.partyId === partyId && each.state === 'given' && each.scope === 'discuss_team'),
  );
  const consent = kase.phase === 'preparation' ? progress(given.length, authority.length) : '';
  const view = kase.childViews.findLast(({ cycleNo }) => cycleNo === kase.cycleNo);
  const inPhase: { readonly [phase in Case['phase']]: () => readonly unknown[] } = {
    preparation: () => [
      kase.preparation.status,
      kase.broughtIn !== undefined,
      view !== undefined,
      kase.preparation.status === 'none' && kase.escalations.some(({ open }) => open),
    ],
    discussion: () => [kase.discussion?.steps.length, view !== undefined, kase.actions.some(({ cycleNo }) => cycleNo === kase.cycleNo)],
    aftercare: () => [
      current?.outcome,
      current?.reportOn ? 'reported' : kase.reports.some(({ cycleNo, status }) => cycleNo === kase.cycleNo && status === 'draft'),
      Math.min(current?.feedback.filter(({ settledOn }) => !settledOn).length ?? 0, 3),
      current?.plan?.as,
    ],
    intervention: () => [kase.extensions, kase.evaluationDue],
    evaluation: () => [
      kase.extensions,
      kase.evaluation?.conclusion,
      view?.afterDiscussion,
      kase.goals.some(({ status }) => status === 'open'),
    ],
    closed: () => [kase.leftOn !== undefined, kase.reports.some(({ status }) => status === 'final')],
  };
  const isFar = kase.phase !== 'preparation' && (kase.urgency === 'urgent' || kase.hold !== undefined);
  const carriedPart = carried?.reportOn === undefined ? 'owes report' : carried.plan === undefined ? 'owes plan' : 'owes feedback';
  const adopted = kase.plans.some(({ status }) => status === 'adopted') ? 'a plan' : '';
  return [
    kase.planKind,
    kase.phase,
    kase.cycleNo,
    kase.hold ? 'on hold' : 'going',
    kase.urgency,
    consent,
    kase.cycleNo === 1 && !isFar ? planShape(kase) : adopted,
    carried ? (kase.phase === 'discussion' ? 'owes' : carriedPart) : '',
    ...(isFar ? [] : inPhase[kase.phase]()),
  ].join(' | ');
}
