import fc from 'fast-check';
import type { Field, Fields, View } from '#domain/kernel/index.js';
import { caseEvents } from '#domain/support-case/events/index.js';
import type { Case } from '#domain/support-case/index.js';
import { owedParts } from '#domain/support-case/state.js';
import type { Step } from '../../../../test/domain/happened.js';
import { caseHistory, folded, read, step } from '../../../../test/domain/happened.js';
import { caseBoard } from './case-board.js';
import { caseDetail } from './case-detail.js';
import { isPlanSettled, isReportFinal, isSettled } from './fragments/aftercare.js';
import { duesOf } from './fragments/terms.js';
import { views } from './index.js';
import { myWork } from './my-work.js';
import { timeline } from './timeline.js';

const things: { readonly [name: string]: string } = {
  addresseeId: 'party',
  askedOf: 'party',
  byPartyId: 'party',
  recipientPartyId: 'party',
  requiredDeciders: 'party',
  basedOn: 'planVersion',
  carriedGoalIds: 'goal',
  carriedActionIds: 'action',
};
const days = ['2026-11-02', '2026-11-03', '2026-11-10', '2026-11-24'];

/** Values that meet each other: two things of a kind, a few days, three cycles. */
function valueOf(name: string, { shape }: Field<unknown>): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'id':
      if (name === 'subjectId') return fc.constantFrom('case-1', 'party-1', 'goal-1', 'action-1', 'planVersion-1', 'consent-1');
      return fc.constantFrom(...['1', '2'].map((no) => `${things[name] ?? name.replace(/Ids?$/, '')}-${no}`));
    case 'ref':
      return fc.constantFrom('femke', 'joost', 'party-1');
    case 'code':
      return fc.constantFrom(...shape.values);
    case 'date':
      return fc.constantFrom(...days);
    case 'int':
      return fc.integer({ min: Math.max(shape.min, 1), max: Math.min(shape.max, Math.max(shape.min, 1) + 2) });
    case 'bool':
      return fc.boolean();
    case 'list':
      return fc.array(valueOf(name, shape.of), { maxLength: 2 });
    case 'scope':
      return fc.constantFrom('discuss_team', 'share_org:zuid');
    case 'object':
      return fc.record(recordOf(shape.fields));
    default:
      return fc.constant(undefined);
  }
}
const recordOf = (fields: Fields): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.shape.kind !== 'sealed' && !hasTexts(field))
      .map(([name, field]) => [name, valueOf(name, field)]),
  );
const hasTexts = ({ shape }: Field<unknown>): boolean =>
  shape.kind === 'sealed' ||
  (shape.kind === 'list' && hasTexts(shape.of)) ||
  (shape.kind === 'object' && Object.values(shape.fields).some(hasTexts)) ||
  shape.kind === 'instant' ||
  shape.kind === 'word';

const anyStep = fc.oneof(
  ...Object.entries(caseEvents).map(([type, fields]) =>
    fc
      .record(recordOf(fields))
      .map((data) => step(type as keyof typeof caseEvents, type === 'GoalAgreed' ? { ...data, goalVersion: 1 } : data)),
  ),
);
/** A discussion begins before it is concluded, and is concluded before aftercare begins: one append each. */
const leadsTo: { readonly [type: string]: readonly Step[] } = {
  DiscussionConcluded: [step('DiscussionStarted')],
  AftercareStarted: [step('DiscussionStarted'), step('DiscussionConcluded', { outcome: 'plan_continue' })],
};
const someSteps = fc
  .array(anyStep, { minLength: 1, maxLength: 40 })
  .map((steps) => [step('CaseOpened'), ...steps.flatMap((each) => [...(leadsTo[each.type] ?? []), each])]);
const ofCase: readonly View<unknown>[] = views.filter((view) => view.of.includes('supportCase'));
const historyOf = (steps: readonly Step[]) => caseHistory('case-1', steps);

describe('Every view of a case', () => {
  it('is one of eight, under a name of its own', () => {
    expect(ofCase.map((view) => view.name)).toEqual([
      'case-detail-1',
      'case-board-1',
      'timeline-2',
      'goals-1',
      'waiting-1',
      'figures-1',
      'my-work-1',
      'deadlines-2',
    ]);
  });

  it('gives equal documents and rows when it is built in one go, built again, or stored between any two events', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { events } = historyOf(steps);
        for (const view of ofCase) {
          const live = folded(view, 'case-1', events);
          const rebuilt = folded(view, 'case-1', events, (document) => document);
          expect(read(rebuilt)).toEqual(read(live));
          expect(read(view.table?.rows(rebuilt))).toEqual(read(view.table?.rows(live)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never changes a document that was handed to it', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { events } = historyOf(steps);
        for (const view of ofCase) folded(view, 'case-1', events, freeze);
      }),
      { numRuns: 30 },
    );
  });
});

describe('A view agrees with the case it was folded from', () => {
  const aftercareOf = (kase: Case) =>
    kase.aftercare.map((each) => ({
      cycleNo: each.cycleNo,
      outcome: each.outcome,
      owed: owedParts(each),
      reportDueOn: each.reportDueOn,
      feedback: each.feedback.map(({ addresseeId, dueOn, status, settledOn, attempts }) => [
        addresseeId,
        dueOn,
        status,
        settledOn,
        attempts.length,
      ]),
      planDates: [each.planProposalDueOn, each.planAdoptionDueOn],
      plan: each.plan && [each.plan.as, each.plan.on],
      proposed: each.proposed === true || each.plan !== undefined,
      completedOn: each.completedOn,
    }));

  it('on phase, cycle, relations and aftercare, whatever happened', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { events, states } = historyOf(steps);
        const kase = states.at(-1)!;
        const detail = folded(caseDetail, 'case-1', events);
        const board = folded(caseBoard, 'case-1', events);
        const work = folded(myWork, 'case-1', events);
        for (const document of [detail, board, work]) {
          expect([document.phase, document.cycleNo, document.relations.caseOwnerId]).toEqual([kase.phase, kase.cycleNo, kase.caseOwnerId]);
          expect(document.relations.parties).toEqual(kase.parties.map(({ interpreter: _interpreter, ...party }) => party));
          expect(document.relations.answers).toEqual(kase.answers.map(({ consentId: _consent, limited: _limited, ...answer }) => answer));
          expect(document.relations.broughtIn?.introducerId).toBe(kase.broughtIn?.introducerId);
          expect(document.relations.actions).toEqual(
            kase.actions.map(({ actionId, responsibleId, status }) => ({ actionId, responsibleId, status })),
          );
          const aftercare = document.aftercareCycles.map((each) => ({
            cycleNo: each.cycleNo,
            outcome: each.outcome,
            owed: [
              ...(isReportFinal(each) ? [] : ['report']),
              ...each.feedback.filter((item) => !isSettled(item)).map(({ addresseeId }) => `feedback:${addresseeId}`),
              ...(isPlanSettled(each) ? [] : ['plan']),
            ],
            reportDueOn: each.report.dueOn,
            feedback: each.feedback.map(({ addresseeId, dueOn, status, on, attempts }) => [
              addresseeId,
              dueOn,
              status,
              on,
              attempts.length,
            ]),
            planDates: [each.plan.proposalDueOn, each.plan.adoptionDueOn],
            plan: isPlanSettled(each) ? [each.plan.status, each.plan.on] : undefined,
            proposed: each.plan.status !== 'none',
            completedOn: each.completedOn,
          }));
          expect(aftercare).toEqual(aftercareOf(kase));
        }
        expect(detail.goals.map(({ goalId, status, version }) => [goalId, status, version])).toEqual(
          kase.goals.map(({ goalId, status, version }) => [goalId, status, version]),
        );
        expect(detail.actions.map(({ actionId, dueOn, cycleNo }) => [actionId, dueOn, cycleNo])).toEqual(
          kase.actions.map(({ actionId, dueOn, cycleNo }) => [actionId, dueOn, cycleNo]),
        );
        expect(detail.planVersions.map(({ planVersionId, status, decisionDueOn }) => [planVersionId, status, decisionDueOn])).toEqual(
          kase.plans.map(({ planVersionId, status, decisionDueOn }) => [planVersionId, status, decisionDueOn]),
        );
        expect(detail.evaluation.reviewOn).toBe(kase.reviewOn);
        expect([board.reviewOn, board.hold?.reviewOn, board.rescheduleDueOn]).toEqual([
          kase.reviewOn,
          kase.hold?.reviewOn,
          kase.rescheduleDueOn,
        ]);
        expect([board.statutoryDueOn, board.adjustments.map(({ goalId, proposed }) => [goalId, proposed])]).toEqual([
          kase.statutoryTerm?.dueOn,
          kase.adjustments.map(({ goalId, proposed }) => [goalId, proposed]),
        ]);
        if (kase.phase === 'closed') expect(duesOf(board)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('on the number of events, one item each', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { events } = historyOf(steps);
        expect(folded(timeline, 'case-1', events).items.map(({ type, revision }) => [type, revision])).toEqual(
          events.map(({ type, revision }) => [type, revision]),
        );
      }),
      { numRuns: 20 },
    );
  });
});
