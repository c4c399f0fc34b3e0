import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import type { Explained } from '../fragments/part.js';
import { partOf } from '../fragments/part.js';

type Saved = CaseData<'PreparationSaved'>;
type FormField = Saved['filledFields'][number];
export type FormTexts = { readonly [name in FormField]?: Sealed | readonly Sealed[] };

export interface DetailPreparation {
  readonly cycleNo: number;
  readonly status: 'none' | 'draft' | 'submitted';
  readonly formVersion: number;
  readonly formSchema?: string;
  readonly submittedOn?: string;
  /** The newest text of each field that is filled. */
  readonly fields: FormTexts;
}
export interface DetailBringIn extends CaseData<'CaseBroughtIn'> {
  readonly broughtInOn: string;
}
export interface DetailPostponement {
  readonly on: string;
  readonly reason: CaseData<'DiscussionPostponed'>['reason'];
  readonly newMeetingId?: string;
  readonly rescheduleDueOn: string;
  readonly note?: Sealed;
  readonly calculations: readonly Explained[];
}

export interface DetailIndividualPreparation extends CaseData<'IndividualPreparationRecorded'> {
  readonly cycleNo: number;
}

/** How the discussion is prepared. */
export interface Preparing {
  readonly preparation: DetailPreparation;
  readonly earlierPreparations: readonly DetailPreparation[];
  readonly broughtIn?: DetailBringIn;
  /** The item on a meeting's agenda, while there is one. */
  readonly scheduled?: CaseData<'CaseScheduled'>;
  /** Who has read the case beforehand, and what they want to bring; one a person and meeting. */
  readonly individualPreparations?: readonly DetailIndividualPreparation[];
  /** How often the coming discussion was postponed. */
  readonly postponed: number;
  readonly postponements: readonly DetailPostponement[];
  /** The day by which a postponed discussion has a new date. */
  readonly rescheduleDueOn?: string;
}

const noForm = (cycleNo: number): DetailPreparation => ({ cycleNo, status: 'none', formVersion: 0, fields: {} });
export const noPreparing: Preparing = { preparation: noForm(0), earlierPreparations: [], postponed: 0, postponements: [] };

/** Texts of this save over those before it; a field that is not filled any more was cleared. */
function merged(before: FormTexts, saved: Saved): FormTexts {
  const texts: { [name in FormField]?: Sealed | readonly Sealed[] } = {};
  for (const name of saved.filledFields) {
    const text = saved[name] ?? before[name];
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}

export const preparing = partOf<Preparing>()({
  CycleStarted: (state, { cycleNo }) => ({
    ...state,
    preparation: noForm(cycleNo),
    earlierPreparations: state.preparation.formVersion > 0 ? [...state.earlierPreparations, state.preparation] : state.earlierPreparations,
    broughtIn: undefined,
    scheduled: undefined,
    postponed: 0,
    rescheduleDueOn: undefined,
  }),
  PreparationSaved: (state, data) => ({
    ...state,
    preparation: {
      cycleNo: state.preparation.cycleNo,
      status: 'draft',
      formVersion: data.formVersion,
      formSchema: data.formSchema,
      fields: merged(state.preparation.fields, data),
    },
  }),
  PreparationSubmitted: (state, { submittedOn, formSchema }) => ({
    ...state,
    preparation: { ...state.preparation, status: 'submitted', submittedOn, formSchema },
  }),
  CaseBroughtIn: (state, data, { occurredAt }) => ({
    ...state,
    broughtIn: { ...data, broughtInOn: amsterdamDate(occurredAt) },
    rescheduleDueOn: undefined,
  }),
  BringInWithdrawn: (state) => ({ ...state, broughtIn: undefined, rescheduleDueOn: undefined }),
  IndividualPreparationRecorded: (state, data) => ({
    ...state,
    individualPreparations: [
      ...(state.individualPreparations ?? []).filter(
        (each) => each.professionalId !== data.professionalId || each.meetingId !== data.meetingId,
      ),
      { ...data, cycleNo: state.preparation.cycleNo },
    ],
  }),
  CaseScheduled: (state, data) => ({ ...state, scheduled: data, rescheduleDueOn: undefined }),
  DiscussionPostponed: (state, { count, reason, newMeetingId, rescheduleDueOn, note, calculations }, { occurredAt }) => ({
    ...state,
    scheduled: undefined,
    postponed: count,
    rescheduleDueOn,
    postponements: [
      ...state.postponements,
      {
        on: amsterdamDate(occurredAt),
        reason,
        ...(newMeetingId !== undefined && { newMeetingId }),
        rescheduleDueOn,
        ...(note && { note }),
        calculations,
      },
    ],
  }),
  DiscussionStarted: (state) => ({ ...state, rescheduleDueOn: undefined }),
  DiscussionConcluded: (state, { outcome }) => ({
    ...state,
    scheduled: undefined,
    postponed: 0,
    broughtIn: outcome === 'more_information' ? undefined : state.broughtIn,
  }),
  EvaluationRecorded: (state) => ({ ...state, scheduled: undefined, rescheduleDueOn: undefined }),
  CaseResumed: (state, { restamped }) => ({
    ...state,
    rescheduleDueOn: restamped.findLast(({ rule }) => rule === 'D09')?.to ?? state.rescheduleDueOn,
  }),
});
