import { randomUUID } from 'node:crypto';
import { teamAggregate } from '#domain/team/index.js';
import { Deliveries } from '#infra/deliveries/deliveries.js';
import { smtpMailer } from '#infra/deliveries/mailer.js';
import { notificationsOf } from '#infra/deliveries/notifications.js';
import type { Service } from '#infra/service.js';
import { ReminderStory } from '../reminders/story.js';
import { actor, deLinde } from '../support/people.js';

export const mailFrom = 'Samenspel <post@samenspel.example>';
export const addressOf = (name: string): string => `${name}@post.example`;

/** The team De Linde, whose members can be written to; Bas reads English, Ilse has no address. */
export const writtenTeam = {
  ...deLinde,
  members: deLinde.members.map((member) => ({
    ...member,
    ...(member.personId !== 'ilse' && { email: addressOf(member.personId) }),
    language: member.personId === 'bas' ? 'en' : 'nl',
  })),
};

/** Deliveries that go over a mail server, whatever the service is set to. */
export const postOver = (service: Service, url: string, claimMs?: number): Deliveries =>
  new Deliveries({
    ...service,
    mailer: smtpMailer(url, mailFrom),
    mailFrom,
    publicUrl: 'https://samen.example',
    ...(claimMs !== undefined && { claimMs }),
  });

/** Lets everything come to rest: views folded, alarms rung, what they told planned and sent, until nothing is due. */
export async function settlePost(service: Service, post: Deliveries): Promise<void> {
  do {
    do while ((await service.projector.catchUp()) > 0);
    while ((await service.alarms.ring()) > 0);
  } while ((await post.send()) > 0);
}

/** A case told along the movable clock, whose people are written to. */
export class WrittenStory {
  private constructor(
    readonly service: Service,
    readonly post: Deliveries,
    readonly story: ReminderStory,
  ) {}

  static async begin(service: Service, post: Deliveries, team = writtenTeam): Promise<WrittenStory> {
    const story = await ReminderStory.begin(service, team);
    await post.prepare();
    return new WrittenStory(service, post, story);
  }

  async at(now: string): Promise<void> {
    await this.service.clock.set(now);
    await settlePost(this.service, this.post);
  }

  async party(name: string, kind: string, more: Record<string, unknown> = {}): Promise<string> {
    const partyId = randomUUID();
    const party = { partyId, kind, name, relation: kind, contact: { email: addressOf(name) }, language: 'nl', interpreter: false, ...more };
    await this.story.give('femke', 'AddParty', party);
    return partyId;
  }

  /** A case of a child of its own, with a consent that two parents are asked for. */
  async asksConsent(
    child: string,
    parents: Readonly<Record<string, Record<string, unknown>>>,
    more: Record<string, unknown> = {},
  ): Promise<Record<string, string>> {
    await this.story.opens('femke', { child: { givenName: child, familyName: 'Kanarie', dateOfBirth: '2019-03-14' }, ...more });
    const ids: Record<string, string> = {};
    for (const [name, about] of Object.entries(parents)) ids[name] = await this.party(name, 'parent_authority', about);
    await this.story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    await this.story.give('femke', 'RequestConsent', { scopes: ['discuss_team'], purpose: 'Bespreken', askedOf: Object.values(ids) });
    return ids;
  }

  async prefers(personId: string, preferences: Record<string, unknown>): Promise<void> {
    await this.service.execute.run(teamAggregate, {
      caller: actor(personId),
      command: 'SetNotificationPreferences',
      id: this.story.teamId,
      body: preferences,
    });
  }

  /** What people were told: `2026-09-24T06:30 D01 joost email sent`; a digest has no rule. */
  async told(caseId = this.story.caseId): Promise<string[]> {
    const rows = await notificationsOf(this.service.pool, { tenant: 'demo', caseId, limit: 200 });
    return rows.map(({ dueAt, notification, recipientId, channel, state, cause }) =>
      [dueAt.slice(0, 16), notification?.rule ?? 'digest', recipientId, channel, state, ...(cause === undefined ? [] : [cause])].join(' '),
    );
  }
}
