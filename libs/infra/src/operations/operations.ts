import type { Pool } from 'pg';
import type { Clock } from '../clock.js';
import type { Projector } from '../read-models/projector.js';
import type { ParkedWork } from './parked.js';

/** Background work that an operator can let rest. */
export const works = ['views', 'reminders', 'deliveries', 'policies'] as const;
export type Work = (typeof works)[number];

export interface Pause {
  readonly work: Work;
  readonly since: string;
  readonly by: string;
}

export type RequestKind = 'rebuild' | 'retry';
export type RequestOutcome = 'done' | 'still-parked' | 'failed';

/** Something asked for once; `subject` is a view, or the id of something parked. */
export interface Request {
  readonly kind: RequestKind;
  readonly subject: string;
  readonly askedAt: string;
  readonly startedAt?: string;
  readonly done: number;
  readonly position?: string;
  readonly of?: string;
  readonly finishedAt?: string;
  readonly outcome?: RequestOutcome;
}

class BrokenOff extends Error {}

const pausesHoldMs = 500;
const columns = `kind, subject, asked_at, started_at, done, position, goal, finished_at, outcome`;

interface Row {
  readonly kind: RequestKind;
  readonly subject: string;
  readonly asked_at: Date;
  readonly started_at: Date | null;
  readonly done: number;
  readonly position: string | null;
  readonly goal: string | null;
  readonly finished_at: Date | null;
  readonly outcome: RequestOutcome | null;
}

const requestOf = (row: Row): Request => ({
  kind: row.kind,
  subject: row.subject,
  askedAt: row.asked_at.toISOString(),
  ...(row.started_at && { startedAt: row.started_at.toISOString() }),
  done: row.done,
  ...(row.position !== null && { position: row.position }),
  ...(row.goal !== null && { of: row.goal }),
  ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
  ...(row.outcome && { outcome: row.outcome }),
});

/**
 * What an operator asks of the workers, kept in tables so that it survives every process: the api writes a row, a worker finds it within a
 * second, and one that is killed at it leaves it to the next.
 */
export class Operations {
  #known: { readonly until: number; readonly works: Promise<ReadonlySet<Work>> } | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly projector: Pick<Projector, 'rebuild'>,
    private readonly parkedWork: ParkedWork,
  ) {}

  async pauses(): Promise<readonly Pause[]> {
    const { rows } = await this.pool.query<{ work: Work; since: Date; paused_by: string }>(
      'select work, since, paused_by from operations.pauses order by work',
    );
    return rows.map(({ work, since, paused_by: by }) => ({ work, since: since.toISOString(), by }));
  }

  /** Lets work rest, in every worker, within a second of the answer; what is under way is finished. */
  async pause(work: Work, by: string): Promise<void> {
    const now = await this.clock.now();
    await this.pool.query('insert into operations.pauses values ($1, $2, $3) on conflict do nothing', [work, now, by]);
  }

  async resume(work: Work): Promise<void> {
    await this.pool.query('delete from operations.pauses where work = $1', [work]);
  }

  /** Whether work rests; what is said holds for half a second. */
  async isPaused(work: Work): Promise<boolean> {
    if (!this.#known || this.#known.until < performance.now()) {
      const found = this.pauses().then((pauses) => new Set(pauses.map((pause) => pause.work)));
      found.catch(() => (this.#known = undefined));
      this.#known = { until: performance.now() + pausesHoldMs, works: found };
    }
    return (await this.#known.works).has(work);
  }

  /** Asks for something to be done once; the same asked again while it is waited for is one. */
  async ask(kind: RequestKind, subject: string, by: string): Promise<Request> {
    const now = await this.clock.now();
    const { rows } = await this.pool.query<Row>(
      `insert into operations.requests (kind, subject, asked_at, asked_by) values ($1, $2, $3, $4)
       on conflict (kind, subject) where finished_at is null do update set asked_at = operations.requests.asked_at returning ${columns}`,
      [kind, subject, now, by],
    );
    return requestOf(rows[0]!);
  }

  /** The newest asking about a subject. */
  async latest(kind: RequestKind, subject: string): Promise<Request | undefined> {
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from operations.requests where kind = $1 and subject = $2 order by request desc limit 1`,
      [kind, subject],
    );
    return rows[0] && requestOf(rows[0]);
  }

  /** Rebuilds that wait or are under way. */
  async openRebuilds(): Promise<readonly Request[]> {
    return (await this.#open('rebuild')).map(requestOf);
  }

  /** Tries again what was asked to be tried again; for any number of workers at once, and twice. */
  async retryAsked(): Promise<number> {
    const asked = await this.#open('retry');
    for (const { subject } of asked) {
      await this.#start('retry', subject);
      const outcome = await this.parkedWork.retry(subject).then(
        (taken): RequestOutcome => (taken ? 'done' : 'still-parked'),
        (): RequestOutcome => 'failed',
      );
      await this.#finish('retry', subject, outcome);
    }
    return asked.length;
  }

  /**
   * Does the rebuilds that were asked for, one after the other. One that another worker is at is left to it; one that is broken off, because
   * the process is killed or `isStopping` says so, goes on from where it was in the next worker.
   */
  async rebuildAsked(isStopping: () => boolean): Promise<number> {
    const asked = await this.#open('rebuild');
    for (const { subject } of asked) {
      await this.#start('rebuild', subject);
      let written = Promise.resolve();
      const rebuilt = this.projector.rebuild(subject, ({ done, position, of }) => {
        if (isStopping()) throw new BrokenOff();
        written = written.then(() => this.#progress(subject, done, position, of)).catch(() => undefined);
      });
      const isDone = await rebuilt.catch((error: unknown) => {
        if (error instanceof BrokenOff) return false;
        throw error;
      });
      await written;
      if (isDone) await this.#finish('rebuild', subject, 'done');
      if (isStopping()) break;
    }
    return asked.length;
  }

  async #open(kind: RequestKind): Promise<readonly Row[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from operations.requests where kind = $1 and finished_at is null order by request limit 200`,
      [kind],
    );
    return rows;
  }

  async #start(kind: RequestKind, subject: string): Promise<void> {
    await this.pool.query(
      'update operations.requests set started_at = $3 where kind = $1 and subject = $2 and finished_at is null and started_at is null',
      [kind, subject, await this.clock.now()],
    );
  }

  async #progress(view: string, done: number, position: string, of: string): Promise<void> {
    await this.pool.query(
      `update operations.requests set done = $2, position = $3, goal = $4 where kind = 'rebuild' and subject = $1 and finished_at is null`,
      [view, done, position, of],
    );
  }

  async #finish(kind: RequestKind, subject: string, outcome: RequestOutcome): Promise<void> {
    await this.pool.query(
      'update operations.requests set finished_at = $3, outcome = $4 where kind = $1 and subject = $2 and finished_at is null',
      [kind, subject, await this.clock.now(), outcome],
    );
  }
}
