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
  ) {}

  static async begin(service: Service, team: typeof deLinde = deLinde): Promise<ReminderStory> {
    await service.projector.prepare();
    const { id } = await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: team });
    return new ReminderStory(service, id);
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
    await this.give('femke', 'AddParty', {
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
  async sent(rule?: string): Promise<string[]> {
    await settle(this.service);
    const rows = await this.service.readModels.rows(
      'notifications-1',
      'demo',
      [{ sql: 'id = $?', values: [this.caseId] }],
      'due_at, ord',
      500,
    );
    const names = new Map(Object.entries(this.parties).map(([name, id]) => [id, name]));
    const lines = new Map<string, string[]>();
    for (const { item } of rows) {
      const { kind, rule: of, step, dueAt, recipientId, cause } = item as Notification;
      if (rule !== undefined && of !== rule) continue;
      const key = `${local(dueAt)} ${of} ${kind === 'reminder' ? step : `${step}!`}`;
      lines.set(key, [...(lines.get(key) ?? []), recipientId === undefined ? cause! : (names.get(recipientId) ?? recipientId)]);
    }
    return [...lines].map(([key, who]) => `${key} ${who.sort().join(',')}`);
  }

  async deadlines(): Promise<Deadlines> {
    await settle(this.service);
    return (await this.service.readModels.document<Deadlines>('deadlines-1', 'demo', this.caseId))!.document;
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
