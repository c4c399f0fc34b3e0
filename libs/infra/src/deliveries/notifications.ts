import type { Pool } from 'pg';
import type { RuleId } from '#domain/deadlines/index.js';
import { ruleOf } from '#domain/deadlines/index.js';
import type { Notification } from '#domain/views/index.js';
import { notificationsView } from '#domain/views/index.js';
import { tableOf } from '../read-models/tables.js';
import { deliveryIdOf } from './planner.js';

export interface Asked {
  readonly tenant: string;
  readonly caseId?: string;
  readonly recipientId?: string;
  /** The last row that was given. */
  readonly after?: Place;
  readonly limit: number;
}

export type Place = readonly [dueAt: string, key: string, ord: number, channel: string];

/** What one person was told about one thing on one channel, or a digest that bundles such things. */
export interface Told {
  readonly notificationId: string;
  readonly place: Place;
  readonly caseId?: string;
  readonly meetingId?: string;
  /** Nothing for a digest. */
  readonly notification?: Notification;
  readonly recipientId?: string;
  readonly channel: 'email' | 'in_app';
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly state: 'queued' | 'sent' | 'failed' | 'bounced' | 'skipped';
  readonly cause?: string;
}

interface Row {
  readonly due_at: string;
  readonly key: string;
  readonly ord: number;
  readonly channel: Told['channel'];
  readonly item: string | null;
  readonly recipient_id: string | null;
  readonly delivery_id: string | null;
  readonly state: Told['state'] | null;
  readonly cause: string | null;
  readonly sent_at: string | null;
}

const table = tableOf(notificationsView);
const live = `(select generation from views.live where view = '${notificationsView.name}')`;

/**
 * What the view of reminders and the table of deliveries say together, oldest moment first; a digest stands among them as a row of its own,
 * for a case when something of that case is in it. What was told before there were deliveries was told in the list.
 */
export async function notificationsOf(pool: Pool, { tenant, caseId, recipientId, after, limit }: Asked): Promise<readonly Told[]> {
  const { rows } = await pool.query<Row>(
    `select * from (
       select n.due_at collate "C" as due_at, n.id as key, n.ord, coalesce(d.channel, 'in_app') as channel, n.item, n.recipient_id, d.delivery_id,
              coalesce(d.state, m.state) as state, coalesce(d.cause, m.cause) as cause, case when d.state = 'skipped' then null else coalesce(d.sent_at, m.sent_at) end as sent_at
         from ${table} n
         left join deliveries.deliveries d on d.event_id = n.event_id::uuid and d.recipient_id = n.recipient_id
         left join deliveries.mails m using (mail_id)
        where n.generation = ${live} and n.tenant = $1 and ($2::text is null or n.id = $2) and ($3::text is null or n.recipient_id = $3)
       union all
       select m.due_at, m.mail_id::text, 0, 'email', null, m.recipient_id, m.mail_id, m.state, m.cause, m.sent_at
         from deliveries.mails m
        where m.tenant = $1 and m.bundle = 'digest' and ($3::text is null or m.recipient_id = $3)
          and ($2::text is null or exists (select from deliveries.deliveries d where d.mail_id = m.mail_id and d.case_id = $2::uuid))
     ) told
     where $4::text is null or (due_at, key, ord, channel) > ($4 collate "C", $5, $6::int, $7)
     order by due_at, key, ord, channel limit $8`,
    [tenant, caseId ?? null, recipientId ?? null, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, after?.[3] ?? null, limit],
  );
  return rows.map(toldOf);
}

function toldOf(row: Row): Told {
  const notification = row.item === null ? undefined : (JSON.parse(row.item) as Notification);
  const legacyId = notification && deliveryIdOf(notification.eventId, row.recipient_id ?? '', row.channel);
  const unsent = notification?.recipientId === undefined;
  const sentAt = row.delivery_id === null ? notification?.sentAt : (row.sent_at ?? undefined);
  const cause = row.cause ?? notification?.cause;
  return {
    notificationId: row.delivery_id ?? legacyId!,
    place: [row.due_at, row.key, row.ord, row.channel],
    ...(notification && { [ruleOf(notification.rule as RuleId).fromMeeting ? 'meetingId' : 'caseId']: row.key, notification }),
    ...(row.recipient_id !== null && { recipientId: row.recipient_id }),
    channel: row.channel,
    dueAt: row.due_at,
    ...(sentAt !== undefined && { sentAt }),
    state: row.state ?? (notification && unsent ? 'skipped' : 'sent'),
    ...(cause !== undefined && { cause }),
  };
}
