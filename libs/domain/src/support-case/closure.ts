import { addMonths, addYears } from '../calendar/index.js';
import type { NewEvent } from '../kernel/index.js';
import { date, known, list, object, optional, pastDate, text } from '../kernel/index.js';
import { anyOpen, command } from './command.js';
import { owedAddressees } from './discussion.js';
import { event } from './events/index.js';
import { closeReason, destination, reopenReason, retentionClass } from './events/closure.js';
import type { CaseData } from './events/index.js';
import type { Case } from './state.js';
import { allPhases, carriedParts, childParty, currentAftercare, isOpenAction } from './state.js';

type RetentionClass = CaseData<'CaseClosed'>['retentionClass'];
const yearsKept: { readonly [kept in RetentionClass]: number } = { education_2y: 2, education_3y_special: 3, youthcare_20y: 20 };
const needsEvaluation = ['goals_achieved', 'basic_provision_suffices', 'no_further_need', 'referred'];
const endsSupport = ['refer', 'end_support'];
const monthsToReopen = 12;

/** The clock of retention starts when the child left (education) or the case closed (youth care), never at closing alone (domain.md §7). */
const retention = (kept: RetentionClass, startOn: string): NewEvent =>
  event('RetentionStarted', { retentionClass: kept, startOn, retentionUntil: addYears(startOn, yearsKept[kept]) });

const isWaived = (kase: Case, partyId: string): boolean =>
  kase.aftercare
    .at(-1)
    ?.feedback.some((each) => each.addresseeId === partyId && (each.status === 'waived' || each.status === 'declined')) === true;

export const closureCommands = {
  CloseCase: command({
    takes: {
      reason: closeReason,
      summary: text(2000),
      informed: list(object({ partyId: known('anyParty'), on: pastDate }), 0, 60),
      handedOverActions: list(known('action'), 0, 200),
      retentionClass,
    },
    by: ['CO'],
    in: anyOpen,
    onHold: true,
    place: 'gives-up',
    refuses: {
      'open-actions': (kase, _, data) =>
        data
          ? kase.actions
              .filter((action) => isOpenAction(action) && !data.handedOverActions.includes(action.actionId))
              .map((action) => ({
                pointer: '/handedOverActions',
                message: {
                  en: `Finish action ${action.actionId} or hand it over.`,
                  nl: `Rond actie ${action.actionId} af of draag die over.`,
                },
              }))
          : false,
      'open-escalation': (kase) => kase.escalations.some((each) => each.open && each.kind === 'safety'),
      'evaluation-missing': (kase, _, data) =>
        data !== undefined &&
        needsEvaluation.includes(data.reason) &&
        kase.evaluation === undefined &&
        !endsSupport.includes(currentAftercare(kase)?.outcome ?? ''),
      'family-not-informed': (kase, _, data) =>
        data
          ? owedAddressees(kase)
              .partyIds.filter((partyId) => data.reason !== 'deceased' || partyId !== childParty(kase)?.partyId)
              .filter((partyId) => !data.informed.some((each) => each.partyId === partyId) && !isWaived(kase, partyId))
              .map((partyId) => ({
                pointer: '/informed',
                message: { en: `Inform party ${partyId} that the case closes.`, nl: `Informeer betrokkene ${partyId} over het afsluiten.` },
              }))
          : false,
    },
    does: (kase, { handedOverActions, ...data }, { on }) => {
      const startOn = data.retentionClass === 'youthcare_20y' ? on : kase.leftOn;
      return [
        event('CaseClosed', { ...data, on, handedOver: handedOverActions }),
        ...(startOn === undefined ? [] : [retention(data.retentionClass, startOn)]),
      ];
    },
  }),

  ReopenCase: command({
    takes: { reason: reopenReason, note: text(500) },
    by: ['CO'],
    in: ['closed'],
    onHold: true,
    place: 'takes',
    refuses: {
      'term-passed': (kase, { today }) => kase.closedOn !== undefined && addMonths(kase.closedOn, monthsToReopen) < today,
      'child-already-open': (_, { openElsewhere }) => openElsewhere,
    },
    does: (kase, data, { on }) => [
      event('CaseReopened', { ...data, on }),
      event('CycleStarted', {
        cycleNo: kase.cycleNo + 1,
        trigger: 'reopened',
        carriedGoalIds: [],
        carriedActionIds: [],
        owedParts: carriedParts(kase),
      }),
    ],
  }),

  RecordChildLeft: command({
    takes: { on: pastDate, destination, oppEndOn: optional(date) },
    by: ['SY', 'CO'],
    in: allPhases,
    onHold: true,
    refuses: { 'already-left': (kase) => kase.leftOn !== undefined },
    does: (kase, data) => {
      const kept = kase.retentionClass ?? (data.destination === 'special' ? 'education_3y_special' : 'education_2y');
      return [event('ChildLeft', data), ...(kept === 'youthcare_20y' ? [] : [retention(kept, data.on)])];
    },
  }),
};
