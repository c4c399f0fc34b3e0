import { randomUUID } from 'node:crypto';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Deadlines, Notification } from '#domain/views/index.js';
import type { Answer } from '#infra/execute/execute.js';
import type { Service } from '#infra/service.js';
import { actor, deLinde, openSami } from '../support/people.js';

const text = 'Korte, gewone tekst.';

/** A case told along the movable clock, with alarms that ring whenever the clock is set. */
export class ReminderStory {
  caseId = '';
  readonly parties: Record<string, string> = {};

  private constructor(
    private readonly service: Service,
    readonly teamId: string,
    private readonly coordinator: string,
  ) {}

  static async begin(service: Service, team: typeof deLinde = deLinde, coordinator = 'femke'): Promise<ReminderStory> {
    await service.projector.prepare();
    const { id } = await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: team });
    return new ReminderStory(service, id, coordinator);
  }

  /** Sets the clock; everything that falls due on the way rings, each at its own moment. */
  async at(now: string): Promise<void> {
    await this.service.clock.set(now);
    await settle(this.service);
  }

  async opens(by: string, more: Record<string, unknown> = {}): Promise<void> {
    const opened = await this.service.execute.run(caseAggregate, {
      caller: actor(by),
      command: 'OpenCase',
      body: { ...openSami(this.teamId), ...more },
    });
    this.caseId = opened.id;
  }

  give(by: string, command: string, body: unknown): Promise<Answer> {
    return this.service.execute.run(caseAggregate, { caller: actor(by), command, id: this.caseId, body });
  }

  async party(name: string, kind: string, personId?: string): Promise<string> {
    this.parties[name] = randomUUID();
    await this.give(this.coordinator, 'AddParty', {
      partyId: this.parties[name],
      kind,
      name,
      relation: kind,
      contact: {},
      language: 'nl',
      interpreter: false,
      ...(personId && { personId }),
    });
    return this.parties[name];
  }

  /** What was sent, oldest first: `24-9 08:30 D01 joost,youssef`; parties by the name they were added with. */
  async sent(rule?: string, ownerId = this.caseId): Promise<string[]> {
    await settle(this.service);
    const rows = await this.service.readModels.rows('notifications-2', 'demo', [{ sql: 'id = $?', values: [ownerId] }], 'due_at, ord', 500);
    const names = new Map(Object.entries(this.parties).map(([name, id]) => [id, name]));
    const lines = new Map<string, string[]>();
    for (const { item } of rows) {
      const { kind, rule: of, step, dueAt, recipientId, cause } = item as Notification;
      if (rule !== undefined && of !== rule) continue;
      const key = `${local(dueAt)} ${of} ${kind === 'escalation' ? `${step}!` : step}`;
      lines.set(key, [...(lines.get(key) ?? []), recipientId === undefined ? cause! : (names.get(recipientId) ?? recipientId)]);
    }
    return [...lines].map(([key, who]) => `${key} ${who.sort().join(',')}`);
  }

  async deadlines(): Promise<Deadlines> {
    await settle(this.service);
    return (await this.service.readModels.document<Deadlines>('deadlines-2', 'demo', this.caseId))!.document;
  }

  /** Preparation up to a discussion that begins now. */
  async discusses(by: { owner: string; chair: string }, view = true): Promise<void> {
    await this.give(by.owner, 'SavePreparation', { background: text, question: text });
    await this.give(by.owner, 'SubmitPreparation', { formVersion: 1 });
    await this.give(by.owner, 'BringIn', { part: 'fixed', introducerId: by.owner, minutes: 20 });
    if (view)
      await this.give(by.owner, 'RecordChildView', {
        how: 'child_form',
        chosenByChild: true,
        on: await this.#today(),
        byId: by.owner,
        words: text,
        confidential: false,
      });
    await this.give(by.chair, 'StartDiscussion', { presentPartyIds: [], absent: [] });
    for (const step of ['background', 'reason', 'goals', 'actions'])
      await this.give(by.chair, 'RecordStep', { step, notes: text, startedAt: '2026-11-03T14:30:00Z', endedAt: '2026-11-03T14:35:00Z' });
  }

  /** A named child with a mother who consented, discussed now; the report, the mother and the plan are owed. */
  async inAftercare({ reviewOn, ...more }: { reviewOn: string; planKind?: string }): Promise<void> {
    const child = { givenName: 'Sami', familyName: `Kind ${randomUUID()}`, dateOfBirth: '2019-03-14' };
    await this.opens('femke', { child, ...more });
    const [sami, amina] = [await this.party('sami', 'child'), await this.party('amina', 'parent_authority')];
    await this.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    await this.consents(amina);
    await this.discusses({ owner: 'joost', chair: 'karin' });
    const goal = { statement: text, voice: 'child', domain: 'learning', baseline: text, measuredBy: text, targetOn: reviewOn, priority: 1 };
    const gas = { '-2': text, '-1': text, '0': text, '1': text, '2': text };
    this.parties['goal'] = (await this.give('karin', 'AgreeGoal', { ...goal, gas })).created['goalId']!;
    const action = { description: text, responsibleId: 'joost', dueOn: reviewOn, kind: 'home' };
    this.parties['action'] = (await this.give('karin', 'AgreeAction', action)).created['actionId']!;
    const feedback = [sami, amina].map((addresseeId) => ({ addresseeId, byId: 'joost' }));
    await this.give('karin', 'ConcludeDiscussion', { outcome: 'plan_change', summary: text, reviewOn, feedback });
  }

  /** The same, with the report final, everybody told and the plan adopted on the day itself. */
  async inIntervention(of: { reviewOn: string }): Promise<void> {
    await this.inAftercare(of);
    const on = await this.#today();
    const { sami, amina, goal, action } = this.parties;
    const body = { background: text, reason: text, goals: text, actions: text, agreements: text };
    const reportId = (await this.give('bas', 'DraftReport', { body })).created['reportId'];
    await this.give('karin', 'FinaliseReport', { reportId, approvedById: 'karin' });
    const told = { channel: 'at_school', on, byId: 'joost', decisionsExplained: true, understood: 'yes', howChildViewWeighed: text };
    for (const addresseeId of [sami, amina]) await this.give('joost', 'RecordFeedbackGiven', { addresseeId, ...told });
    const parts = { descriptive: { promoting: text, hindering: text }, needs: text, goalIds: [goal], actionIds: [action] };
    const planVersionId = (await this.give('joost', 'ProposePlan', { ...parts, validFrom: on, ...of })).created['planVersionId'];
    await this.give('femke', 'DecideActionPart', { planVersionId, partyId: amina, decision: 'agreed', on, method: 'signed_form' });
    await this.give('femke', 'AdoptPlan', { planVersionId, on });
  }

  /** Asks a party for its consent and records it, for the discussion or other scopes. */
  async consents(partyId: string, more: Record<string, unknown> = {}, scopes: readonly string[] = ['discuss_team']): Promise<string> {
    const { created } = await this.give(this.coordinator, 'RequestConsent', { scopes, purpose: text, askedOf: [partyId], ...more });
    const consentId = created['consentId']!;
    const on = await this.#today();
    await this.give(this.coordinator, 'RecordConsent', { consentId, partyId, scopes, method: 'portal', givenOn: on });
    return consentId;
  }

  async #today(): Promise<string> {
    return (await this.service.clock.now()).slice(0, 10);
  }
}

/** Lets everything come to rest: views folded, alarms rung, until nothing is due. */
export async function settle(service: Service): Promise<void> {
  do while ((await service.projector.catchUp()) > 0);
  while ((await service.alarms.ring()) > 0);
}

/** A moment in Amsterdam, as the scenario writes it. */
function local(at: string): string {
  const parts = new Intl.DateTimeFormat('nl-NL', {
    timeZone: 'Europe/Amsterdam',
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string): string => parts.find((each) => each.type === type)!.value;
  return `${part('day')}-${part('month')} ${part('hour')}:${part('minute')}`;
}
