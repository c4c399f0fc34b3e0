import type { Item } from '#domain/meeting/index.js';
import type { Random } from '../../moving/random.js';
import type { Aftercare } from './aftercare.js';
import type { Book } from './book.js';
import { plusDays, schoolDayAfter, schoolDayFrom } from './calendar.js';
import type { Child } from './child.js';
import type { Ground } from './ground.js';
import { about, fixedIn, gas, text, variable } from './words.js';

const steps = ['background', 'reason', 'goals', 'actions'] as const;
const mostGoals = 5;

/** What is said at the table of one child: a discussion in four steps, or an evaluation. */
export class Talk {
  constructor(
    private readonly ground: Ground,
    private readonly book: Book,
    private readonly random: Random,
    private readonly aftercare: Aftercare,
    private readonly prepare: (child: Child) => Promise<void>,
  ) {}

  async about(child: Child, meetingId: string, item: Item, version: number): Promise<void> {
    const { ground } = this;
    const { itemId } = item;
    await ground.give('caseMeeting', 'karin', 'StartItem', meetingId, { itemId, at: ground.now });
    if (item.itemKind === 'evaluation') await this.evaluates(child);
    else await this.#discusses(child, item.part === 'variable' ? variable : fixedIn(version));
    await ground.give('caseMeeting', 'karin', 'EndItem', meetingId, { itemId, at: ground.now });
  }

  /** The child's view of this cycle, or why there is none. */
  async hears(child: Child): Promise<void> {
    if (child.view !== undefined) return;
    child.view = this.random.below(8) === 0 ? 'declined' : 'heard';
    await this.#view(child);
  }

  async #view(child: Child): Promise<string> {
    const said = child.view === 'declined' ? { how: 'declined', reasonIfNone: text } : { how: 'child_form', words: about(child) };
    const body = { ...said, chosenByChild: true, on: this.ground.today, byId: 'joost', confidential: false };
    return (await this.ground.give('supportCase', 'joost', 'RecordChildView', child.caseId, body)).created['viewId']!;
  }

  async #discusses(child: Child, planned: typeof variable): Promise<void> {
    const { ground, random, book } = this;
    const give = (by: string, command: string, body: object) => ground.give('supportCase', by, command, child.caseId, body);
    book.moves(child.name, 'discussion', ground.today);
    await this.hears(child);
    const taken: { step: string; seconds: number; planned: number }[] = [];
    for (const step of steps) {
      const startedAt = ground.now;
      const seconds = Math.max(60, planned[step] * 60 - 120 + random.below(260));
      await ground.passes(seconds);
      await give('bas', 'RecordStep', { step, notes: about(child), startedAt, endedAt: ground.now });
      taken.push({ step, seconds, planned: planned[step] * 60 });
    }
    const today = ground.today;
    const voices = Array.from({ length: Math.min(1 + random.below(2), mostGoals - child.goals.length) }, () =>
      random.of(['child', 'child', 'parent', 'professional']),
    );
    for (const voice of voices) {
      const goal = { statement: about(child), voice, domain: 'learning', baseline: text, gas, measuredBy: text, priority: 1 };
      child.goals.push((await give('bas', 'AgreeGoal', { ...goal, targetOn: plusDays(today, 60) })).created['goalId']!);
      book.agrees(child.name, voice);
    }
    const action = { description: about(child), responsibleId: 'joost', dueOn: schoolDayFrom(plusDays(today, 21)), kind: 'home' };
    const actionId = (await give('bas', 'AgreeAction', action)).created['actionId']!;
    child.actions.push(actionId);
    child.openActions.add(actionId);
    const outcome = random.below(9) === 0 ? 'more_information' : 'plan_change';
    const reviewOn = schoolDayFrom(plusDays(today, random.of([42, 56, 70])));
    const feedback = outcome === 'plan_change' ? [child.self, ...child.parents].map((addresseeId) => ({ addresseeId, byId: 'joost' })) : [];
    const said = { outcome, summary: about(child), reviewOn, feedback, noPersonalGoalReason: text };
    await give('karin', 'ConcludeDiscussion', said);
    book.discusses(child.name, child.view === 'heard', taken);
    child.isBroughtIn = false;
    if (outcome === 'plan_change') {
      child.reviewOn = reviewOn;
      this.aftercare.begins(child, today, reviewOn);
    } else book.moves(child.name, 'preparation', today);
  }

  /** How the goals stand, and whether support goes on. */
  async evaluates(child: Child): Promise<void> {
    const { ground, random, book } = this;
    const give = (command: string, body: object) => ground.give('supportCase', 'femke', command, child.caseId, body);
    await ground.passes(720);
    const today = ground.today;
    await give('StartEvaluation', { trigger: 'review_date' });
    book.moves(child.name, 'evaluation', today);
    child.view = 'heard';
    const childView = await this.#view(child);
    const perGoal = child.goals.map((goalId) => ({ goalId, score: random.below(6) - 3, comment: about(child) }));
    const wanted = random.of(['end', 'end', 'extend', 'adjust'] as const);
    const conclusion = wanted === 'extend' && child.extensions >= 2 ? 'end' : wanted;
    const reviewOn = schoolDayFrom(plusDays(today, 56));
    const views = { parentView: about(child), teamView: text };
    await give('RecordEvaluation', { perGoal, childView, ...views, conclusion, ...(conclusion === 'extend' && { reviewOn }) });
    for (const { score } of perGoal) book.scores(child.name, score);
    child.reviewOn = conclusion === 'extend' ? reviewOn : undefined;
    if (conclusion === 'extend') {
      child.extensions += 1;
      book.moves(child.name, 'intervention', today);
    } else if (conclusion === 'adjust') ground.later(schoolDayAfter(today, 2), '09:00', () => this.#goesOn(child));
    else ground.later(schoolDayAfter(today, 5), '09:00', () => this.#closes(child));
  }

  async #goesOn(child: Child): Promise<void> {
    const carried = { carryGoalIds: child.goals, carryActionIds: [] };
    const body = { trigger: 'evaluation', reason: about(child), ...carried };
    await this.ground.give('supportCase', 'femke', 'StartNewCycle', child.caseId, body);
    this.book.moves(child.name, 'preparation', this.ground.today);
    child.view = undefined;
    child.extensions = 0;
    await this.prepare(child);
  }

  async #closes(child: Child): Promise<void> {
    const on = this.ground.today;
    const informed = [child.self, ...child.parents].map((partyId) => ({ partyId, on }));
    const body = { reason: 'goals_achieved', summary: about(child), informed, handedOverActions: [...child.openActions] };
    await this.ground.give('supportCase', 'femke', 'CloseCase', child.caseId, { ...body, retentionClass: 'education_2y' });
    this.book.moves(child.name, 'closed', on);
  }
}
