import type { NewEvent } from '#domain/kernel/index.js';
import type { Case } from '#domain/support-case/index.js';

const order = 'background,reason,goals,actions';
const closing = ['refer', 'end_support', 'advice'];
const isOpen = (status: string): boolean => status === 'agreed' || status === 'in_progress';
const authority = (kase: Case): readonly string[] =>
  kase.parties
    .filter((party) => party.endedOn === undefined && (party.kind === 'parent_authority' || party.kind === 'guardian'))
    .map((party) => party.partyId);
const gave = (kase: Case, partyId: string): boolean =>
  kase.answers.some((each) => each.partyId === partyId && each.scope === 'discuss_team' && each.state === 'given');

/** What of domain.md §3.2 a state breaks, whatever led to it. */
export function brokenIn(kase: Case): string[] {
  const broken: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what);
  };
  must(order.startsWith((kase.discussion?.steps ?? []).join()), 'I4 the steps are in order');
  must(
    kase.actions.every(({ responsibleId, dueOn }) => responsibleId !== '' && dueOn !== ''),
    'I6 every action has a person and a date',
  );
  for (const each of kase.aftercare) {
    const isDone =
      each.reportOn !== undefined && each.plan !== undefined && each.feedback.every(({ settledOn }) => settledOn !== undefined);
    must(each.completedOn !== undefined || !isDone, 'I7 aftercare with nothing owed is complete');
    const partsDone = each.reportOn !== undefined && each.plan !== undefined;
    must(each.completedOn === undefined || partsDone, 'I7 complete aftercare has its report and plan');
  }
  const current = kase.aftercare.find(({ cycleNo }) => cycleNo === kase.cycleNo);
  if (kase.phase === 'intervention' || kase.phase === 'evaluation')
    must(current?.completedOn !== undefined && !closing.includes(current.outcome), 'support follows complete aftercare');
  must(kase.plans.filter(({ status }) => status === 'adopted').length <= 1, 'one adopted plan');
  must(kase.plans.filter(({ status }) => status === 'proposed').length <= 1, 'one open proposal');
  must(
    kase.reports.every(({ cycleNo }) => kase.reports.filter((each) => each.cycleNo === cycleNo && each.status === 'final').length <= 1),
    'I9 one final report a cycle',
  );
  must(kase.phase !== 'closed' || kase.hold === undefined, 'a closed case is not on hold');
  must(kase.phase !== 'discussion' || kase.broughtIn !== undefined, 'what is discussed was brought in');
  return broken;
}

/** What of domain.md §3.2 the events of a command break, given the state before. */
export function brokenBy(before: Case, events: readonly NewEvent[], after: Case): string[] {
  const broken: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what);
  };
  for (const { type, data } of events) {
    if (type === 'CaseBroughtIn' || type === 'DiscussionStarted')
      must(authority(before).length > 0 && authority(before).every((partyId) => gave(before, partyId)), 'I2 consent comes first');
    if (type === 'DiscussionConcluded') {
      must(
        before.childViews.some(({ cycleNo }) => cycleNo === before.cycleNo),
        'I3 the child’s view comes first',
      );
      const personal = before.goals.some(({ status, voice }) => status === 'open' && voice !== 'professional');
      must(personal || data['noPersonalGoalReason'] !== undefined, 'I5 a goal of child or parent');
      must(
        data['outcome'] !== 'plan_change' || before.actions.some(({ cycleNo }) => cycleNo === before.cycleNo),
        'I5 a plan change has an action',
      );
    }
    if (type === 'AftercareCompleted') {
      const done = after.aftercare.find(({ cycleNo }) => cycleNo === data['cycleNo']);
      must(done?.feedback.every(({ settledOn }) => settledOn !== undefined) === true, 'I7 everybody has heard');
    }
    if (type === 'PlanVersionAdopted') {
      const version = before.plans.find(({ planVersionId }) => planVersionId === data['planVersionId']);
      const active =
        version?.requiredDeciders.filter((partyId) => before.parties.some((each) => each.partyId === partyId && !each.endedOn)) ?? [];
      must(active.length > 0 && active.every((partyId) => version?.decisions[partyId]?.startsWith('agreed')), 'I8 all deciders agreed');
      must(before.planKind !== 'opp' || before.plans.some(({ consulted }) => consulted), 'an OPP was talked over');
      must(before.planKind !== 'opp' || before.childViews.length > 0, 'I3 an OPP knows the child’s view');
    }
    if (type === 'ReportFinalised')
      must(before.aftercare.find(({ cycleNo }) => cycleNo === data['cycleNo'])?.reportOn === undefined, 'I9 final once');
    if (type === 'CaseClosed') {
      const handed = data['handedOver'] as readonly string[];
      must(
        before.actions.every((each) => !isOpen(each.status) || handed.includes(each.actionId)),
        'I10 no action without an owner',
      );
      must(
        before.escalations.every(({ open, kind }) => !open || kind !== 'safety'),
        'I10 no open safety escalation',
      );
    }
  }
  for (const report of before.reports.filter(({ status }) => status === 'final'))
    must(after.reports.find(({ reportId }) => reportId === report.reportId)?.status === 'final', 'I9 final stays final');
  must(after.cycleNo - before.cycleNo === events.filter(({ type }) => type === 'CycleStarted').length, 'cycles count up');
  return broken;
}
