import { amsterdamDate } from '../calendar/index.js';
import type { Folds, NewEvent, Problem } from '../kernel/index.js';
import { bool, date, id, instant, known, list, object, optional, ref, text } from '../kernel/index.js';
import { viewOfCycle } from './child-view.js';
import type { CaseContext } from './command.js';
import { command, meetingFacts } from './command.js';
import { consentIncomplete } from './consent.js';
import { event } from './events/index.js';
import type { discussion as vocabulary } from './events/discussion.js';
import { outcome, stepName } from './events/discussion.js';
import { personOf } from './roles.js';
import type { Case, Outcome } from './state.js';
import { adoptedPlan, authorityParties, childParty, openGoals, partyOf, stepNames } from './state.js';
import type { Stamp } from './terms.js';
import { due, reviewInBounds } from './terms.js';

const introducerAway = (kase: Case, absent: readonly { partyId: string }[]): boolean => {
  const introducer = kase.broughtIn?.introducerId;
  return introducer !== undefined && absent.some(({ partyId }) => personOf(kase, partyId) === personOf(kase, introducer));
};

/** The places of items that say what an earlier one said. */
const repeated = <T>(items: readonly T[], by: (item: T) => string): readonly number[] =>
  items.flatMap((item, index) => (items.findIndex((each) => by(each) === by(item)) < index ? [index] : []));

/** The child's item in a meeting that is in session, when it may begin. */
const openItem = (kase: Case, context: CaseContext, meetingId: string, itemId: string | undefined) => {
  const meeting = meetingFacts(context, meetingId);
  return meeting?.state !== 'in_session'
    ? undefined
    : meeting.items.find(
        (item) => item.caseId === kase.caseId && item.state === 'accepted' && (itemId === undefined || item.itemId === itemId),
      );
};

const nextStep = (kase: Case) => stepNames.find((step) => !kase.discussion?.steps.includes(step));
const isPersonal = (voice: string): boolean => voice === 'child' || voice === 'parent';
const parentKinds: readonly string[] = ['parent_authority', 'guardian', 'parent_no_authority'];
const actionsOfCycle = (kase: Case) => kase.actions.filter((action) => action.cycleNo === kase.cycleNo);
const startsAftercare = (outcomeOf: Outcome): boolean => outcomeOf !== 'more_information';

/**
 * Those to whom feedback on a discussion is owed: the child and every active parent with authority; from 16 the child alone, unless it
 * is not competent and another decides for it (I7).
 */
export function owedAddressees(kase: Case): { readonly partyIds: readonly string[]; readonly childMissing: boolean } {
  const child = childParty(kase);
  const isAlone = kase.ageBand === '16_plus' && kase.competence === 'competent';
  const parents = isAlone ? [] : authorityParties(kase).map((party) => party.partyId);
  return { partyIds: [...(child ? [child.partyId] : []), ...parents], childMissing: child === undefined };
}

function feedbackOwners(kase: Case, feedback: readonly { addresseeId: string }[] | undefined): readonly Problem[] {
  const { partyIds, childMissing } = owedAddressees(kase);
  const problems: Problem[] = childMissing
    ? [
        {
          pointer: '/feedback',
          message: {
            en: 'Add the child as a party: it must hear what was decided.',
            nl: 'Voeg het kind toe als betrokkene: het moet horen wat er is besloten.',
          },
        },
      ]
    : [];
  for (const partyId of feedback ? partyIds : []) {
    if (!feedback!.some((each) => each.addresseeId === partyId))
      problems.push({
        pointer: '/feedback',
        message: { en: `Name who tells party ${partyId}.`, nl: `Noem wie betrokkene ${partyId} vertelt wat er is besloten.` },
      });
  }
  return problems;
}

export const discussionCommands = {
  StartDiscussion: command({
    takes: {
      meetingId: optional(known('meeting')),
      itemId: optional(id),
      presentPartyIds: list(known('person', ref), 0, 60),
      absent: list(object({ partyId: known('person', ref), excused: bool }), 0, 60),
      substituteId: optional(known('person', ref)),
    },
    by: ['CH'],
    in: ['preparation'],
    refuses: {
      'not-brought-in': (kase) => kase.broughtIn === undefined,
      'consent-incomplete': (kase, context) => consentIncomplete(kase, context),
      'introducer-absent': (kase, _, data) => data !== undefined && data.substituteId === undefined && introducerAway(kase, data.absent),
    },
    requires: [
      {
        that: (kase, context, data) => data?.meetingId === undefined || openItem(kase, context, data.meetingId, data.itemId) !== undefined,
        en: 'In that meeting no item of this child can begin now.',
        nl: 'In dat overleg kan nu geen agendapunt van dit kind beginnen.',
      },
    ],
    does: (kase, { presentPartyIds, ...data }, context) => {
      const item = data.meetingId === undefined ? undefined : openItem(kase, context, data.meetingId, data.itemId);
      return [event('DiscussionStarted', { ...data, ...(item && { itemId: item.itemId }), present: presentPartyIds })];
    },
  }),

  RecordStep: command({
    takes: { step: stepName, notes: optional(text(8000)), startedAt: instant, endedAt: instant, skipReason: optional(text(500)) },
    by: ['MT', 'CH'],
    in: ['discussion'],
    checks: ({ startedAt, endedAt }) =>
      Date.parse(endedAt) < Date.parse(startedAt) || Date.parse(endedAt) - Date.parse(startedAt) > 86_400_000
        ? [
            {
              pointer: '/endedAt',
              message: { en: 'A step ends after it started, within a day.', nl: 'Een stap eindigt na het begin, binnen een dag.' },
            },
          ]
        : [],
    refuses: {
      'step-order': (kase, _, data) => data !== undefined && data.step !== nextStep(kase) && !kase.discussion?.steps.includes(data.step),
      'reason-missing': (_, __, data) => data !== undefined && data.notes === undefined && data.skipReason === undefined,
    },
    does: (_, data) => [
      event('DiscussionStepRecorded', {
        ...data,
        seconds: Math.round((Date.parse(data.endedAt) - Date.parse(data.startedAt)) / 1000),
        skipped: data.skipReason !== undefined,
      }),
    ],
  }),

  ConcludeDiscussion: command({
    takes: {
      outcome,
      summary: text(2000),
      reviewOn: optional(date),
      feedback: list(object({ addresseeId: known('party'), byId: known('person', ref) }), 0, 60),
      noPersonalGoalReason: optional(text(500)),
      agreedBy: list(known('person', ref), 0, 60),
      dissentedBy: list(object({ byId: known('person', ref), reason: optional(text(500)) }), 0, 60),
    },
    by: ['CH'],
    in: ['discussion'],
    checks: ({ feedback, agreedBy, dissentedBy }) => [
      ...repeated(feedback, ({ addresseeId }) => addresseeId).map((index) => ({
        pointer: `/feedback/${index}/addresseeId`,
        message: { en: 'Name each addressee once.', nl: 'Noem iedere ontvanger één keer.' },
      })),
      ...repeated([...agreedBy, ...dissentedBy.map(({ byId }) => byId)], (each) => each).map((index) => ({
        pointer: index < agreedBy.length ? `/agreedBy/${index}` : `/dissentedBy/${index - agreedBy.length}/byId`,
        message: { en: 'Name each person once: for or against.', nl: 'Noem iedere persoon één keer: voor of tegen.' },
      })),
    ],
    refuses: {
      'step-missing': (kase) => nextStep(kase) !== undefined,
      'no-personal-goal': (kase, _, data) =>
        data !== undefined && data.noPersonalGoalReason === undefined && !openGoals(kase).some((goal) => isPersonal(goal.voice)),
      'no-action': (kase, _, data) => data?.outcome === 'plan_change' && actionsOfCycle(kase).length === 0,
      'child-view-missing': (kase) => viewOfCycle(kase) === undefined,
      'feedback-owner-missing': (kase, _, data) => (data && !startsAftercare(data.outcome) ? [] : feedbackOwners(kase, data?.feedback)),
      'no-plan': (kase, _, data) => data?.outcome === 'plan_continue' && adoptedPlan(kase) === undefined,
    },
    requires: [
      {
        that: (_, { on }, data) => data?.reviewOn === undefined || reviewInBounds(data.reviewOn, on),
        en: 'A review falls 2 to 26 weeks after the discussion.',
        nl: 'Een evaluatie valt 2 tot 26 weken na de bespreking.',
      },
    ],
    does: (kase, data, context) => {
      const review = due('D27', context.on, kase, context);
      const view = viewOfCycle(kase)!;
      const concluded = event('DiscussionConcluded', {
        outcome: data.outcome,
        summary: data.summary,
        reviewOn: data.reviewOn ?? review.dueOn,
        goalIds: openGoals(kase).map((goal) => goal.goalId),
        actionIds: actionsOfCycle(kase).map((action) => action.actionId),
        ...(view.how === 'declined' || view.how === 'not_possible' ? { childViewAbsence: view.how } : { childViewId: view.viewId }),
        ...(data.noPersonalGoalReason && { noPersonalGoalReason: data.noPersonalGoalReason }),
        ...(data.agreedBy.length > 0 && { agreedBy: data.agreedBy }),
        ...(data.dissentedBy.length > 0 && { dissentedBy: data.dissentedBy }),
        calculations: data.reviewOn === undefined ? [review] : [],
      });
      return startsAftercare(data.outcome)
        ? [concluded, aftercareStarted(kase, data.feedback, context), ...noShows(kase, data.feedback, context)]
        : [concluded];
    },
  }),
};

const isParent = (kase: Case, partyId: string): boolean => parentKinds.includes(partyOf(kase, partyId)?.kind ?? '');

/** A parent who did not come and had not said so was tried to be reached: the attempt is created at once (domain.md §4, absence rules). */
const noShows = (kase: Case, feedback: readonly { addresseeId: string }[], { at }: CaseContext): readonly NewEvent[] =>
  feedback
    .filter(({ addresseeId }) => isParent(kase, addresseeId))
    .filter(({ addresseeId }) => kase.discussion?.absent.some(({ partyId, excused }) => partyId === addresseeId && !excused))
    .map(({ addresseeId }) =>
      event('FeedbackAttempted', { cycleNo: kase.cycleNo, addresseeId, attemptNo: 1, channel: 'at_school', at, outcome: 'no_show' }),
    );

function aftercareStarted(kase: Case, feedback: readonly { addresseeId: string; byId: string }[], context: CaseContext): NewEvent {
  const from = context.on;
  const reportDue = due('D12', from, kase, context);
  const absent = new Set(kase.discussion?.absent.map(({ partyId }) => partyId));
  const isAbsentParent = (partyId: string): boolean => absent.has(partyId) && isParent(kase, partyId);
  const stamps: Stamp[] = feedback.map(({ addresseeId }) =>
    due('D13', from, kase, context, { subjectId: addresseeId, short: isAbsentParent(addresseeId) }),
  );
  const proposal = due('D14', from, kase, context);
  const adoption = due('D16', from, kase, context);
  return event('AftercareStarted', {
    cycleNo: kase.cycleNo,
    reportDueOn: reportDue.dueOn,
    feedback: feedback.map((each, index) => ({ ...each, dueOn: stamps[index]!.dueOn })),
    planProposalDueOn: proposal.dueOn,
    planAdoptionDueOn: adoption.dueOn,
    calculations: [reportDue, ...stamps, proposal, adoption],
  });
}

export const discussionFolds: Folds<Case, typeof vocabulary> = {
  DiscussionStarted: (kase, { absent, meetingId, itemId }) => ({
    ...kase,
    phase: 'discussion',
    rescheduleDueOn: undefined,
    discussion: { steps: [], absent, ...(meetingId !== undefined && { meetingId }), ...(itemId !== undefined && { itemId }) },
  }),
  DiscussionStepRecorded: (kase, { step, endedAt }) => ({
    ...kase,
    discussion: kase.discussion && {
      ...kase.discussion,
      steps: kase.discussion.steps.includes(step) ? kase.discussion.steps : [...kase.discussion.steps, step],
      stepEndedAt: endedAt,
    },
  }),
  DiscussionConcluded: (kase, data, meta) => ({
    ...kase,
    phase: data.outcome === 'more_information' ? 'preparation' : kase.phase,
    broughtIn: data.outcome === 'more_information' ? undefined : kase.broughtIn,
    scheduled: undefined,
    postponements: 0,
    reviewOn: data.outcome === 'more_information' ? kase.reviewOn : data.reviewOn,
    discussion: kase.discussion && {
      ...kase.discussion,
      outcome: data.outcome,
      ...(data.outcome !== 'more_information' && { concludedOn: amsterdamDate(meta.occurredAt) }),
    },
  }),
  AftercareStarted: (kase, data) => ({
    ...kase,
    phase: 'aftercare',
    aftercare: [
      ...kase.aftercare,
      {
        cycleNo: data.cycleNo,
        outcome: kase.discussion?.outcome ?? 'advice',
        reportDueOn: data.reportDueOn,
        feedback: data.feedback.map((each) => ({ ...each, status: 'owed', attempts: [] })),
        planProposalDueOn: data.planProposalDueOn,
        planAdoptionDueOn: data.planAdoptionDueOn,
      },
    ],
  }),
  FeedbackOwed: (kase, { cycleNo, addresseeId, byId, dueOn }) => ({
    ...kase,
    aftercare: kase.aftercare.map((each) =>
      each.cycleNo === cycleNo
        ? { ...each, feedback: [...each.feedback, { addresseeId, byId, dueOn, status: 'owed' as const, attempts: [] }] }
        : each,
    ),
  }),
};
