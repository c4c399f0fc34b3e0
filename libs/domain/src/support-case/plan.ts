import { amsterdamDate } from '../calendar/index.js';
import type { Folds, NewEvent, Problem } from '../kernel/index.js';
import { date, id, known, list, newId, object, optional, pastDate, ref, text } from '../kernel/index.js';
import { completions, owesPlan, withPlan } from './aftercare.js';
import { viewOfCycle } from './child-view.js';
import type { CaseContext } from './command.js';
import { command } from './command.js';
import { method } from './events/consent.js';
import { event } from './events/index.js';
import type { plan as vocabulary } from './events/plan.js';
import { decision } from './events/plan.js';
import { consenters, ownParty } from './roles.js';
import type { Aftercare, Case, PlanVersion } from './state.js';
import { adoptedPlan, carriedOver, change, childParty, openProposal, outcomesWithoutPlan, partyOf, planOf } from './state.js';
import { due } from './terms.js';

const carriedPlan = {
  when: (kase: Case) => kase.phase !== 'closed' && carriedOver(kase).some(owesPlan),
  note: 'while the plan of an earlier cycle is owed',
};
const planPhases = ['aftercare', 'intervention', 'evaluation'] as const;
const owing = (kase: Case) => kase.aftercare.find(owesPlan);

/** Every required decider who is still a party has agreed; with nobody to decide, or no child that must, it is not agreed (I8). */
const isAgreed = (kase: Case, version: PlanVersion): boolean => {
  const deciders = version.requiredDeciders.filter((partyId) => partyOf(kase, partyId) !== undefined);
  if (consenters(kase).childMissing) return false;
  return deciders.length > 0 && deciders.every((partyId) => ['agreed', 'agreed_with_remark'].includes(version.decisions[partyId] ?? ''));
};

const versionOf = (kase: Case, data: { planVersionId: string } | undefined): PlanVersion | undefined =>
  data ? planOf(kase, data.planVersionId) : kase.plans.at(-1);

/** A plan is owed, or was settled this very way in the newest cycle, so that nothing is left to do. */
const planOwedUnless = (as: NonNullable<Aftercare['plan']>['as']) => ({
  that: (kase: Case) => owing(kase) !== undefined || kase.aftercare.at(-1)?.plan?.as === as,
  en: 'No plan is owed any more.',
  nl: 'Er wordt geen plan meer verwacht.',
});
const anyProposal = { that: (kase: Case) => kase.plans.length > 0, en: 'No plan has been proposed.', nl: 'Er is geen planvoorstel.' };

export const planCommands = {
  ProposePlan: command({
    takes: {
      planVersionId: newId('plan'),
      basedOn: optional(known('plan')),
      descriptive: object({ outflow: optional(text(500)), promoting: text(2000), hindering: text(2000) }),
      needs: text(2000),
      goalIds: list(id, 0, 50),
      actionIds: list(known('action'), 0, 200),
      deviations: optional(text(2000)),
      validFrom: date,
      reviewOn: date,
    },
    by: ['OW', 'CO'],
    in: planPhases,
    alsoIn: carriedPlan,
    refuses: {
      'goal-unknown': (kase, _, data): readonly Problem[] =>
        (data?.goalIds ?? []).flatMap((goalId, index) =>
          kase.goals.some((goal) => goal.goalId === goalId && goal.status === 'open')
            ? []
            : [
                {
                  pointer: `/goalIds/${index}`,
                  message: { en: 'This is not an open goal of the case.', nl: 'Dit is geen open doel van de casus.' },
                },
              ],
        ),
      'open-proposal-exists': (kase, _, data) => {
        const open = openProposal(kase);
        return data !== undefined && open !== undefined && data.basedOn !== open.planVersionId;
      },
    },
    requires: [
      {
        that: (_, __, data) => !data || data.reviewOn > data.validFrom,
        en: 'The review falls after the plan starts.',
        nl: 'De evaluatie valt na het begin van het plan.',
      },
    ],
    does: (kase, data, context): NewEvent[] => {
      const base = data.basedOn === undefined ? undefined : planOf(kase, data.basedOn);
      const replaced =
        base && (base.status === 'proposed' || base.status === 'refused')
          ? [event('PlanVersionSuperseded', { planVersionId: base.planVersionId, number: base.number })]
          : [];
      const decisionDue = due('D15', context.on, kase, context, { subjectId: data.planVersionId });
      return [
        ...replaced,
        event('PlanVersionProposed', {
          ...data,
          number: kase.plans.length + 1,
          cycleNo: owing(kase)?.cycleNo ?? kase.cycleNo,
          requiredDeciders: consenters(kase).partyIds,
          decisionDueOn: decisionDue.dueOn,
          calculations: [decisionDue],
        }),
      ];
    },
  }),

  RecordPlanConsultation: command({
    takes: {
      planVersionId: known('plan'),
      on: pastDate,
      present: list(known('person', ref), 0, 60),
      agreedPoints: text(2000),
      disagreedPoints: text(2000),
    },
    by: ['OW', 'CO'],
    in: planPhases,
    alsoIn: carriedPlan,
    requires: [anyProposal],
    does: (_, data) => [event('PlanConsultationHeld', data)],
  }),

  DecideActionPart: command({
    takes: { planVersionId: known('plan'), partyId: known('anyParty'), decision, on: pastDate, method, remark: optional(text(2000)) },
    by: ['PA', 'CI', 'CO'],
    in: planPhases,
    alsoIn: carriedPlan,
    mayWith: (kase, { roles, actor }, data) => roles.has('CO') || ownParty(kase, actor)?.partyId === data.partyId,
    refuses: {
      'not-required-decider': (kase, _, data) =>
        data !== undefined && !planOf(kase, data.planVersionId)?.requiredDeciders.includes(data.partyId),
      'version-superseded': (kase, _, data) => data !== undefined && planOf(kase, data.planVersionId)?.status === 'superseded',
    },
    requires: [
      anyProposal,
      {
        that: (kase, _, data) =>
          !data ||
          planOf(kase, data.planVersionId)?.status !== 'adopted' ||
          planOf(kase, data.planVersionId)?.decisions[data.partyId] === data.decision,
        en: 'The plan has been adopted: propose a new version.',
        nl: 'Het plan is vastgesteld: stel een nieuwe versie voor.',
      },
      {
        that: (kase, _, data) =>
          !data || planOf(kase, data.planVersionId)?.status !== 'refused' || kase.plans.at(-1)?.planVersionId === data.planVersionId,
        en: 'A newer version has been proposed since: decide on that one.',
        nl: 'Er is sindsdien een nieuwere versie voorgesteld: beslis daarover.',
      },
    ],
    does: (kase, data) =>
      planOf(kase, data.planVersionId)?.decisions[data.partyId] === data.decision && data.remark === undefined
        ? []
        : [event('ActionPartDecided', data)],
  }),

  AdoptPlan: command({
    takes: { planVersionId: known('plan'), on: pastDate },
    by: ['CO'],
    in: planPhases,
    alsoIn: carriedPlan,
    refuses: {
      'agreement-missing': (kase, _, data) => {
        const version = versionOf(kase, data);
        return version === undefined || !isAgreed(kase, version);
      },
      'consultation-missing': (kase, _, data) => {
        const cycleNo = versionOf(kase, data)?.cycleNo;
        return kase.planKind === 'opp' && !kase.plans.some((each) => each.cycleNo === cycleNo && each.consulted);
      },
      'child-view-missing': (kase, _, data) =>
        kase.planKind === 'opp' && viewOfCycle(kase, versionOf(kase, data)?.cycleNo ?? kase.cycleNo) === undefined,
    },
    requires: [
      {
        that: (kase, _, data) => versionOf(kase, data)?.status !== 'superseded',
        en: 'A newer version took the place of this one.',
        nl: 'Een nieuwere versie nam de plaats van deze in.',
      },
    ],
    does: (kase, { planVersionId, on }, context) => {
      const version = planOf(kase, planVersionId)!;
      if (version.status === 'adopted') return [];
      const old = adoptedPlan(kase);
      const term = kase.statutoryTerm;
      const owed = kase.planKind === 'opp' ? weighingOwed(kase, planVersionId, on, context) : undefined;
      const settled = withPlan(kase.aftercare, on, 'adopted');
      const after = owed
        ? settled.map((each, index) => (index === settled.length - 1 ? { ...each, feedback: [...each.feedback, owed.feedback] } : each))
        : settled;
      return [
        ...(old ? [event('PlanVersionSuperseded', { planVersionId: old.planVersionId, number: old.number })] : []),
        event('PlanVersionAdopted', {
          planVersionId,
          number: version.number,
          on,
          reviewOn: version.reviewOn,
          statutoryTermMet: term !== undefined && on <= term.dueOn,
        }),
        ...(term && on <= term.dueOn ? [event('StatutoryTermMet', { kind: term.kind, dueOn: term.dueOn, metOn: on })] : []),
        ...(owed ? [owed.event] : []),
        ...completions(kase, after, context.today),
      ];
    },
  }),

  ConfirmPlanUnchanged: command({
    takes: { planVersionId: id, reason: text(500) },
    by: ['CO', 'OW'],
    in: ['aftercare'],
    alsoIn: carriedPlan,
    refuses: {
      'plan-change-expected': (kase) => owing(kase)?.outcome === 'plan_change',
      'no-plan': (kase, _, data) => {
        const adopted = adoptedPlan(kase);
        return adopted === undefined || (data !== undefined && data.planVersionId !== adopted.planVersionId);
      },
    },
    requires: [planOwedUnless('confirmed_unchanged')],
    does: (kase, data, { on, today }) =>
      owing(kase)
        ? [
            event('PlanConfirmedUnchanged', { ...data, on }),
            ...completions(kase, withPlan(kase.aftercare, on, 'confirmed_unchanged'), today),
          ]
        : [],
  }),

  DeclareNoPlanNeeded: command({
    takes: { reason: text(500) },
    by: ['CO', 'OW'],
    in: ['aftercare'],
    alsoIn: carriedPlan,
    refuses: { 'plan-change-expected': (kase) => owing(kase)?.outcome === 'plan_change' },
    requires: [
      planOwedUnless('not_needed'),
      {
        that: (kase) => owing(kase) === undefined || outcomesWithoutPlan.includes(owing(kase)!.outcome),
        en: 'Only after referral, end of support or advice is no plan needed.',
        nl: 'Alleen na verwijzing, einde ondersteuning of advies is geen plan nodig.',
      },
    ],
    does: (kase, data, { on, today }) =>
      owing(kase) ? [event('NoPlanNeeded', { ...data, on }), ...completions(kase, withPlan(kase.aftercare, on, 'not_needed'), today)] : [],
  }),

  StartProvisionalSupport: command({
    takes: { actionIds: list(known('action'), 0, 200), reason: text(500) },
    by: ['CO', 'OW'],
    in: ['aftercare'],
    alsoIn: carriedPlan,
    onHold: true,
    refuses: { 'already-adopted': (kase) => adoptedPlan(kase) !== undefined },
    does: (kase, data, { on }) =>
      kase.provisional && data.actionIds.every((actionId) => kase.provisional!.includes(actionId))
        ? []
        : [event('ProvisionalSupportStarted', { ...data, cycleNo: kase.cycleNo, on, basis: 'provisional' })],
  }),
};

/** For an OPP the child hears how its view weighed in the plan, five working days after adoption (I7). */
function weighingOwed(kase: Case, planVersionId: string, on: string, context: CaseContext) {
  const child = childParty(kase);
  const last = kase.aftercare.at(-1);
  if (!child || !last) return undefined;
  const feedbackDue = due('D13', on, kase, context, { subjectId: child.partyId });
  const byId = kase.caseOwnerId ?? kase.coordinatorId;
  const owed = { addresseeId: child.partyId, byId, dueOn: feedbackDue.dueOn };
  return {
    feedback: { ...owed, status: 'owed' as const, attempts: [] },
    event: event('FeedbackOwed', { ...owed, cycleNo: last.cycleNo, planVersionId, calculations: [feedbackDue] }),
  };
}

const withVersion = (kase: Case, planVersionId: string, to: (version: PlanVersion) => PlanVersion): Case => ({
  ...kase,
  plans: change(kase.plans, (version) => version.planVersionId === planVersionId, to),
});

export const planFolds: Folds<Case, typeof vocabulary> = {
  PlanVersionProposed: (kase, data, meta) => ({
    ...kase,
    aftercare: kase.aftercare.map((each) => (each.plan === undefined ? { ...each, proposed: true } : each)),
    adjustments: kase.adjustments.map((each) => ({ ...each, proposed: true })),
    plans: [
      ...kase.plans,
      {
        planVersionId: data.planVersionId,
        number: data.number,
        cycleNo: data.cycleNo,
        status: 'proposed',
        requiredDeciders: data.requiredDeciders,
        decisions: {},
        consulted: false,
        proposedOn: amsterdamDate(meta.occurredAt),
        decisionDueOn: data.decisionDueOn,
        reviewOn: data.reviewOn,
        actionIds: data.actionIds,
      },
    ],
  }),
  PlanConsultationHeld: (kase, { planVersionId }) => withVersion(kase, planVersionId, (version) => ({ ...version, consulted: true })),
  ActionPartDecided: (kase, { planVersionId, partyId, decision: decided }) =>
    withVersion(kase, planVersionId, (version) => {
      const decisions = { ...version.decisions, [partyId]: decided };
      return { ...version, decisions, status: Object.values(decisions).includes('refused') ? 'refused' : 'proposed' };
    }),
  PlanVersionAdopted: (kase, { planVersionId, on }) => ({
    ...withVersion(kase, planVersionId, (version) => ({ ...version, status: 'adopted' })),
    aftercare: withPlan(kase.aftercare, on, 'adopted'),
    adjustments: [],
    statutoryTerm: undefined,
  }),
  PlanVersionSuperseded: (kase, { planVersionId }) => withVersion(kase, planVersionId, (version) => ({ ...version, status: 'superseded' })),
  PlanConfirmedUnchanged: (kase, { on }) => ({ ...kase, aftercare: withPlan(kase.aftercare, on, 'confirmed_unchanged') }),
  NoPlanNeeded: (kase, { on }) => ({ ...kase, aftercare: withPlan(kase.aftercare, on, 'not_needed') }),
  ProvisionalSupportStarted: (kase, { actionIds }) => ({ ...kase, provisional: [...(kase.provisional ?? []), ...actionIds] }),
};
