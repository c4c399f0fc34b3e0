import type { Folds, NewEvent, Sealed } from '../kernel/index.js';
import { clearable, id, int, known, list, optional, ref, text } from '../kernel/index.js';
import { command } from './command.js';
import { consentIncomplete } from './consent.js';
import { event } from './events/index.js';
import type { preparation as vocabulary } from './events/preparation.js';
import { agendaPart, formField, postponeReason } from './events/preparation.js';
import type { Case, FormField } from './state.js';
import { openPhases } from './state.js';
import { due } from './terms.js';

const formSchema = '1';
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
      meetingId: optional(id),
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
    },
    requires: [
      {
        that: (kase, _, data) => !kase.broughtIn || (data !== undefined && isSame(kase.broughtIn, data)),
        en: 'The child has been brought in already: withdraw that first.',
        nl: 'Het kind is al ingebracht: trek die inbreng eerst in.',
      },
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

  PostponeDiscussion: command({
    takes: { reason: postponeReason, note: optional(text(500)), newMeetingId: optional(id) },
    by: ['CH', 'CO', 'WK'],
    in: openPhases,
    refuses: {
      'already-concluded': (kase) =>
        kase.phase === 'aftercare' || kase.phase === 'intervention' || (kase.phase === 'evaluation' && kase.evaluation !== undefined),
    },
    requires: [
      {
        that: (kase) => kase.phase !== 'preparation' || kase.broughtIn !== undefined,
        en: 'There is nothing to postpone: the child has not been brought in.',
        nl: 'Er is niets om door te schuiven: het kind is niet ingebracht.',
      },
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
  DiscussionPostponed: (kase, { count, rescheduleDueOn }) => ({
    ...kase,
    phase: kase.phase === 'discussion' ? 'preparation' : kase.phase,
    discussion: kase.phase === 'discussion' ? undefined : kase.discussion,
    postponements: count,
    rescheduleDueOn,
  }),
  PostponementLimitReached: (kase) => kase,
};
