import type { Folds, NewEvent, Sealed } from '../kernel/index.js';
import { clearable, id, instant, int, known, list, optional, pastDate, ref, text } from '../kernel/index.js';
import type { CaseContext } from './command.js';
import { command, meetingFacts } from './command.js';
import { consentIncomplete } from './consent.js';
import { event } from './events/index.js';
import type { preparation as vocabulary } from './events/preparation.js';
import { agendaPart, formField, itemKind, postponeReason } from './events/preparation.js';
import { ownParty } from './roles.js';
import type { Case, FormField } from './state.js';
import { openPhases } from './state.js';
import { due } from './terms.js';

const formSchema = '1';
const isOver = { en: 'That meeting is over or was cancelled.', nl: 'Dat overleg is voorbij of afgezegd.' };
const formFields = (formField.shape as { readonly values: readonly FormField[] }).values;

export const preparationCommands = {
  SavePreparation: command({
    takes: {
      background: optional(clearable(8000)),
      strengths: optional(clearable(2000)),
      concerns: optional(clearable(2000)),
      priorSupport: optional(clearable(2000)),
      reason: optional(clearable(500)),
      question: optional(clearable(500)),
      wantedDisciplines: optional(list(text(200), 0, 8)),
      childGoals: optional(clearable(2000)),
      parentView: optional(clearable(2000)),
      proposedActions: optional(clearable(2000)),
    },
    by: ['IN', 'CO', 'OW', 'PA'],
    in: ['preparation'],
    onHold: true,
    mayWith: (_, { roles }, data) =>
      roles.has('IN') || roles.has('CO') || roles.has('OW') || Object.keys(data).every((name) => name === 'parentView'),
    does: (kase, data) => {
      const given = Object.entries(data).filter(([, value]) => value !== undefined) as [FormField, Sealed | '' | readonly Sealed[]][];
      if (given.length === 0) return [];
      const isEmpty = (value: Sealed | '' | readonly Sealed[]): boolean => value === '' || (Array.isArray(value) && value.length === 0);
      const cleared = given.filter(([, value]) => isEmpty(value)).map(([name]) => name);
      const texts = given.filter(([, value]) => !isEmpty(value));
      const filled = formFields.filter(
        (name) => !cleared.includes(name) && (kase.preparation.filled.includes(name) || texts.some(([each]) => each === name)),
      );
      return [
        event('PreparationSaved', {
          formVersion: kase.preparation.formVersion + 1,
          formSchema,
          filledFields: filled,
          ...Object.fromEntries(texts),
        }),
      ];
    },
  }),

  SubmitPreparation: command({
    takes: { formVersion: int(0, 100000) },
    by: ['IN', 'CO', 'OW'],
    in: ['preparation'],
    onHold: true,
    refuses: {
      'revision-conflict': (kase, _, data) => data !== undefined && data.formVersion !== kase.preparation.formVersion,
      'question-missing': (kase) => !kase.preparation.filled.includes('question'),
      'field-missing': (kase) => kase.urgency !== 'urgent' && !kase.preparation.filled.includes('background'),
    },
    does: (kase, { formVersion }, { on }) =>
      kase.preparation.status === 'submitted' ? [] : [event('PreparationSubmitted', { formVersion, formSchema, submittedOn: on })],
  }),

  BringIn: command({
    takes: {
      meetingId: optional(known('meeting')),
      part: agendaPart,
      introducerId: known('person', ref),
      minutes: int(5, 45),
      guests: list(known('party'), 0, 6),
    },
    by: ['IN', 'CO', 'OW'],
    in: ['preparation'],
    refuses: {
      'consent-incomplete': (kase, context) => consentIncomplete(kase, context),
      'form-not-submitted': (kase) => kase.preparation.status !== 'submitted',
      'not-urgent': (kase, _, data) => data?.part === 'variable' && kase.urgency !== 'urgent',
      'after-cutoff': (_, context, data) => {
        const meeting = data?.part === 'fixed' && data.meetingId !== undefined ? meetingFacts(context, data.meetingId) : undefined;
        return meeting !== undefined && context.on > meeting.bringInUntil;
      },
    },
    requires: [
      {
        that: (kase, _, data) => !kase.broughtIn || (data !== undefined && isSame(kase.broughtIn, data)),
        en: 'The child has been brought in already: withdraw that first.',
        nl: 'Het kind is al ingebracht: trek die inbreng eerst in.',
      },
      { that: (_, context, data) => data?.meetingId === undefined || isAhead(context, data.meetingId), ...isOver },
    ],
    does: (kase, { guests, ...data }) => (kase.broughtIn ? [] : [event('CaseBroughtIn', { ...data, guestIds: guests })]),
  }),

  WithdrawBringIn: command({
    takes: { reason: text(500) },
    by: ['IN', 'CO'],
    in: ['preparation'],
    onHold: true,
    refuses: { 'already-started': (kase) => kase.phase !== 'preparation' },
    requires: [
      { that: (kase) => kase.broughtIn !== undefined, en: 'The child has not been brought in.', nl: 'Het kind is niet ingebracht.' },
    ],
    does: (_, data) => [event('BringInWithdrawn', data)],
  }),

  RecordIndividualPreparation: command({
    takes: { meetingId: known('meeting'), contribution: optional(text(2000)), readOn: pastDate },
    by: ['PR', 'EX'],
    in: ['preparation'],
    refuses: { 'not-invited': (kase, context, data) => data !== undefined && !isInvited(kase, context, data.meetingId) },
    does: (_, data, { actor }) => [event('IndividualPreparationRecorded', { ...data, professionalId: actor.onBehalfOf ?? actor.personId })],
  }),

  ConfirmSchedule: command({
    takes: { meetingId: known('meeting'), itemId: id, itemKind, part: agendaPart, startsAt: instant },
    by: ['WK'],
    in: openPhases,
    notIn: (kase, data) => data.itemKind === 'discussion' && kase.phase !== 'preparation',
    refuses: {
      'consent-incomplete': (kase, context, data) => (data && data.itemKind !== 'discussion' ? [] : consentIncomplete(kase, context)),
    },
    requires: [
      {
        that: (kase, _, data) => data?.itemKind !== 'discussion' || kase.preparation.status === 'submitted',
        en: 'The preparation form has not been submitted.',
        nl: 'Het voorbereidingsformulier is niet ingediend.',
      },
      {
        that: (kase, _, data) => data?.itemKind !== 'evaluation' || kase.reviewOn !== undefined,
        en: 'No evaluation is planned for this child.',
        nl: 'Voor dit kind is geen evaluatie gepland.',
      },
    ],
    does: (kase, data) =>
      kase.scheduled?.itemId === data.itemId && kase.scheduled.startsAt === data.startsAt ? [] : [event('CaseScheduled', data)],
  }),

  PostponeDiscussion: command({
    takes: { reason: postponeReason, note: optional(text(500)), newMeetingId: optional(known('meeting')) },
    by: ['CH', 'CO', 'WK'],
    in: openPhases,
    refuses: {
      'already-concluded': (kase) =>
        kase.scheduled?.itemKind !== 'evaluation' &&
        (kase.phase === 'aftercare' || kase.phase === 'intervention' || (kase.phase === 'evaluation' && kase.evaluation !== undefined)),
    },
    requires: [
      {
        that: (kase) => kase.phase !== 'preparation' || kase.broughtIn !== undefined,
        en: 'There is nothing to postpone: the child has not been brought in.',
        nl: 'Er is niets om door te schuiven: het kind is niet ingebracht.',
      },
      { that: (_, context, data) => data?.newMeetingId === undefined || isAhead(context, data.newMeetingId), ...isOver },
    ],
    does: (kase, data, context): NewEvent[] => {
      const count = kase.postponements + 1;
      const reschedule = due('D09', context.on, kase, context);
      return [
        event('DiscussionPostponed', { ...data, count, rescheduleDueOn: reschedule.dueOn, calculations: [reschedule] }),
        ...(count === 2 ? [event('PostponementLimitReached', { count })] : []),
      ];
    },
  }),
};

const isAhead = (context: CaseContext, meetingId: string): boolean => {
  const state = meetingFacts(context, meetingId)?.state;
  return state !== 'closed' && state !== 'cancelled';
};
const noMore: readonly string[] = ['proposed', 'skipped', 'removed'];

/** Members are invited to every child on the agenda, guests to the items they are named for. */
function isInvited(kase: Case, context: CaseContext, meetingId: string): boolean {
  const items = meetingFacts(context, meetingId)?.items.filter((item) => item.caseId === kase.caseId && !noMore.includes(item.state)) ?? [];
  const own = ownParty(kase, context.actor)?.partyId;
  return context.roles.has('PR') ? items.length > 0 : items.some((item) => own !== undefined && item.guestIds.includes(own));
}

const isSame = (
  is: NonNullable<Case['broughtIn']>,
  asked: { part: string; introducerId: string; minutes: number; guests: readonly string[]; meetingId?: string },
): boolean =>
  is.part === asked.part &&
  is.introducerId === asked.introducerId &&
  is.minutes === asked.minutes &&
  is.meetingId === asked.meetingId &&
  is.guestIds.join() === asked.guests.join();

export const preparationFolds: Folds<Case, typeof vocabulary> = {
  PreparationSaved: (kase, { formVersion, filledFields }) => ({
    ...kase,
    preparation: { status: 'draft', formVersion, filled: filledFields },
  }),
  PreparationSubmitted: (kase) => ({ ...kase, preparation: { ...kase.preparation, status: 'submitted' } }),
  CaseBroughtIn: (kase, { part, introducerId, minutes, guestIds, meetingId }) => ({
    ...kase,
    rescheduleDueOn: undefined,
    broughtIn: { part, introducerId, minutes, guestIds, ...(meetingId !== undefined && { meetingId }) },
  }),
  BringInWithdrawn: (kase) => ({ ...kase, broughtIn: undefined, rescheduleDueOn: undefined }),
  IndividualPreparationRecorded: (kase, { meetingId, professionalId }) => ({
    ...kase,
    readings: [...kase.readings, { meetingId, personId: professionalId }],
  }),
  CaseScheduled: (kase, data) => ({ ...kase, scheduled: data, rescheduleDueOn: undefined }),
  DiscussionPostponed: (kase, { count, rescheduleDueOn, newMeetingId }) => ({
    ...kase,
    scheduled: undefined,
    broughtIn: kase.broughtIn && newMeetingId !== undefined ? { ...kase.broughtIn, meetingId: newMeetingId } : kase.broughtIn,
    phase: kase.phase === 'discussion' ? 'preparation' : kase.phase,
    discussion: kase.phase === 'discussion' ? undefined : kase.discussion,
    postponements: count,
    rescheduleDueOn,
  }),
  PostponementLimitReached: (kase) => kase,
};
