import type { Alarm, DeadlineStamp, Recipient, Told } from '../deadlines/index.js';
import type { CaseFacts } from '../facts/index.js';
import type { Team } from '../team/state.js';
import { memberOn, membersOn } from '../team/state.js';
import type { Item, Meeting } from './state.js';
import { isOpenItem, openItemOf } from './state.js';

type Subject = DeadlineStamp['subject'];
/** What a case tells, by caseId. */
export type FactsOf = (caseId: string) => CaseFacts | undefined;

/** Open items that may be discussed: what is missing for a blocked one waits until it is free again. */
const isAwaited = (item: Item): boolean => isOpenItem(item) && item.blockedBy.length === 0;

/** The case that a deadline of a meeting is about: that of its item, or the one of whose item somebody is a guest (D05). */
export const caseOfSubject = ({ type, id }: Subject, meeting: Meeting): string | undefined =>
  type === 'case' ? id : type === 'addressee' ? meeting.items.find(({ guestIds }) => guestIds.includes(id))?.caseId : undefined;

/** Professionals of the team, who are asked to prepare, that have not done so for every child that is to be discussed (D07). */
export function unreadOf(meeting: Meeting, team: Team, on: string, factsOf: FactsOf): readonly string[] {
  const cases = meeting.items
    .filter((item) => isAwaited(item) && item.itemKind === 'discussion')
    .flatMap(({ caseId }) => factsOf(caseId) ?? []);
  const hasRead = (personId: string, { readings }: CaseFacts): boolean =>
    readings.some((each) => each.meetingId === meeting.meetingId && each.personId === personId);
  return membersOn(team, on)
    .filter(({ roles }) => roles.includes('professional'))
    .map(({ personId }) => personId)
    .filter((personId) => cases.some((kase) => !hasRead(personId, kase)));
}

/** The case's own coordinator while it is a member; without a case, or when it left, those of the team. */
function coordinatorsOf(kase: CaseFacts | undefined, team: Team, on: string): readonly string[] {
  const own = kase?.coordinatorId;
  return own !== undefined && memberOn(team, own, on)
    ? [own]
    : membersOn(team, on)
        .filter(({ roles }) => roles.includes('coordinator'))
        .map(({ personId }) => personId);
}

const some = (...people: readonly (string | undefined)[]): readonly string[] => people.filter((each) => each !== undefined);

/**
 * Who is told at a step of a meeting's deadline, each once; the chair is the one of this meeting. A role of the case that nobody holds: the
 * coordinator is told instead (domain.md §5).
 */
export function meetingRecipients(
  steps: readonly Recipient[],
  subject: Subject,
  meeting: Meeting,
  team: Team,
  on: string,
  factsOf: FactsOf,
): readonly Told[] {
  const caseId = caseOfSubject(subject, meeting);
  const kase = caseId === undefined ? undefined : factsOf(caseId);
  const peopleOf = (to: Recipient): readonly string[] => {
    switch (to) {
      case 'members':
        return membersOn(team, on).map(({ personId }) => personId);
      case 'unread':
        return unreadOf(meeting, team, on, factsOf);
      case 'CO':
        return coordinatorsOf(kase, team, on);
      case 'CH':
        return [meeting.chairId];
      case 'co-chair':
        return some(meeting.coChairId);
      case 'MT':
        return some(meeting.minuteTakerId);
      case 'LD':
        return membersOn(team, on)
          .filter(({ roles }) => roles.includes('lead'))
          .map(({ personId }) => personId);
      case 'OW':
        return some(kase?.caseOwnerId);
      case 'IN':
        return some(kase?.broughtIn?.introducerId ?? kase?.caseOwnerId);
      case 'guest':
        return some(subject.type === 'addressee' && kase?.parties.some(({ partyId }) => partyId === subject.id) ? subject.id : undefined);
      default:
        return [];
    }
  };
  const personOf = (reference: string): string => kase?.parties.find(({ partyId }) => partyId === reference)?.personId ?? reference;
  const told = new Map<string, Told>();
  const tell = (reference: string, as: Recipient): void => {
    const recipientId = personOf(reference);
    if (!told.has(recipientId)) told.set(recipientId, { recipientId, as });
  };
  for (const to of steps) {
    const people = peopleOf(to);
    for (const reference of people) tell(reference, to);
    const isUnheld = people.length === 0 && to !== 'unread' && to !== 'guest';
    if (isUnheld) for (const coordinator of coordinatorsOf(kase, team, on)) tell(coordinator, 'CO');
  }
  return [...told.values()];
}

/**
 * Whether a step is still needed by what the cases say now: the form or the view came (D03, D06), everybody prepared (D07), nobody needs
 * an interpreter (the coordinator's step of D08), or the item is blocked or gone.
 */
export function isStillNeeded(
  { rule, subject }: Pick<DeadlineStamp, 'rule' | 'subject'>,
  { to }: Pick<Alarm, 'to'>,
  meeting: Meeting,
  team: Team,
  on: string,
  factsOf: FactsOf,
): boolean {
  const caseId = caseOfSubject(subject, meeting);
  const item = caseId === undefined ? undefined : openItemOf(meeting, caseId);
  const kase = caseId === undefined ? undefined : factsOf(caseId);
  switch (rule) {
    case 'D03':
      return item !== undefined && isAwaited(item) && kase?.hasForm !== true;
    case 'D05':
      return item !== undefined && isAwaited(item);
    case 'D06':
      return item !== undefined && isAwaited(item) && kase?.hasChildView !== true;
    case 'D07':
      return unreadOf(meeting, team, on, factsOf).length > 0;
    case 'D08':
      return to.some((each) => each !== 'CO') || meeting.items.some((each) => isOpenItem(each) && factsOf(each.caseId)?.needsInterpreter);
    default:
      return true;
  }
}
