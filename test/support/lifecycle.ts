import type { TestApi } from './api.js';
import type { World } from './everybody.js';

const gas = { '-2': 'nooit', '-1': 'soms', '0': 'vaak', '1': 'meestal', '2': 'altijd' };
const text = 'Korte, gewone tekst.';
const body = { background: text, reason: text, goals: text, actions: text, agreements: text };

/** Carries a case, as the member with every role, from where it is to the start of a phase. */
export class Lifecycle {
  goalId = '';
  actionId = '';
  reportId = '';
  planVersionId = '';

  constructor(
    private readonly api: TestApi,
    readonly world: World,
    /** The Amsterdam date of the service. */
    private readonly today: string,
  ) {}

  async give(command: string, data: unknown): Promise<Record<string, string>> {
    const response = await this.api.post(`/v1/cases/${this.world.caseId}/${command}`, data, this.world.all);
    if (response.status !== 200) throw new Error(`${command}: ${JSON.stringify(response.body)}`);
    return response.body.created as Record<string, string>;
  }

  async toBroughtIn(): Promise<void> {
    const { mother, child } = this.world;
    const { consentId } = await this.give('request-consent', { scopes: ['discuss_team'], purpose: text, askedOf: [mother] });
    await this.give('record-consent', { consentId, partyId: mother, scopes: ['discuss_team'], method: 'portal', givenOn: this.today });
    await this.give('save-preparation', { background: text, question: text });
    await this.give('submit-preparation', { formVersion: 1 });
    await this.give('bring-in', { part: 'fixed', introducerId: 'alles', minutes: 20 });
    await this.give('record-child-view', {
      how: 'conversation',
      chosenByChild: true,
      on: this.today,
      byId: child,
      words: text,
      confidential: false,
    });
  }

  async toDiscussion(): Promise<void> {
    await this.give('start-discussion', { presentPartyIds: [this.world.mother], absent: [] });
  }

  /** `more` is said of the conclusion. */
  async toAftercare(more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { mother, child } = this.world;
    for (const step of ['background', 'reason', 'goals', 'actions'])
      await this.give('record-step', { step, notes: text, startedAt: `${this.today}T10:00:00Z`, endedAt: `${this.today}T10:05:00Z` });
    const target = `${Number(this.today.slice(0, 4)) + 1}-02-01`;
    this.goalId = (
      await this.give('agree-goal', {
        statement: text,
        voice: 'child',
        domain: 'learning',
        baseline: text,
        gas,
        measuredBy: text,
        targetOn: target,
        priority: 1,
      })
    )['goalId']!;
    this.actionId = (
      await this.give('agree-action', { description: text, responsibleId: 'joost', dueOn: this.today, kind: 'home', goalId: this.goalId })
    )['actionId']!;
    await this.give('conclude-discussion', {
      outcome: 'plan_change',
      summary: text,
      feedback: [mother, child].map((addresseeId) => ({ addresseeId, byId: 'alles' })),
      ...more,
    });
  }

  async toIntervention(): Promise<void> {
    const { mother, child } = this.world;
    this.reportId = (await this.give('draft-report', { body }))['reportId']!;
    await this.give('finalise-report', { reportId: this.reportId, approvedById: 'karin' });
    const told = { channel: 'phone', on: this.today, byId: 'alles', decisionsExplained: true, understood: 'yes' };
    await this.give('record-feedback-given', { ...told, addresseeId: mother });
    await this.give('record-feedback-given', { ...told, addresseeId: child, howChildViewWeighed: text });
    const review = `${Number(this.today.slice(0, 4)) + 1}-03-01`;
    this.planVersionId = (
      await this.give('propose-plan', {
        descriptive: { promoting: text, hindering: text },
        needs: text,
        goalIds: [this.goalId],
        actionIds: [this.actionId],
        validFrom: this.today,
        reviewOn: review,
      })
    )['planVersionId']!;
    await this.give('decide-action-part', {
      planVersionId: this.planVersionId,
      partyId: mother,
      decision: 'agreed',
      on: this.today,
      method: 'portal',
    });
    await this.give('adopt-plan', { planVersionId: this.planVersionId, on: this.today });
  }

  async toEvaluation(): Promise<void> {
    await this.give('update-action', { actionId: this.actionId, change: 'complete' });
    await this.give('start-evaluation', { trigger: 'early_request' });
  }

  async toClosed(): Promise<void> {
    const { mother, child } = this.world;
    const { viewId } = await this.give('record-child-view', {
      how: 'conversation',
      chosenByChild: true,
      on: this.today,
      byId: child,
      words: text,
      confidential: true,
    });
    await this.give('record-evaluation', {
      perGoal: [{ goalId: this.goalId, score: 1, comment: text }],
      childView: viewId,
      parentView: text,
      teamView: text,
      conclusion: 'end',
    });
    await this.give('close-case', {
      reason: 'goals_achieved',
      summary: text,
      informed: [mother, child].map((partyId) => ({ partyId, on: this.today })),
      handedOverActions: [],
      retentionClass: 'education_2y',
    });
  }
}
