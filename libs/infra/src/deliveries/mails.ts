import type { Pool } from 'pg';
import { newUuid } from '../uuid.js';
import type { ParkedDelivery } from './deliveries.js';
import { later, pauseMs, triedForMs } from './moments.js';

/** A mail that this process may send for a while. */
export interface Claimed {
  readonly mailId: string;
  readonly tenant: string;
  readonly recipientId: string;
  readonly dueAt: string;
  /** When it goes out: now; under a moved clock, which jumps over moments, its own moment. */
  readonly moment: string;
  readonly attempts: number;
  readonly firstTriedAt: string;
  readonly claim: string;
}

export interface SentMail {
  readonly mailId: string;
  readonly tenant: string;
  readonly recipientId: string;
  readonly moment: string;
}

/** For so long a mail waits for alarms of its moment, by real time: one that is stuck does not hold up the post. */
const waitsForAlarms = '1 minute';
/** A mail whose sending ends the process each time is given up after so many. */
const mostAttempts = 150;

type CountedState = 'queued' | 'retrying' | 'sent' | 'failed' | 'bounced' | 'skipped';

/** The mails of the table: who may send which, and what became of them. Every outcome is recorded under the claim it was sent with. */
export class Mails {
  constructor(
    private readonly pool: Pool,
    private readonly claimMs: number,
  ) {}

  /** How often in a row the server could not be spoken to; undefined while nobody should try. */
  async failuresIfOpen(now: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ failures: number; down_until: string | null }>({
      name: 'mail-server',
      text: 'select failures, down_until from deliveries.server',
    });
    const { failures, down_until: until } = rows[0]!;
    // A clock that was set back would close it for as long as it was moved.
    return until === null || until <= now || until > later(now, pauseMs(failures)) ? failures : undefined;
  }

  async claim(now: string, alarmAt: string | undefined, limit: number): Promise<readonly Claimed[]> {
    const claim = newUuid();
    const { rows } = await this.pool.query<{
      mail_id: string;
      tenant: string;
      recipient_id: string;
      due_at: string;
      moment: string;
      attempts: number;
      first_tried_at: string;
    }>({
      name: 'claim-mails',
      text: `update deliveries.mails m
                set claim = $1, claimed_until = clock_timestamp() + make_interval(secs => $2::float8 / 1000), attempts = attempts + 1,
                    first_tried_at = coalesce(first_tried_at, $3)
              where mail_id in (select mail_id from deliveries.mails
                                 where state = 'queued' and next_try_at <= $3 and (claimed_until is null or claimed_until < clock_timestamp())
                                   and ($4::text is null or next_try_at < $4 or made_at < clock_timestamp() - interval '${waitsForAlarms}')
                                 order by due_at, mail_id limit $5 for update skip locked)
          returning mail_id, tenant, recipient_id, due_at, attempts, first_tried_at,
                    case when (select shift from clock.shift) = interval '0' then $3 else next_try_at end as moment`,
      values: [claim, this.claimMs, now, alarmAt ?? null, limit],
    });
    return rows
      .map((row) => ({
        mailId: row.mail_id,
        tenant: row.tenant,
        recipientId: row.recipient_id,
        dueAt: row.due_at,
        moment: row.moment,
        attempts: row.attempts,
        firstTriedAt: row.first_tried_at,
        claim,
      }))
      .toSorted((a, b) => (a.dueAt + a.mailId < b.dueAt + b.mailId ? -1 : 1));
  }

  /** Whether this process still has the mail to itself, looked at last before it is sent: it may have been frozen since. */
  async isStillOurs({ mailId, claim }: Claimed): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'mail-is-ours',
      text: `select from deliveries.mails where mail_id = $1 and claim = $2 and state = 'queued'
                and claimed_until > clock_timestamp() + make_interval(secs => $3::float8 / 2000)`,
      values: [mailId, claim, this.claimMs],
    });
    return rowCount === 1;
  }

  /** Gives back what was not tried, for when the server is spoken to again. */
  async release(mails: readonly Claimed[]): Promise<void> {
    if (mails.length === 0) return;
    await this.pool.query(
      `update deliveries.mails set claim = null, claimed_until = null, attempts = attempts - 1,
              next_try_at = greatest(next_try_at, (select down_until from deliveries.server)),
              first_tried_at = case when attempts = 1 then null else first_tried_at end
        where mail_id = any($1::uuid[]) and claim = $2`,
      [mails.map((mail) => mail.mailId), mails[0]!.claim],
    );
  }

  async sent(mail: Claimed, via: 'smtp' | 'outbox', afterFailures: boolean): Promise<false> {
    await this.#settle(mail, `state = 'sent', sent_at = $3, via = $4, cause = null`, [mail.moment, via]);
    if (afterFailures) await this.pool.query('update deliveries.server set failures = 0, down_until = null where failures > 0');
    return false;
  }

  async skipped(mail: Claimed, cause: string): Promise<false> {
    await this.#settle(mail, `state = 'skipped', cause = $3`, [cause]);
    return false;
  }

  async bounced(mail: Claimed, reason: string): Promise<false> {
    await this.#settle(mail, `state = 'bounced', cause = $3`, [reason]);
    return false;
  }

  /** The server asked to come back with this one. */
  async later(mail: Claimed, now: string, reason: string): Promise<false> {
    await this.#again(mail, now, later(now, pauseMs(mail.attempts)), reason);
    return false;
  }

  /** Nobody tries anything before the pause is over, and all that waits is put off until then; then the oldest goes first. */
  async outage(mail: Claimed, now: string, reason: string, failures: number): Promise<true> {
    const until = later(now, pauseMs(failures + 1));
    await this.pool.query(
      `with down as (update deliveries.server set failures = $1, down_until = $2 where failures = $3 returning down_until)
       update deliveries.mails m set next_try_at = down_until from down where state = 'queued' and next_try_at < down_until and claim is null`,
      [failures + 1, until, failures],
    );
    await this.#again(mail, now, until, reason);
    return true;
  }

  async #again(mail: Claimed, now: string, next: string, reason: string): Promise<void> {
    if (now >= later(mail.firstTriedAt, triedForMs) || mail.attempts >= mostAttempts)
      await this.#settle(mail, `state = 'failed', cause = $3`, [reason]);
    else await this.#settle(mail, 'next_try_at = $3, cause = $4', [next, reason]);
  }

  /** A mail whose claim went over to somebody else is left to that one. */
  async #settle({ mailId, claim }: Claimed, set: string, values: readonly string[]): Promise<void> {
    await this.pool.query(`update deliveries.mails set claim = null, claimed_until = null, ${set} where mail_id = $1 and claim = $2`, [
      mailId,
      claim,
      ...values,
    ]);
  }

  async nextAt(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ next_at: string | null }>({
      name: 'next-mail',
      text: `select greatest(min(next_try_at), (select down_until from deliveries.server)) as next_at from deliveries.mails where state = 'queued' having count(*) > 0`,
    });
    return rows[0]?.next_at ?? undefined;
  }

  async parked(): Promise<readonly ParkedDelivery[]> {
    const { rows } = await this.pool.query<ParkedDelivery>(
      `select mail_id as id, state, cause as reason, attempts, recipient_id as "recipientId", tenant, due_at as "dueAt"
         from deliveries.mails where state in ('failed', 'bounced')
       union all
       select delivery_id, state, cause, 0, recipient_id, tenant, due_at from deliveries.deliveries where state = 'failed'
        order by "dueAt", id limit 200`,
    );
    return rows;
  }

  async retry(id: string, now: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update deliveries.mails set state = 'queued', cause = null, attempts = 0, first_tried_at = null, next_try_at = $2
        where mail_id = $1 and state in ('failed', 'bounced')`,
      [id, now],
    );
    return rowCount === 1;
  }

  async counts(): Promise<Readonly<Record<CountedState, number>>> {
    const { rows } = await this.pool.query<{ state: CountedState; count: number }>(
      `select state, count(*) as count
         from (select case when state = 'queued' and attempts > 0 then 'retrying' else state end as state from deliveries.mails
               union all select state from deliveries.deliveries where state = 'failed') every
        group by state`,
    );
    const none = { queued: 0, retrying: 0, sent: 0, failed: 0, bounced: 0, skipped: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  }

  async inOutbox(after: readonly [at: string, id: string] | undefined, limit: number): Promise<readonly SentMail[]> {
    const { rows } = await this.pool.query<SentMail>(
      `select mail_id as "mailId", tenant, recipient_id as "recipientId", sent_at as moment from deliveries.mails
        where via = 'outbox' and ($1::text is null or (sent_at, mail_id) > ($1, $2::uuid)) order by sent_at, mail_id limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows;
  }
}
