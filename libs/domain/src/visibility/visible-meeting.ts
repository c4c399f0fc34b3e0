import type { Role } from '../kernel/index.js';
import type { MeetingDocument, MeetingItem } from '../views/index.js';

/** How much somebody may see of a meeting (domain.md §7): everything, as a member the headings, as a guest the own item, or nothing. */
export type MeetingLevel = 'all' | 'member' | 'guest' | 'none';

export function meetingLevelOf(roles: ReadonlySet<Role>): MeetingLevel {
  if (roles.has('CO') || roles.has('CH') || roles.has('MT')) return 'all';
  if (roles.has('PR')) return 'member';
  return roles.has('EX') || roles.has('PA') || roles.has('CI') ? 'guest' : 'none';
}

export interface MeetingViewer {
  readonly level: MeetingLevel;
  /** Items that are the viewer's own: introduced, owned, or invited to. */
  readonly ownItems: ReadonlySet<string>;
  /** The parties as which the viewer was invited. */
  readonly ownParties: ReadonlySet<string>;
}

export const canSeeItem = ({ level, ownItems }: MeetingViewer, itemId: string): boolean => level === 'all' || ownItems.has(itemId);

const stateOf = ({ status, blockedBy }: MeetingItem): string => (status === 'accepted' && blockedBy.length > 0 ? 'blocked' : status);

/** An item as somebody may see it; one of somebody else comes without its case, and without who is invited. */
export function visibleItem(item: MeetingItem, startsAt: string, viewer: MeetingViewer): Readonly<Record<string, unknown>> {
  const { itemId, itemKind, part, slotNo, minutes, startedAt, endedAt, seconds, overrunSeconds } = item;
  const heading = {
    itemId,
    itemKind,
    part,
    ...(slotNo !== undefined && { slotNo }),
    minutes,
    startsAt,
    state: stateOf(item),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt, seconds, overrunSeconds }),
  };
  if (!canSeeItem(viewer, itemId)) return heading;
  const invitations = item.invitations.filter(({ partyId }) => viewer.level !== 'guest' || viewer.ownParties.has(partyId));
  return {
    ...heading,
    caseId: item.caseId,
    ...(viewer.level !== 'guest' && {
      acute: item.acute,
      blockedBy: item.blockedBy,
      ...(item.introducerId !== undefined && { introducerId: item.introducerId }),
      ...(item.substituteId !== undefined && { substituteId: item.substituteId }),
      ...(item.skippedFor !== undefined && { skippedFor: item.skippedFor }),
    }),
    invitations,
  };
}

interface Section {
  readonly section: string;
  readonly startsAt: string;
  readonly minutes: number;
  /** Minutes of the items that are planned in it, and minutes that those that are over took. */
  readonly planned?: number;
  readonly used?: number;
  readonly items: readonly unknown[];
  readonly steps?: MeetingDocument['agreement']['fixedSteps'];
}

const plusMinutes = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
const total = (steps: MeetingDocument['agreement']['fixedSteps']): number => steps.background + steps.reason + steps.goals + steps.actions;

/**
 * The sections of an agenda in their fixed order, with what somebody may see of each; an empty one has nothing to discuss. An ad hoc
 * meeting has no household and no fixed part. `startOf` says when an item comes.
 */
export function visibleSections(
  document: MeetingDocument,
  viewer: MeetingViewer,
  startOf: (item: MeetingItem) => string,
): readonly (Section & { readonly nothingToDiscuss: boolean })[] {
  const { agreement, startsAt } = document;
  const fixed = agreement.fixedSlots * total(agreement.fixedSteps);
  const at = (before: number): string => plusMinutes(startsAt, before);
  const spentIn = (part: MeetingItem['part']): Partial<Section> => {
    if (viewer.level === 'guest') return {};
    const items = document.items.filter((item) => item.part === part && item.status !== 'removed');
    return { planned: sum(items.map(({ minutes }) => minutes)), used: Math.round(sum(items.map(({ seconds = 0 }) => seconds)) / 60) };
  };
  const itemsOf = (part: MeetingItem['part']): readonly unknown[] =>
    document.items
      .filter((item) => item.part === part && item.status !== 'removed')
      .map((item) => ({ item, start: startOf(item) }))
      .toSorted((a, b) => (a.start < b.start ? -1 : 1))
      .map(({ item, start }) => visibleItem(item, start, viewer));
  const afterHousehold = agreement.checkIn + agreement.household;
  const sections: readonly Section[] = [
    { section: 'check_in', startsAt: at(0), minutes: agreement.checkIn, items: [] },
    {
      section: 'household',
      startsAt: at(agreement.checkIn),
      minutes: agreement.household,
      ...(viewer.level !== 'guest' && { planned: sum(document.household.map(({ minutes }) => minutes)) }),
      items: viewer.level === 'guest' ? [] : document.household,
    },
    {
      section: 'fixed',
      startsAt: at(afterHousehold),
      minutes: fixed,
      ...spentIn('fixed'),
      items: itemsOf('fixed'),
      steps: agreement.fixedSteps,
    },
    {
      section: 'variable',
      startsAt: at(afterHousehold + fixed),
      minutes: agreement.variable,
      ...spentIn('variable'),
      items: itemsOf('variable'),
      steps: agreement.variableSteps,
    },
    { section: 'check_out', startsAt: at(afterHousehold + fixed + agreement.variable), minutes: agreement.checkOut, items: [] },
  ];
  return sections
    .filter(({ section }) => document.kind !== 'ad_hoc' || (section !== 'household' && section !== 'fixed'))
    .map((each) => ({ ...each, nothingToDiscuss: each.items.length === 0 }));
}

/** What somebody may see of a meeting beside its sections; a guest sees neither who was there nor how it went. */
export function visibleMeeting(document: MeetingDocument, { level }: MeetingViewer): Readonly<Record<string, unknown>> {
  const { meetingId, teamId, state, kind, startsAt, durationMin, place, videoUrl, profile, roles, agendaVersion, onHoliday } = document;
  const shown = {
    meetingId,
    teamId,
    state,
    kind,
    startsAt,
    endsAt: plusMinutes(startsAt, durationMin),
    durationMin,
    ...(place && { place }),
    ...(videoUrl && { videoUrl }),
    profile,
    roles,
    agendaVersion,
    attendance: level === 'guest' ? [] : document.attendance,
  };
  if (level === 'guest') return shown;
  const { bringInUntil, agreement, openedAt, closedAt, checkIn, checkOut, totals, cancelledFor } = document;
  return {
    ...shown,
    onHoliday,
    bringInUntil,
    agreement,
    blockedItems: document.items.filter((item) => stateOf(item) === 'blocked').map(({ itemId }) => itemId),
    ...(openedAt !== undefined && { openedAt }),
    ...(closedAt !== undefined && { closedAt }),
    ...(checkIn && { checkIn }),
    ...(checkOut && { checkOut }),
    ...(totals && { totals }),
    ...(cancelledFor !== undefined && { cancelledFor }),
    ...(level === 'all' && { declined: document.declined, sent: document.sent }),
  };
}
