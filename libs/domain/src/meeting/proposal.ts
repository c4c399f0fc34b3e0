import type { CaseFacts } from '../facts/index.js';
import type { Facts } from '../kernel/index.js';
import { mayBeDiscussed } from './agenda-rules.js';
import type { slotReason } from './events/index.js';
import type { Item, ItemKind, Meeting, Part } from './state.js';
import { beforeSession, budgetOf, freeSlots, isOpenItem, minutesOf, plannedIn, stateOfItem, takesPlace } from './state.js';

/** A child that may come up at a meeting, as the waiting list of its team has it. */
export interface Candidate {
  readonly caseId: string;
  readonly itemKind: 'discussion' | 'evaluation';
  /** The day since which it waits, or on which its evaluation falls due. */
  readonly since: string;
  readonly postponed: number;
  readonly part: Part;
}

/** When the proposal is made, and what of the team's other meetings it depends on. */
export interface Planning {
  readonly today: string;
  /** The day of the meeting after this one, or the one that stands in for it: reviews before it belong to this meeting. */
  readonly reviewsBefore: string;
  /** The open items of the team's other meetings, by case. */
  readonly elsewhere: ReadonlyMap<string, { readonly meetingId: string; readonly startsAt: string }>;
}

export interface Acceptance {
  readonly command: 'ReserveFixedSlot' | 'AcceptBringIn' | 'AddAcuteItem';
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Proposed extends Omit<Candidate, 'since' | 'itemKind'> {
  readonly itemKind: ItemKind;
  readonly reason: NonNullable<typeof slotReason.type>;
  readonly since?: string;
  /** Of what is on the agenda its own minutes, else those of the agreement, within what its part has left. */
  readonly minutes: number;
  readonly place: 'on_agenda' | 'proposed' | 'elsewhere' | 'none';
  readonly slotNo?: number;
  readonly item?: Item;
  readonly otherMeeting?: { readonly meetingId: string; readonly startsAt: string };
  /** Why it may not be discussed now: codes of the case. */
  readonly blockedBy: readonly string[];
  /** Why there is no place for it at this meeting. */
  readonly noPlaceFor?: 'fixed-part-full' | 'variable-full' | 'time-exceeded' | 'after-cutoff' | 'wrong-phase';
  /** The command with which the chair takes it over; for a child that is ready, or for whom a slot can be kept. */
  readonly accept?: Acceptance;
}

/** The order in which planning fills the fixed part (domain.md §4), then the variable part. */
const ranks: { readonly [reason in Proposed['reason']]: number } = { review_due: 0, postponed: 1, waiting: 2, other: 3, urgent: 4 };
const shortest = 5;

/** Codes that say why an item of this kind may not be discussed now; none when it may. */
export function blockersOf(facts: CaseFacts, kind: ItemKind): readonly string[] {
  if (mayBeDiscussed(facts, kind) && (kind !== 'discussion' || facts.isConsented)) return [];
  if (facts.phase === 'closed') return ['case-closed'];
  return [
    ...(facts.isOnHold ? ['on-hold'] : []),
    ...(kind === 'discussion' && facts.phase !== 'preparation' ? ['wrong-phase'] : []),
    ...(kind === 'discussion' && !facts.isConsented ? ['consent-incomplete'] : []),
    ...(kind === 'discussion' && facts.broughtIn === undefined ? ['not-brought-in'] : []),
    ...(kind === 'evaluation' && facts.reviewOn === undefined ? ['not-possible'] : []),
  ];
}

/** Whether a child comes up at this meeting at all. */
export const comesUp = (candidate: Candidate, planning: Planning): boolean => reasonOf(candidate, planning) !== undefined;

function reasonOf({ itemKind, since, postponed, part }: Candidate, { reviewsBefore }: Planning): Proposed['reason'] | undefined {
  if (itemKind === 'evaluation') return since < reviewsBefore ? 'review_due' : postponed > 0 ? 'postponed' : undefined;
  if (part === 'variable') return 'urgent';
  return postponed > 0 ? 'postponed' : 'waiting';
}

/**
 * The agenda as planning proposes it (domain.md §4): in the fixed part reviews that fall due before the next meeting, postponed children
 * and new ones by waiting time, for as long as there are slots; urgent children in the variable part. A slot is kept for a child that can
 * still be brought in before the cut-off; one on hold, and one that is too late, gets none and says why. What is on the agenda stays where
 * it is, and the minutes of a part never add up to more than it has. A child whose case is of another team is no candidate, and an ad hoc
 * meeting is for acute ones alone.
 */
export function proposedAgenda(meeting: Meeting, candidates: readonly Candidate[], facts: Facts, planning: Planning): readonly Proposed[] {
  const onAgenda = new Map(meeting.items.filter(takesPlace).map((item) => [item.caseId, item]));
  const known = new Set(candidates.map(({ caseId }) => caseId));
  const proposed = candidates.flatMap((candidate): Proposed[] => {
    const told = facts.get(`supportCase-${candidate.caseId}`) as CaseFacts | undefined;
    const item = onAgenda.get(candidate.caseId);
    const reason = reasonOf(candidate, planning) ?? (item ? 'other' : undefined);
    if (!told || told.teamId !== meeting.teamId || reason === undefined) return [];
    if (!item && meeting.kind === 'ad_hoc' && candidate.part === 'fixed') return [];
    const itemKind = item?.itemKind ?? candidate.itemKind;
    const otherMeeting = item ? undefined : planning.elsewhere.get(candidate.caseId);
    return [
      {
        ...candidate,
        ...(item && { item, part: item.part, ...(item.slotNo !== undefined && { slotNo: item.slotNo }) }),
        itemKind,
        reason,
        minutes: item?.minutes ?? 0,
        place: item ? 'on_agenda' : otherMeeting ? 'elsewhere' : 'none',
        ...(otherMeeting && { otherMeeting }),
        blockedBy: item && !isOpenItem(item) ? [] : blockersOf(told, itemKind),
      },
    ];
  });
  const besides = [...onAgenda.values()]
    .filter(({ caseId }) => !known.has(caseId))
    .map((item): Proposed => {
      const { caseId, itemKind, part, slotNo, minutes } = item;
      const told = facts.get(`supportCase-${caseId}`) as CaseFacts | undefined;
      return {
        caseId,
        itemKind,
        part,
        ...(slotNo !== undefined && { slotNo }),
        postponed: 0,
        reason: item.acute ? 'urgent' : 'other',
        minutes,
        place: 'on_agenda',
        item,
        blockedBy: told && isOpenItem(item) ? blockersOf(told, itemKind) : [],
      };
    });
  const places = new Places(meeting, planning);
  return [...proposed, ...besides].toSorted(inOrder).map((each) => places.give(each));
}

const inOrder = (a: Proposed, b: Proposed): number =>
  ranks[a.reason] - ranks[b.reason] || compare(a.since ?? '', b.since ?? '') || b.postponed - a.postponed || compare(a.caseId, b.caseId);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The places that a meeting has left, given away one by one. */
class Places {
  readonly #slots: number[];
  readonly #left: { [part in Part]: number };
  #acute: number;

  constructor(
    private readonly meeting: Meeting,
    private readonly planning: Planning,
  ) {
    this.#slots = [...freeSlots(meeting)];
    const left = (part: Part): number => budgetOf(meeting, part) - plannedIn(meeting, part);
    this.#left = { fixed: left('fixed'), variable: left('variable') };
    this.#acute = meeting.items.filter((item) => item.part === 'variable' && takesPlace(item)).length;
  }

  give(child: Proposed): Proposed {
    if (child.place === 'on_agenda') return this.#withAcceptance(child);
    if (child.place === 'elsewhere') return { ...child, minutes: this.#usual(child.part) };
    const usual = this.#usual(child.part);
    const noPlaceFor = this.#refused(child);
    if (noPlaceFor !== undefined || !this.#canBeReady(child)) return { ...child, minutes: usual, ...(noPlaceFor && { noPlaceFor }) };
    const minutes = Math.min(usual, this.#left[child.part]);
    this.#left[child.part] -= minutes;
    if (child.part === 'variable') {
      this.#acute += 1;
      return this.#withAcceptance({ ...child, minutes, place: 'proposed' });
    }
    return this.#withAcceptance({ ...child, minutes, place: 'proposed', slotNo: this.#slots.shift()! });
  }

  #usual(part: Part): number {
    const { fixedSteps, variableSteps } = this.meeting.agreement;
    return minutesOf(part === 'fixed' ? fixedSteps : variableSteps);
  }

  #isBefore(): boolean {
    return (beforeSession as readonly string[]).includes(this.meeting.state);
  }

  #canBeReady({ blockedBy }: Proposed): boolean {
    return blockedBy.every((code) => code === 'consent-incomplete' || code === 'not-brought-in');
  }

  #refused({ part, blockedBy }: Proposed): Proposed['noPlaceFor'] {
    if (part === 'variable') {
      if (!this.#isBefore() && this.meeting.state !== 'in_session') return 'wrong-phase';
      return this.#acute >= this.meeting.agreement.maxAcute || this.#left.variable < shortest ? 'variable-full' : undefined;
    }
    if (!this.#isBefore()) return 'wrong-phase';
    if (blockedBy.includes('not-brought-in') && this.planning.today > this.meeting.bringInUntil) return 'after-cutoff';
    if (this.#slots.length === 0) return 'fixed-part-full';
    return this.#left.fixed < this.#usual('fixed') ? 'time-exceeded' : undefined;
  }

  #withAcceptance(child: Proposed): Proposed {
    const accept = this.#acceptanceOf(child);
    return accept ? { ...child, accept } : child;
  }

  #acceptanceOf({ caseId, itemKind, reason, part, slotNo, minutes, item, blockedBy }: Proposed): Acceptance | undefined {
    const isReady = blockedBy.length === 0;
    if (item) {
      const isKept = stateOfItem(item) === 'proposed' && isReady && this.#isBefore();
      return isKept ? { command: 'AcceptBringIn', body: { caseId, part, itemKind, minutes } } : undefined;
    }
    if (part === 'fixed') return { command: 'ReserveFixedSlot', body: { slotNo, caseId, itemKind, reason } };
    if (!isReady) return undefined;
    return this.#isBefore()
      ? { command: 'AcceptBringIn', body: { caseId, part, itemKind, minutes } }
      : { command: 'AddAcuteItem', body: { caseId, minutes } };
  }
}
