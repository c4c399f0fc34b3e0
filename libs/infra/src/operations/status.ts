import { deadlinesView } from '#domain/views/index.js';
import { tableOf } from '../read-models/tables.js';
import type { QueueHealth } from '../queue/queue.js';
import type { Service } from '../service.js';
import type { Pause, Request } from './operations.js';
import type { ParkedKind } from './parked.js';

export interface PassStatus {
  readonly name: string;
  readonly position: string;
  /** How long the oldest event it has not seen has been waiting, by real time. */
  readonly secondsBehind: number;
}

export interface Reminders {
  /** Deadlines with an alarm that is due and undecided. */
  readonly due: number;
  /** By the service's clock. */
  readonly oldestLatenessSeconds: number;
}

/** How the service is, in figures and names of ours: nothing of any tenant. */
export interface Status {
  readonly at: string;
  readonly store: { readonly state: 'ok' | 'failed'; readonly position?: string };
  readonly keys: 'ok' | 'failed';
  readonly queue: QueueHealth;
  /** Each read model; they share one pass, and one that is being built has its own as well, under `passes`. */
  readonly views: readonly { readonly view: string; readonly position: string; readonly secondsBehind: number; readonly parked: number }[];
  /** How far everything that follows the log is: the live read models, builds, policies, and the seals. */
  readonly passes: readonly PassStatus[];
  readonly parked: Readonly<Record<ParkedKind, number>>;
  readonly reminders: Reminders;
  /** Mails by state; `retrying` are those of the queued ones that were tried before. */
  readonly deliveries: Awaited<ReturnType<Service['deliveries']['counts']>>;
  readonly paused: readonly (Omit<Pause, 'by'> & Partial<Pause>)[];
  readonly rebuilds: readonly Request[];
}

type Parts = Pick<Service, 'pool' | 'store' | 'clock' | 'deliveries' | 'operations' | 'parkedWork' | 'queueHealth'>;

const health = (look: Promise<unknown>): Promise<'ok' | 'failed'> =>
  look.then(
    () => 'ok' as const,
    () => 'failed' as const,
  );

export async function statusOf(parts: Parts): Promise<Status> {
  const { pool, store, clock, deliveries, operations, parkedWork, queueHealth } = parts;
  const [at, position, keys, queue, passes, parkedByView, parked, reminders, mails, paused, rebuilds] = await Promise.all([
    clock.now(),
    store.lastPosition().catch(() => undefined),
    health(pool.query('select 1 from keys.subjects limit 1')),
    queueHealth(),
    passesOf(parts),
    parkedByViewOf(parts),
    parkedWork.counts(),
    remindersOf(parts),
    deliveries.counts(),
    operations.pauses(),
    operations.openRebuilds(),
  ]);
  const live = passes.find((pass) => pass.name === 'live');
  return {
    at,
    store: position === undefined ? { state: 'failed' } : { state: 'ok', position },
    keys,
    queue,
    views: parkedByView.map(({ view, parked: count }) => ({
      view,
      position: live?.position ?? '',
      secondsBehind: live?.secondsBehind ?? 0,
      parked: count,
    })),
    passes,
    parked,
    reminders,
    deliveries: mails,
    paused,
    rebuilds,
  };
}

async function passesOf({ pool, store }: Parts): Promise<readonly PassStatus[]> {
  const { rows } = await pool.query<{ name: string; position: string }>(
    `select name, position from views.checkpoint union all select 'seals', position from evidence.head
     union all select 'deliveries', position from deliveries.checkpoint
     union all select policy, position from policies.checkpoint order by name`,
  );
  return Promise.all(
    rows.map(async ({ name, position }) => {
      const [next] = await store.readAll(position, 1);
      return { name, position, secondsBehind: next ? Math.max(0, (Date.now() - next.storedAt.getTime()) / 1000) : 0 };
    }),
  );
}

async function parkedByViewOf({ pool }: Parts): Promise<readonly { view: string; parked: number }[]> {
  const { rows } = await pool.query<{ view: string; parked: number }>(
    `select l.view, count(d.id) as parked from views.live l
       left join views.documents d on d.view = l.view and d.generation = l.generation and d.parked is not null group by l.view order by l.view`,
  );
  return rows;
}

/** What waits to be decided although its moment has come. */
export async function remindersOf({ pool, clock }: Pick<Parts, 'pool' | 'clock'>): Promise<Reminders> {
  const now = await clock.now();
  const { rows } = await pool.query<{ due: number; oldest: string | null }>(
    `select count(*) as due, min(next_at) as oldest from ${tableOf(deadlinesView)}
      where generation = (select generation from views.live where view = $1) and next_at <= $2`,
    [deadlinesView.name, now],
  );
  const { due, oldest } = rows[0]!;
  return { due, oldestLatenessSeconds: oldest === null ? 0 : (Date.parse(now) - Date.parse(oldest)) / 1000 };
}
