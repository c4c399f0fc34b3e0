import type { Pool, PoolClient } from 'pg';
import { amsterdamDate } from '#domain/calendar/index.js';
import { ruleOf } from '#domain/deadlines/index.js';
import type { RuleId } from '#domain/deadlines/index.js';
import type { FollowUpData } from '#domain/follow-up/events/index.js';
import type { Meta } from '#domain/kernel/index.js';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import { upcast } from '../event-store/upcast.js';
import { transaction } from '../transaction.js';
import { uuidOf } from '../uuid.js';
import type { Kind, Preferences, Slot } from './moments.js';
import { isUrgent, latecomer, slotOf } from './moments.js';
import { addresseesOf, happenedAt, isNotice, meetingOfNotice, noticeStream } from './notices.js';
import { channelsOf, reachOf } from './reach.js';
import type { Neighbourhood, Place } from './surroundings.js';

const passSize = 500;
const kinds: { readonly [type: string]: Kind } = { ReminderSent: 'reminder', EscalationSent: 'escalation' };

type Told = FollowUpData<'ReminderSent'>;

/** One row: what one person is told, on one channel. */
interface Planned extends Place {
  readonly deliveryId: string;
  readonly tenant: string;
  readonly eventId: string;
  readonly deadlineId: string;
  readonly kind: Kind;
  readonly rule: string;
  readonly recipientId: string;
  readonly channel: 'email' | 'in_app';
  readonly at: string;
  readonly recordedAt: string;
  readonly state: 'sent' | 'skipped' | 'failed' | null;
  readonly cause: string | null;
  readonly slot?: Slot;
}

/** The id of a delivery; its key is event, recipient and channel. */
export const deliveryIdOf = (eventId: string, recipientId: string, channel: string): string =>
  uuidOf(`delivery\n${eventId}\n${recipientId}\n${channel}`);

/**
 * Turns each reminder and escalation of the log into deliveries, in the transaction that moves its checkpoint. It may run twice, at once,
 * anywhere: the checkpoint is the fence.
 */
export class Planner {
  #running: Promise<number> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly neighbourhood: Neighbourhood,
  ) {}

  /**
   * Begins where the log ends, once: what was told before there were deliveries is not told again. A worker does this before it lets
   * anything ring, so nothing lies in between; on an empty log it begins at the beginning.
   */
  async prepare(): Promise<void> {
    await this.pool.query('insert into deliveries.checkpoint (position) values ($1) on conflict do nothing', [
      await this.store.lastPosition(),
    ]);
  }

  /** One pass until nothing is left. Gives the number of deliveries made. */
  plan(): Promise<number> {
    this.#running ??= this.#passes().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Up to where the log has been turned into deliveries; undefined before the first worker ran. */
  async position(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ position: string }>({
      name: 'deliveries-position',
      text: 'select position from deliveries.checkpoint',
    });
    return rows[0]?.position;
  }

  async #passes(): Promise<number> {
    let total = 0;
    for (;;) {
      const position = await this.position();
      if (position === undefined) {
        await this.prepare();
        continue;
      }
      const events = await this.store.readAll(position, passSize);
      if (events.length === 0) return total;
      const planned = (await Promise.all(events.map((event) => this.#deliveriesOf(event)))).flat();
      if (!(await this.#commit(position, events.at(-1)!.position, planned))) return total;
      total += planned.length;
    }
  }

  /** What an event means for those it told; an event that cannot be judged parks, so that the others go on. */
  async #deliveriesOf(stored: StoredEvent): Promise<readonly Planned[]> {
    const meetingId = meetingOfNotice(stored);
    if (meetingId !== undefined) return this.#noticesOf(stored, meetingId);
    const kind = kinds[stored.type];
    if (kind === undefined || !stored.stream.startsWith('followUp-')) return [];
    const { data, meta } = upcast(stored);
    const told = data as unknown as Told;
    const ownerId = stored.stream.slice('followUp-'.length);
    try {
      return await this.#judged(told, meta, ownerId, kind);
    } catch (error) {
      if (typeof (error as { code?: unknown }).code === 'string') throw error;
      return told.told.map(({ recipientId }) => ({
        ...common(told, meta, kind, { ownerKind: '', ownerId, teamId: '' }),
        deliveryId: deliveryIdOf(meta.eventId, recipientId, 'email'),
        recipientId,
        channel: 'email',
        state: 'failed',
        cause: 'undecided',
      }));
    }
  }

  /** A mail of its own to each whom an event of a meeting is told to. One that cannot be judged parks under who gave the command. */
  async #noticesOf(stored: StoredEvent, meetingId: string): Promise<readonly Planned[]> {
    const { meta } = upcast(stored);
    const base = {
      ownerKind: 'caseMeeting',
      ownerId: meetingId,
      tenant: meta.tenantId,
      eventId: meta.eventId,
      // It hangs on no deadline.
      deadlineId: meetingId,
      kind: 'notice' as const,
      rule: stored.type,
      channel: 'email' as const,
      at: meta.recordedAt,
      recordedAt: meta.recordedAt,
    };
    try {
      const happened = await happenedAt(this.store, meetingId, stored.eventId);
      const { teamId } = happened.after;
      const on = amsterdamDate(meta.recordedAt);
      const { team } = await this.neighbourhood.around({ teamId });
      const planned = addresseesOf(happened, team, on).map(async ({ recipientId, caseId }): Promise<readonly Planned[]> => {
        const place = { teamId, ...(caseId !== undefined && { caseId }) };
        const { kase, books } = await this.neighbourhood.around(place);
        const person = kase.parties.find(({ partyId }) => partyId === recipientId)?.personId ?? recipientId;
        const preferences: Preferences = team.preferences[person] ?? {};
        const mailed = channelsOf(reachOf(recipientId, kase, team, on, books), preferences).filter(({ channel }) => channel === 'email');
        return mailed.map(({ cause }): Planned => ({
          ...base,
          ...place,
          deliveryId: deliveryIdOf(meta.eventId, recipientId, 'email'),
          recipientId,
          state: cause === undefined ? null : 'skipped',
          cause: cause ?? null,
          ...(cause === undefined && { slot: slotOf({ ...base, recipientId, urgent: true }, preferences) }),
        }));
      });
      return (await Promise.all(planned)).flat();
    } catch (error) {
      if (typeof (error as { code?: unknown }).code === 'string') throw error;
      const recipientId = meta.actorId;
      const deliveryId = deliveryIdOf(meta.eventId, recipientId, 'email');
      return [{ ...base, teamId: '', deliveryId, recipientId, state: 'failed', cause: 'undecided' }];
    }
  }

  async #judged(told: Told, meta: Meta, ownerId: string, kind: Kind): Promise<readonly Planned[]> {
    const place = await this.neighbourhood.placeOf(ownerId, told.subject);
    const { kase, team, books } = await this.neighbourhood.around(place);
    const base = common(told, meta, kind, place);
    return told.told.flatMap(({ recipientId }) => {
      const preferences: Preferences = team.preferences[recipientId] ?? {};
      const reached = reachOf(recipientId, kase, team, amsterdamDate(told.at), books);
      return channelsOf(reached, preferences, told.channels).map(({ channel, cause }): Planned => {
        const { tenant, eventId, at } = base;
        const telling = { tenant, eventId, recipientId, kind: base.kind, at, urgent: isUrgent(told.rule, kase.urgency) };
        return {
          ...base,
          deliveryId: deliveryIdOf(eventId, recipientId, channel),
          recipientId,
          channel,
          state: cause !== undefined ? 'skipped' : channel === 'in_app' ? 'sent' : null,
          cause: cause ?? null,
          ...(cause === undefined && channel === 'email' && { slot: slotOf(telling, preferences) }),
        };
      });
    });
  }

  #commit(from: string, to: string, planned: readonly Planned[]): Promise<boolean> {
    return transaction(this.pool, async (client) => {
      const moved = await client.query('update deliveries.checkpoint set position = $1 where position = $2', [to, from]);
      if (moved.rowCount === 0) return false;
      if (planned.length > 0) await insert(client, await placed(client, planned));
      return true;
    });
  }

  /** Judges again what could not be judged; false when there is no such delivery, or it still cannot be. */
  async replan(deliveryId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ event_id: string; owner_id: string; recipient_id: string; rule: string }>(
      `select event_id, owner_id, recipient_id, rule from deliveries.deliveries where delivery_id = $1 and state = 'failed'`,
      [deliveryId],
    );
    const row = rows[0];
    if (!row) return false;
    const ofMeeting = isNotice(row.rule);
    const { events } = await this.store.read(ofMeeting ? noticeStream(row.owner_id) : `followUp-${row.owner_id}`, -1);
    const event = events.find((each) => each.eventId === row.event_id);
    const planned = event ? await this.#deliveriesOf(event) : [];
    const ours = planned.filter((each) => ofMeeting || each.recipientId === row.recipient_id);
    if (ours.length === 0 || ours.some((each) => each.state === 'failed')) return false;
    return transaction(this.pool, async (client) => {
      const gone = await client.query(`delete from deliveries.deliveries where delivery_id = $1 and state = 'failed'`, [deliveryId]);
      if (gone.rowCount === 0) return false;
      await insert(client, await placed(client, ours));
      return true;
    });
  }
}

const common = (told: Told, meta: Meta, kind: Kind, place: Place) => ({
  ...place,
  tenant: meta.tenantId,
  eventId: meta.eventId,
  deadlineId: told.deadlineId,
  kind: kind === 'reminder' && ruleOf(told.rule as RuleId).notice ? ('notice' as const) : kind,
  rule: told.rule,
  at: told.at,
  recordedAt: meta.recordedAt,
});

/** Makes the mails they go out with; what belongs to one that somebody has begun to send gets one of its own. */
async function placed(client: PoolClient, planned: readonly Planned[]): Promise<readonly Planned[]> {
  const mailed = planned.filter((each) => each.slot !== undefined);
  if (mailed.length === 0) return planned;
  await makeMails(client, mailed);
  const { rows } = await client.query<{ mail_id: string }>(
    `select mail_id from deliveries.mails where mail_id = any($1::uuid[]) and state = 'queued' and attempts = 0 order by mail_id for update`,
    [mailed.map((each) => each.slot!.mailId)],
  );
  const open = new Set(rows.map((row) => row.mail_id));
  const late = mailed.filter((each) => !open.has(each.slot!.mailId));
  const moved = new Map(late.map((each) => [each, { ...each, slot: latecomer(each.slot!, each.eventId) }]));
  await makeMails(client, [...moved.values()]);
  return planned.map((each) => moved.get(each) ?? each);
}

async function makeMails(client: PoolClient, planned: readonly Planned[]): Promise<void> {
  await client.query(
    `insert into deliveries.mails (mail_id, tenant, recipient_id, bundle, due_at, next_try_at)
     select distinct on (mail_id) mail_id, tenant, recipient_id, bundle, due_at, due_at
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as m(mail_id, tenant, recipient_id, bundle, due_at)
      order by mail_id
     on conflict do nothing`,
    [
      planned.map((each) => each.slot!.mailId),
      planned.map((each) => each.tenant),
      planned.map((each) => each.recipientId),
      planned.map((each) => each.slot!.bundle),
      planned.map((each) => each.slot!.dueAt),
    ],
  );
}

/** A row of the list was sent when it was recorded; under a moved clock, which jumps over moments, at its own. */
async function insert(client: PoolClient, planned: readonly Planned[]): Promise<void> {
  await client.query(
    `insert into deliveries.deliveries
       (delivery_id, tenant, event_id, owner_kind, owner_id, case_id, team_id, deadline_id, kind, rule, recipient_id, channel, due_at, mail_id, state, cause, sent_at)
     select d.delivery_id, d.tenant, d.event_id, d.owner_kind, d.owner_id, d.case_id, d.team_id, d.deadline_id, d.kind, d.rule, d.recipient_id, d.channel, d.due_at, d.mail_id,
            d.state, d.cause, case when d.state = 'sent' then case when s.shift = interval '0' then d.recorded_at else d.due_at end end
       from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::text[],
                   $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::text[], $17::text[])
            as d(delivery_id, tenant, event_id, owner_kind, owner_id, case_id, team_id, deadline_id, kind, rule, recipient_id, channel, due_at, mail_id, state, cause, recorded_at)
      cross join clock.shift s
     on conflict do nothing`,
    [
      planned.map((each) => each.deliveryId),
      planned.map((each) => each.tenant),
      planned.map((each) => each.eventId),
      planned.map((each) => each.ownerKind),
      planned.map((each) => each.ownerId),
      planned.map((each) => each.caseId ?? null),
      planned.map((each) => each.teamId),
      planned.map((each) => each.deadlineId),
      planned.map((each) => each.kind),
      planned.map((each) => each.rule),
      planned.map((each) => each.recipientId),
      planned.map((each) => each.channel),
      planned.map((each) => each.at),
      planned.map((each) => each.slot?.mailId ?? null),
      planned.map((each) => each.state),
      planned.map((each) => each.cause),
      planned.map((each) => each.recordedAt),
    ],
  );
}
