import type { Random } from '../../moving/random.js';
import type { Book } from './book.js';
import { plusDays, schoolDayAfter, schoolDayFrom } from './calendar.js';
import type { Child } from './child.js';
import type { Ground } from './ground.js';
import { about, text } from './words.js';

const body = { background: text, reason: text, goals: text, actions: text, agreements: text };

/** What follows a discussion: report, feedback to everybody it is owed, plan; some of it late, some of it never. */
export class Aftercare {
  constructor(
    private readonly ground: Ground,
    private readonly book: Book,
    private readonly random: Random,
  ) {}

  begins(child: Child, on: string, reviewOn: string): void {
    const { ground, random } = this;
    const addressees = [child.self, ...child.parents];
    this.book.owes(child.name, on, addressees);
    this.book.moves(child.name, 'aftercare', on);
    const after = (days: number, run: () => Promise<void>): void => ground.later(schoolDayAfter(on, days), '10:00', run);
    const reportAfter = random.of([1, 2, 2, 3, 3, 3, 5]);
    after(reportAfter, () => this.#report(child));
    for (const addressee of addressees) after(random.of([1, 2, 3, 4, 5, 5, 8]), () => this.#tell(child, addressee));
    const isAgreed = random.below(8) > 0;
    after(4, () => this.#plan(child, reviewOn, isAgreed));
    ground.later(schoolDayFrom(plusDays(on, 14)), '11:00', () => this.#act(child));
  }

  async #report(child: Child): Promise<void> {
    const reportId = (await this.ground.give('supportCase', 'bas', 'DraftReport', child.caseId, { body })).created['reportId'];
    await this.#gives(child, 'karin', 'FinaliseReport', { reportId, approvedById: 'karin' });
    this.book.reports(child.name, this.ground.today);
  }

  async #tell(child: Child, addresseeId: string): Promise<void> {
    const on = this.ground.today;
    const told = { addresseeId, channel: 'at_school', on, byId: 'joost', decisionsExplained: true, understood: 'yes' };
    await this.#gives(child, 'joost', 'RecordFeedbackGiven', { ...told, howChildViewWeighed: about(child) });
    this.book.tells(child.name, addresseeId, on);
  }

  /** Where a parent does not agree the plan is not adopted: the case stands in aftercare, for that reason. */
  async #plan(child: Child, reviewOn: string, isAgreed: boolean): Promise<void> {
    const parts = {
      descriptive: { promoting: text, hindering: about(child) },
      needs: text,
      goalIds: child.goals,
      actionIds: child.actions,
    };
    const plan = { ...parts, validFrom: this.ground.today, reviewOn };
    const planVersionId = (await this.ground.give('supportCase', 'joost', 'ProposePlan', child.caseId, plan)).created['planVersionId'];
    const on = schoolDayAfter(this.ground.today, 3);
    this.ground.later(on, '10:00', async () => {
      for (const partyId of child.parents) {
        const decision = isAgreed ? 'agreed' : 'refused';
        await this.#gives(child, 'femke', 'DecideActionPart', { planVersionId, partyId, decision, on, method: 'signed_form' });
      }
      const adopt = { planVersionId, on };
      if (isAgreed) await this.#gives(child, 'femke', 'AdoptPlan', adopt);
      else if ((await this.ground.refusal('supportCase', 'femke', 'AdoptPlan', child.caseId, adopt)) !== 'agreement-missing')
        throw new Error(`The plan of case ${child.caseId} was adopted without agreement.`);
    });
  }

  async #act(child: Child): Promise<void> {
    for (const actionId of child.openActions)
      await this.#gives(child, 'joost', 'UpdateAction', { actionId, change: 'complete', note: about(child) });
    child.openActions.clear();
  }

  /** Gives a command; the last part of aftercare is followed by the intervention. */
  async #gives(child: Child, by: string, command: string, of: object): Promise<void> {
    const { events } = await this.ground.give('supportCase', by, command, child.caseId, of);
    if (events.includes('InterventionStarted')) this.book.moves(child.name, 'intervention', this.ground.today);
  }
}
