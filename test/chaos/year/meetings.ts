import { isOpenItem, startOf, stateOfItem } from '#domain/meeting/index.js';
import type { Item } from '#domain/meeting/index.js';
import type { Random } from '../../moving/random.js';
import type { Aftercare } from './aftercare.js';
import type { Book } from './book.js';
import { plusDays, schoolDayAfter, schoolDayFrom } from './calendar.js';
import type { Child } from './child.js';
import type { Ground } from './ground.js';
import { Talk } from './talk.js';
import { text, variable } from './words.js';

const minutesOfAcute = Object.values(variable).reduce((total, each) => total + each, 0);
const nextMeetingWithin = 21;
const slots = [1, 2, 3];
/** Others are evaluated by who support the child, so that new ones have a place. */
const reviewsAtTheTable = 1;

interface Placed {
  readonly child: Child;
  readonly itemId: string;
}
interface Planned {
  readonly meetingId: string;
  readonly on: string;
  readonly version: number;
  readonly items: Placed[];
}

/** What a team does around its meetings: the agenda, consents that are lost and given again, absences, what is skipped for want of time. */
export class Meetings {
  readonly all: Planned[] = [];
  /** Children whose parents answered: who waits for a place is found among them. */
  readonly #known = new Set<Child>();
  readonly #talk: Talk;
  fixedPartFull = 0;
  withdrawn = 0;
  absences = 0;

  constructor(
    private readonly ground: Ground,
    private readonly book: Book,
    private readonly random: Random,
    aftercare: Aftercare,
    prepare: (child: Child) => Promise<void>,
  ) {
    this.#talk = new Talk(ground, book, random, aftercare, prepare);
  }

  async planned(meetingId: string, on: string, version: number): Promise<void> {
    const meeting: Planned = { meetingId, on, version, items: [] };
    this.all.push(meeting);
    const { bringInUntil } = await this.ground.meeting(meetingId);
    this.ground.later(bringInUntil, '12:00', () => this.#makeAgenda(meeting, bringInUntil));
    this.ground.later(schoolDayFrom(plusDays(on, -7)), '11:00', () => this.#send(meeting));
    this.ground.later(schoolDayFrom(plusDays(on, -2)), '09:30', () => this.#hearChildren(meeting));
    this.ground.later(plusDays(on, -1), '14:00', () => this.#addUrgent(meeting));
    this.ground.later(on, '15:30', () => this.#hold(meeting));
  }

  /** Every parent gives consent, once more if need be; a case that was on hold for it goes on. */
  async consents(child: Child): Promise<void> {
    const { ground } = this;
    for (const partyId of child.parents) {
      const answer = { consentId: child.consentId, partyId, scopes: ['discuss_team'] };
      await ground.give('supportCase', 'femke', 'RecordConsent', child.caseId, { ...answer, method: 'portal', givenOn: ground.today });
    }
    if (child.isOnHold) await ground.give('supportCase', 'femke', 'ResumeCase', child.caseId, {});
    child.isOnHold = false;
    child.hasConsent = true;
    this.#known.add(child);
  }

  #waiting(isUrgent: boolean): readonly Child[] {
    return [...this.#known]
      .filter((child) => child.isUrgent === isUrgent && child.hasConsent && !child.isOnHold && !child.isPlaced)
      .filter((child) => this.book.phaseOf(child.name) === 'preparation')
      .sort((a, b) => Number(b.isBroughtIn) - Number(a.isBroughtIn));
  }

  async #makeAgenda(meeting: Planned, cutOff: string): Promise<void> {
    const reviews = [...this.#known].filter(
      ({ name, isPlaced, reviewOn }) =>
        !isPlaced &&
        this.book.phaseOf(name) === 'intervention' &&
        reviewOn !== undefined &&
        reviewOn <= plusDays(meeting.on, nextMeetingWithin),
    );
    for (const child of reviews.slice(reviewsAtTheTable)) await this.#talk.evaluates(child);
    const asked = [
      ...reviews.slice(0, reviewsAtTheTable).map((child) => ({ child, itemKind: 'evaluation' })),
      ...this.#waiting(false).map((child) => ({ child, itemKind: 'discussion' })),
    ];
    for (const [index, { child, itemKind }] of asked.slice(0, slots.length + 1).entries()) {
      if (itemKind === 'discussion') await this.#bringIn(child, 'fixed');
      const body = { slotNo: slots[index] ?? 1, caseId: child.caseId, itemKind };
      if (index === slots.length) {
        const code = await this.ground.refusal('caseMeeting', 'karin', 'ReserveFixedSlot', meeting.meetingId, body);
        if (code !== 'fixed-part-full') throw new Error(`A fourth child has a place in the fixed part: ${code}.`);
        this.fixedPartFull += 1;
        continue;
      }
      const { created } = await this.ground.give('caseMeeting', 'karin', 'ReserveFixedSlot', meeting.meetingId, body);
      this.#place(meeting, child, created['itemId']!);
      if (itemKind === 'discussion' && this.random.below(5) === 0) this.#losesConsent(child, meeting, cutOff);
    }
  }

  #place(meeting: Planned, child: Child, itemId: string): void {
    meeting.items.push({ child, itemId });
    child.isPlaced = true;
  }

  async #bringIn(child: Child, part: 'fixed' | 'variable'): Promise<void> {
    if (child.isBroughtIn) return;
    const body = { part, introducerId: 'joost', minutes: part === 'fixed' ? 20 : minutesOfAcute };
    await this.ground.give('supportCase', 'joost', 'BringIn', child.caseId, body);
    child.isBroughtIn = true;
  }

  /** Before the agenda is sent or just before the meeting; given again in time, later, or never. */
  #losesConsent(child: Child, { on }: Planned, cutOff: string): void {
    const { ground, random } = this;
    ground.later(random.of([schoolDayAfter(cutOff, 1), plusDays(on, -1)]), '13:00', async () => {
      if (this.book.phaseOf(child.name) !== 'preparation') return;
      const answer = { consentId: child.consentId, partyId: child.parents[0]!, scopes: ['discuss_team'], wantsErasure: false };
      await ground.give('supportCase', 'femke', 'WithdrawConsent', child.caseId, answer);
      this.withdrawn += 1;
      child.hasConsent = false;
      child.isOnHold = true;
      const again = random.of([on, schoolDayFrom(plusDays(on, 10)), undefined]);
      if (again !== undefined) ground.later(again, '09:00', () => this.consents(child));
    });
  }

  async #send({ meetingId, items }: Planned): Promise<void> {
    const { ground } = this;
    const code = await ground.refusal('caseMeeting', 'karin', 'SendAgenda', meetingId, {});
    if (code === 'item-blocked') {
      for (const item of (await ground.meeting(meetingId)).items.filter((each) => stateOfItem(each) === 'blocked')) {
        await ground.give('caseMeeting', 'karin', 'RemoveItem', meetingId, { itemId: item.itemId, reason: 'consent_missing' });
        items.find(({ itemId }) => itemId === item.itemId)!.child.isPlaced = false;
      }
      await ground.settle();
      await ground.give('caseMeeting', 'karin', 'SendAgenda', meetingId, {});
    } else if (code !== undefined) throw new Error(`The agenda was not sent: ${code}.`);
    await this.#invite(meetingId, items);
  }

  async #invite(meetingId: string, items: readonly Placed[]): Promise<void> {
    for (const item of (await this.ground.meeting(meetingId)).items.filter((each) => stateOfItem(each) === 'accepted')) {
      const { parents } = items.find(({ itemId }) => itemId === item.itemId)!.child;
      await this.ground.give('caseMeeting', 'karin', 'InviteToItem', meetingId, { itemId: item.itemId, partyIds: parents });
    }
  }

  async #hearChildren({ items }: Planned): Promise<void> {
    for (const { child } of items) if (child.isPlaced && this.book.phaseOf(child.name) === 'preparation') await this.#talk.hears(child);
  }

  async #addUrgent(meeting: Planned): Promise<void> {
    const { ground } = this;
    for (const child of this.#waiting(true)) {
      await this.#bringIn(child, 'variable');
      const asked = { itemId: crypto.randomUUID(), caseId: child.caseId, minutes: minutesOfAcute };
      const code = await ground.refusal('caseMeeting', 'karin', 'AddAcuteItem', meeting.meetingId, asked);
      if (code === undefined) this.#place(meeting, child, asked.itemId);
      else if (code !== 'variable-full') throw new Error(`An urgent child was not taken up: ${code}.`);
    }
    await ground.settle();
    await this.#invite(meeting.meetingId, meeting.items);
  }

  async #hold(meeting: Planned): Promise<void> {
    const { ground, random } = this;
    const { meetingId } = meeting;
    const planned = await ground.meeting(meetingId);
    const open = planned.items.filter(isOpenItem).toSorted((a, b) => (startOf(planned, a) < startOf(planned, b) ? -1 : 1));
    const isAway = random.below(8) === 0;
    const statuses = new Map<string, string>();
    for (const guest of new Set(open.flatMap(({ guestIds }) => guestIds)))
      statuses.set(guest, random.of(['present', 'present', 'present', 'online', 'excused', 'no_show']));
    this.absences += [...statuses.values()].filter((status) => status === 'excused' || status === 'no_show').length + Number(isAway);
    const members = ['femke', 'karin', 'bas', 'ilse'].map((personId) => ({ personId, status: 'present' }));
    const joost = { personId: 'joost', status: isAway ? 'excused' : 'present' };
    const guests = [...statuses].map(([personId, status]) => ({ personId, status }));
    await ground.give('caseMeeting', 'karin', 'OpenMeeting', meetingId, { attendance: [...members, joost, ...guests] });
    await ground.give('caseMeeting', 'karin', 'CompleteCheckIn', meetingId, { moods: [4, 3, 5], actionPointsReviewed: true });
    await ground.passes(600);
    for (const item of open) {
      const { child } = meeting.items.find(({ itemId }) => itemId === item.itemId)!;
      const reason = await this.#skipped(meeting, item, child, isAway, statuses, Date.parse(planned.startsAt) + 85 * 60_000);
      if (reason === undefined) await this.#talk.about(child, meetingId, item, meeting.version);
      else await ground.give('caseMeeting', 'karin', 'SkipItem', meetingId, { itemId: item.itemId, reason });
      child.isPlaced = false;
    }
    await ground.give('caseMeeting', 'karin', 'CompleteCheckOut', meetingId, { rating: 7, oneWord: text, observerFeedbackGiven: true });
    await ground.give('caseMeeting', 'karin', 'CloseMeeting', meetingId, {});
  }

  /** Why a child is not discussed today; a substitute may bring it in. */
  async #skipped(
    { meetingId }: Planned,
    item: Item,
    child: Child,
    isAway: boolean,
    statuses: ReadonlyMap<string, string>,
    end: number,
  ): Promise<string | undefined> {
    const { random, ground } = this;
    if (child.isOnHold || stateOfItem(item) === 'blocked') return 'consent_missing';
    if (Date.parse(ground.now) > end - 10 * 60_000) return 'time_ran_out';
    const phase = this.book.phaseOf(child.name);
    if (item.itemKind === 'evaluation') return phase === 'intervention' ? undefined : 'information_missing';
    if (phase !== 'preparation') return 'information_missing';
    if (item.guestIds.some((guest) => statuses.get(guest) === 'no_show') && random.below(2) === 0) return 'no_show';
    if (!isAway) return undefined;
    if (random.below(2) === 0) return 'introducer_absent';
    const role = { role: 'introducer', personId: 'femke', itemId: item.itemId };
    await ground.give('caseMeeting', 'karin', 'ReassignRole', meetingId, role);
    return undefined;
  }
}
