import { addDays, workingDaysAfter, workingDaysBetween } from '../calendar/index.js';
import { date, optional, text } from '../kernel/index.js';
import type { CaseContext } from './command.js';
import { anyOpen, command } from './command.js';
import { consentIncomplete } from './consent.js';
import type { CaseData } from './events/index.js';
import { event } from './events/index.js';
import { holdReason } from './events/closure.js';
import type { Adjustment, Aftercare, Case } from './state.js';
import { change, isOpenAction } from './state.js';

type Restamp = CaseData<'CaseResumed'>['restamped'][number];
const longestHold = 13 * 7;

export const suspensionCommands = {
  SuspendCase: command({
    takes: { reason: holdReason, reviewOn: date, note: optional(text(500)) },
    by: ['CO'],
    in: anyOpen,
    onHold: true,
    requires: [
      {
        that: (_, { on }, data) => !data || (data.reviewOn >= on && data.reviewOn <= addDays(on, longestHold)),
        en: 'Look at a suspension again within 13 weeks.',
        nl: 'Bekijk een opschorting binnen 13 weken opnieuw.',
      },
    ],
    does: (kase, data, { on }) =>
      kase.hold?.reason === data.reason && kase.hold.reviewOn === data.reviewOn
        ? []
        : [
            event('CaseSuspended', {
              ...data,
              since: kase.hold?.since ?? on,
              sharingStopped: data.reason === 'consent_withdrawn' || kase.hold?.sharingStopped === true,
            }),
          ],
  }),

  ResumeCase: command({
    takes: { note: optional(text(500)) },
    by: ['CO'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'consent-incomplete': (kase, context) =>
        kase.hold && (kase.hold.sharingStopped || kase.hold.reason === 'consent_pending' || kase.hold.reason === 'consent_withdrawn')
          ? consentIncomplete(kase, context)
          : [],
    },
    requires: [{ that: (kase) => kase.hold !== undefined, en: 'The case is not on hold.', nl: 'De casus is niet opgeschort.' }],
    does: (kase, data, context) => {
      const pausedDays = workingDaysBetween(kase.hold!.since, context.on, 'team', context.team.closures);
      return [event('CaseResumed', { ...data, pausedDays, restamped: pausedDays > 0 ? restamps(kase, pausedDays, context) : [] })];
    },
  }),
};

/**
 * Every open due date that a hold pauses, moved by the paused working days; never silently, hence in the event (I11). One that had
 * passed before the hold began stays: it was late already.
 */
function restamps(kase: Case, pausedDays: number, { team }: CaseContext): Restamp[] {
  const urgent = kase.urgency === 'urgent';
  const moved = (rule: Restamp['rule'], subjectId: string, from: string, onPublic = false): Restamp => ({
    rule,
    subjectId,
    from,
    to: workingDaysAfter(from, pausedDays, onPublic ? 'public' : 'team', team.closures).dueOn,
  });
  const ofPlan = (subjectId: string, waits: { planProposalDueOn: string; planAdoptionDueOn: string; proposed?: boolean }): Restamp[] => [
    ...(waits.proposed ? [] : [moved('D14', subjectId, waits.planProposalDueOn)]),
    moved('D16', subjectId, waits.planAdoptionDueOn, urgent),
  ];
  const ofAftercare = (aftercare: Aftercare): Restamp[] => [
    ...(aftercare.reportOn === undefined ? [moved('D12', kase.caseId, aftercare.reportDueOn, urgent)] : []),
    ...aftercare.feedback.filter((each) => each.settledOn === undefined).map((each) => moved('D13', each.addresseeId, each.dueOn, urgent)),
    ...(aftercare.plan === undefined ? ofPlan(kase.caseId, aftercare) : []),
  ];
  const all = [
    ...kase.consentRequests
      .filter((each) => each.askedOf.some((partyId) => !each.answered.includes(partyId)))
      .map((each) => moved('D01', each.consentId, each.answerDueOn)),
    ...(kase.rescheduleDueOn === undefined ? [] : [moved('D09', kase.caseId, kase.rescheduleDueOn, urgent)]),
    ...kase.aftercare.flatMap(ofAftercare),
    ...kase.adjustments.flatMap((each) => ofPlan(each.goalId, each)),
    ...kase.plans.filter((each) => each.status === 'proposed').map((each) => moved('D15', each.planVersionId, each.decisionDueOn, urgent)),
    ...kase.actions.filter(isOpenAction).map((action) => moved('D19', action.actionId, action.dueOn)),
    ...(kase.reviewOn === undefined || kase.evaluation !== undefined ? [] : [moved('D27', kase.caseId, kase.reviewOn)]),
  ];
  return all.filter((each) => each.from >= kase.hold!.since);
}

/** Moves one due date; what it was before is checked, so that of two equal ones only the meant one moves. */
export function restamp(kase: Case, { rule, subjectId, from, to }: Restamp): Case {
  const inAftercare = (of: (aftercare: Aftercare) => Aftercare): Case => ({
    ...kase,
    aftercare: kase.aftercare.map(of),
  });
  const inAdjustment = (of: (adjustment: Adjustment) => Adjustment): Case => ({
    ...kase,
    adjustments: change(kase.adjustments, (each) => each.goalId === subjectId, of),
  });
  const date = (was: string): string => (was === from ? to : was);
  switch (rule) {
    case 'D01':
      return {
        ...kase,
        consentRequests: change(
          kase.consentRequests,
          (each) => each.consentId === subjectId,
          (each) => ({ ...each, answerDueOn: to }),
        ),
      };
    case 'D09':
      return { ...kase, rescheduleDueOn: to };
    case 'D12':
      return inAftercare((each) => (each.reportOn === undefined ? { ...each, reportDueOn: date(each.reportDueOn) } : each));
    case 'D13':
      return inAftercare((each) => ({
        ...each,
        feedback: each.feedback.map((item) =>
          item.addresseeId === subjectId && item.settledOn === undefined ? { ...item, dueOn: date(item.dueOn) } : item,
        ),
      }));
    case 'D14':
      return subjectId === kase.caseId
        ? inAftercare((each) => (each.plan === undefined ? { ...each, planProposalDueOn: date(each.planProposalDueOn) } : each))
        : inAdjustment((each) => ({ ...each, planProposalDueOn: to }));
    case 'D15':
      return {
        ...kase,
        plans: change(
          kase.plans,
          (each) => each.planVersionId === subjectId,
          (each) => ({ ...each, decisionDueOn: to }),
        ),
      };
    case 'D16':
      return subjectId === kase.caseId
        ? inAftercare((each) => (each.plan === undefined ? { ...each, planAdoptionDueOn: date(each.planAdoptionDueOn) } : each))
        : inAdjustment((each) => ({ ...each, planAdoptionDueOn: to }));
    case 'D19':
      return {
        ...kase,
        actions: change(
          kase.actions,
          (each) => each.actionId === subjectId,
          (each) => ({ ...each, dueOn: to }),
        ),
      };
    case 'D27':
      return { ...kase, reviewOn: to };
  }
}
