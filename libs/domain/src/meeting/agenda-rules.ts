import type { CaseFacts } from '../facts/index.js';
import type { NewEvent, Sentence } from '../kernel/index.js';
import type { MeetingContext } from './command.js';
import { caseFacts } from './command.js';
import type { skipReason } from './events/index.js';
import { meetingEvent } from './events/index.js';
import type { Item, ItemKind, Meeting, Part } from './state.js';
import { budgetOf, isScheduled, itemOf, minutesOf, openItemOf, plannedIn, startOf, takesPlace } from './state.js';

export const inOtherTeam = (meeting: Meeting, context: MeetingContext, caseId: string | undefined): boolean => {
  const facts = caseId === undefined ? undefined : caseFacts(context, caseId);
  return facts !== undefined && facts.teamId !== meeting.teamId;
};

/** Whether a child may be put on the agenda now: the case says so, read at this moment. */
export const mayBeDiscussed = (facts: CaseFacts, kind: ItemKind): boolean =>
  kind === 'discussion'
    ? facts.broughtIn !== undefined && facts.isConsented && !facts.isOnHold && facts.phase === 'preparation'
    : facts.phase !== 'closed' && !facts.isOnHold && (kind === 'brief_update' || facts.reviewOn !== undefined);

export type OnCase = { readonly caseId: string; readonly itemKind?: ItemKind };
export const about = (that: (facts: CaseFacts, data: OnCase) => boolean, sentence: Sentence) => ({
  that: (_: Meeting, context: MeetingContext, data: OnCase | undefined): boolean => {
    const facts = data && caseFacts(context, data.caseId);
    return !data || !facts || that(facts, data);
  },
  ...sentence,
});
export const kindOf = ({ itemKind: kind = 'discussion' }: OnCase): ItemKind => kind;
export const isDiscussion = (data: OnCase): boolean => kindOf(data) === 'discussion';

/** What the case must say before its item is on the agenda (preconditions without a code in domain.md §4). */
export const caseIsReady = [
  about((facts) => facts.phase !== 'closed', { en: 'The case is closed.', nl: 'De casus is gesloten.' }),
  about((facts) => !facts.isOnHold, { en: 'The case is on hold.', nl: 'De casus is opgeschort.' }),
  about((facts, data) => !isDiscussion(data) || facts.broughtIn !== undefined, {
    en: 'The child has not been brought in: bring it in first.',
    nl: 'Het kind is niet ingebracht: breng het eerst in.',
  }),
  about((facts, data) => !isDiscussion(data) || facts.phase === 'preparation', {
    en: 'The discussion of this child has begun or is over.',
    nl: 'De bespreking van dit kind is al begonnen of voorbij.',
  }),
  about((facts, data) => kindOf(data) !== 'evaluation' || facts.reviewOn !== undefined, {
    en: 'No evaluation is planned for this child.',
    nl: 'Voor dit kind is geen evaluatie gepland.',
  }),
];
export const isConsented = about((facts, data) => !isDiscussion(data) || facts.isConsented, {
  en: 'Not everybody has given consent to the discussion.',
  nl: 'Niet iedereen heeft toestemming gegeven voor de bespreking.',
});
export const isUrgentInVariable = (facts: CaseFacts, data: { readonly part: Part }): boolean => data.part !== 'variable' || facts.isUrgent;

export const isDuplicate = (meeting: Meeting, caseId: string): boolean => openItemOf(meeting, caseId) !== undefined;
export const acuteItems = (meeting: Meeting): number => meeting.items.filter((item) => item.part === 'variable' && takesPlace(item)).length;
export const fixedMinutes = (meeting: Meeting): number => minutesOf(meeting.agreement.fixedSteps);
/** Whether minutes more, beside what an item has already, are more than its part has. */
export const exceeds = (meeting: Meeting, where: 'household' | Part, minutes: number, has = 0): boolean =>
  plannedIn(meeting, where) - has + minutes > budgetOf(meeting, where);

/** An item that is not on the agenda of the case yet: a reserved slot, or none. */
export const reserved = (meeting: Meeting, caseId: string): Item | undefined => {
  const item = openItemOf(meeting, caseId);
  return item?.status === 'proposed' ? item : undefined;
};
export const accepted = (meeting: Meeting, caseId: string): Item | undefined => {
  const item = openItemOf(meeting, caseId);
  return item && isScheduled(item) ? item : undefined;
};

export interface Added {
  readonly itemId: string;
  readonly caseId: string;
  readonly part: Part;
  readonly slotNo?: number;
  readonly itemKind: ItemKind;
  readonly minutes: number;
  readonly acute: boolean;
  readonly takenFromItemId?: string;
}
export const added = (meeting: Meeting, item: Added, context: MeetingContext): NewEvent => {
  const introducerId = caseFacts(context, item.caseId)?.broughtIn?.introducerId ?? caseFacts(context, item.caseId)?.caseOwnerId;
  return meetingEvent('AgendaItemAdded', {
    ...item,
    startsAt: startOf(meeting, item),
    ...(introducerId !== undefined && { introducerId }),
  });
};

export const onlyHere: Sentence = {
  en: 'The child is on this agenda already.',
  nl: 'Het kind staat al op deze agenda.',
};
export const slotTaken: Sentence = { en: 'This slot is taken: choose a free one.', nl: 'Deze plek is bezet: kies een vrije.' };
export const isReplaceable = (meeting: Meeting, itemId: string): boolean => {
  const item = itemOf(meeting, itemId);
  return item !== undefined && (item.status === 'accepted' || item.status === 'proposed');
};
export const notReplaceable: Sentence = {
  en: 'Only an item that has not begun can leave the agenda.',
  nl: 'Alleen een agendapunt dat niet is begonnen kan van de agenda.',
};

export function removed(item: Item, reason: (typeof skipReason)['type'], replacedByCaseId?: string): NewEvent {
  const { itemId, caseId, itemKind: kind, slotNo } = item;
  return item.status === 'proposed'
    ? meetingEvent('FixedSlotReleased', { itemId, caseId, slotNo: slotNo! })
    : meetingEvent('AgendaItemRemoved', {
        itemId,
        caseId,
        itemKind: kind,
        reason: reason!,
        ...(replacedByCaseId !== undefined && { replacedByCaseId }),
      });
}
