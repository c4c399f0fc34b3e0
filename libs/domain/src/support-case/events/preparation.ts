import { about, calculation, date, id, instant, int, list, oneOf, optional, ref, word } from '../../kernel/index.js';

export const formField = oneOf(
  'background',
  'strengths',
  'concerns',
  'priorSupport',
  'reason',
  'question',
  'wantedDisciplines',
  'childGoals',
  'parentView',
  'proposedActions',
);
export const agendaPart = oneOf('fixed', 'variable');
export const postponeReason = oneOf(
  'parent_absent',
  'child_absent',
  'introducer_absent',
  'key_person_absent',
  'no_show',
  'information_missing',
  'consent_missing',
  'time_ran_out',
  'meeting_cancelled',
);

export const itemKind = oneOf('discussion', 'evaluation', 'brief_update');

export const preparation = {
  PreparationSaved: {
    formVersion: int(1, 100000),
    formSchema: word(20),
    /** Every field that is filled after this save; the event holds the texts of this save only. */
    filledFields: list(formField),
    background: optional(about('case')),
    strengths: optional(about('case')),
    concerns: optional(about('case')),
    priorSupport: optional(about('case')),
    reason: optional(about('case')),
    question: optional(about('case')),
    wantedDisciplines: optional(list(about('case'))),
    childGoals: optional(about('case')),
    parentView: optional(about('case')),
    proposedActions: optional(about('case')),
  },
  PreparationSubmitted: { formVersion: int(1, 100000), formSchema: word(20), submittedOn: date },
  CaseBroughtIn: { meetingId: optional(id), part: agendaPart, introducerId: ref, minutes: int(5, 45), guestIds: list(id) },
  BringInWithdrawn: { reason: about('case') },
  /** Somebody who was invited has read the case before the meeting. */
  IndividualPreparationRecorded: { meetingId: id, professionalId: ref, readOn: date, contribution: optional(about('case')) },
  /** The child has an item on a meeting's agenda. */
  CaseScheduled: { meetingId: id, itemId: id, itemKind, part: agendaPart, startsAt: instant },
  DiscussionPostponed: {
    reason: postponeReason,
    count: int(1, 1000),
    newMeetingId: optional(id),
    rescheduleDueOn: date,
    note: optional(about('case')),
    calculations: list(calculation),
  },
  PostponementLimitReached: { count: int(1, 1000) },
};
