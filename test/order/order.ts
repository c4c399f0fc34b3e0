import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { testDatabase } from '#infra/embedded/test-server.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import { Random } from '../moving/random.js';
import { endOf, forkOf } from './child.js';
import { holdOpen } from './frozen.js';

export interface OrderRun {
  /** At least so many events. */
  readonly events: number;
  readonly seed: number;
  /** At least so often an appender and a consumer are killed. */
  readonly kills: number;
  readonly everyMs: number;
}

export interface Order {
  readonly events: number;
  readonly rolledBack: number;
  readonly killedAppenders: number;
  readonly killedConsumers: number;
  /** What was broken, of the log and of each consumer. */
  readonly broken: readonly string[];
  /** Committed rows that a reader of `position > last` over a serial passed by, and of how many: without any, the run has no teeth. */
  readonly missedByNaive: number;
  readonly naiveRows: number;
}

const appenders = 4;
const lanes = 4;
const consumers = ['consumer-1', 'consumer-2'];
const patienceMs = 60_000;
const tables = `
  create table naive (position bigserial primary key, event_id uuid not null);
  create table consumers (name text primary key, checkpoint text not null);
  create table seen (nth bigserial, consumer text not null, position bigint not null, event_id uuid not null);`;

/** quality.md R-1: four processes append with sleeps and roll-backs, and one of them and a consumer are killed again and again. */
export async function orderUnderKills(run: OrderRun): Promise<Order> {
  const [database, other] = await Promise.all([testDatabase(), testDatabase()]);
  const pool = connect(database.url, { max: 4, name: 'order' });
  const random = new Random(run.seed);
  const acknowledged: string[] = [];
  const rolledBack: string[] = [];
  const held = [database, other].map(({ url }) => holdOpen(url));
  const writing: ChildProcess[] = [];
  const reading: ChildProcess[] = [];

  const startAppender = (nth: number): void => {
    const child = forkOf('appender', { DATABASE_URL: database.url, SEED: String(random.below(2 ** 31)), LANES: String(lanes) });
    child.on('message', (said: { acknowledged?: string[]; rolledBack?: string[] }) => {
      acknowledged.push(...(said.acknowledged ?? []));
      rolledBack.push(...(said.rolledBack ?? []));
    });
    writing[nth] = child;
  };
  const startConsumer = (nth: number): void => {
    reading[nth] = forkOf('consumer', { DATABASE_URL: database.url, NAME: consumers[nth]! });
  };
  const killOne = async (children: readonly ChildProcess[], startAgain: (nth: number) => void): Promise<void> => {
    const nth = random.below(children.length);
    children[nth]!.kill('SIGKILL');
    await endOf(children[nth]!);
    startAgain(nth);
  };

  try {
    await migrate(pool, migrationsFolder());
    await pool.query(tables);
    await pool.query(`insert into consumers select unnest($1::text[]), ''`, [consumers]);
    const naive = readNaively(pool);
    for (let nth = 0; nth < appenders; nth += 1) startAppender(nth);
    consumers.forEach((_, nth) => startConsumer(nth));
    await until('the first event', async () => (await lastOf(pool)) > 0);
    let kills = 0;
    while ((await lastOf(pool)) < run.events || kills < run.kills) {
      await delay(run.everyMs);
      await Promise.all([killOne(writing, startAppender), killOne(reading, startConsumer)]);
      kills += 1;
    }
    for (const child of writing) if (child.connected) child.send('stop');
    await Promise.all(writing.map(endOf));
    const last = await lastOf(pool);
    const broken = [...(await brokenInLog(pool, acknowledged, rolledBack))];
    for (const consumer of consumers) {
      await until(`${consumer} has seen all`, async () => (await seenBy(pool, consumer)) >= last).catch(({ message }: Error) =>
        broken.push(message),
      );
      broken.push(...(await brokenFor(pool, consumer)));
    }
    const { seen } = await naive.end();
    const { rows } = await pool.query<{ id: string }>('select event_id as id from naive');
    const missed = rows.filter(({ id }) => !seen.has(id)).length;
    const counts = { events: last, rolledBack: rolledBack.length, killedAppenders: kills, killedConsumers: kills };
    return { ...counts, broken, missedByNaive: missed, naiveRows: rows.length };
  } finally {
    for (const child of [...writing, ...reading]) child.kill('SIGKILL');
    await Promise.all([...writing, ...reading].map(endOf));
    await Promise.all(held.map((each) => each.stop()));
    await pool.end();
    await Promise.all([database.drop(), other.drop()]);
  }
}

async function lastOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: number }>('select position from log.counter');
  return rows[0]!.position;
}

async function seenBy(pool: Pool, consumer: string): Promise<number> {
  const { rows } = await pool.query<{ last: number }>('select coalesce(max(position), 0) as last from seen where consumer = $1', [
    consumer,
  ]);
  return rows[0]!.last;
}

const shown = (name: string, counts: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${name}: ${count} ${what}`);

/** Positions run from 1 to N, revisions with them, and the log holds what was committed and nothing that was rolled back. */
async function brokenInLog(pool: Pool, acknowledged: readonly string[], rolledBack: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<Record<string, number>>(
    `select (select count(*) from (select position, row_number() over (order by position) as nth from log.events) e where position <> nth) as "not at their place",
            (select count(*) from (select revision, row_number() over (partition by stream order by position) - 1 as nth from log.events) e where revision <> nth) as "of another revision",
            (select count(*) from unnest($1::uuid[]) a(id) where not exists (select from log.events e where e.event_id = a.id)) as "acknowledged and lost",
            (select count(*) from log.events e where e.event_id = any($2::uuid[])) as "rolled back and stored",
            (select count(*) from log.events e full join naive n using (event_id) where e.event_id is null or n.event_id is null) as "half there"`,
    [acknowledged, rolledBack],
  );
  return shown('the log', rows[0]!);
}

async function brokenFor(pool: Pool, consumer: string): Promise<readonly string[]> {
  const { rows } = await pool.query<Record<string, number>>(
    `with mine as (select nth, position, event_id, lag(position, 1, 0::bigint) over (order by nth) as before from seen where consumer = $1)
     select (select count(*) from log.events e where not exists (select from mine m where m.position = e.position and m.event_id = e.event_id)) as missed,
            (select count(*) - count(distinct event_id) from mine) as doubled,
            (select count(*) from mine where position <= before) as "out of order",
            (select count(*) from mine m where not exists (select from log.events e where e.event_id = m.event_id)) as "never committed"`,
    [consumer],
  );
  return shown(consumer, rows[0]!);
}

/** What most do: ask for what lies after the last one seen, in a table with a serial. */
function readNaively(pool: Pool): { end(): Promise<{ seen: ReadonlySet<string> }> } {
  const seen = new Set<string>();
  let ending = false;
  const reading = (async () => {
    for (let last = 0; ;) {
      const isLast = ending;
      const { rows } = await pool.query<{ position: number; id: string }>(
        'select position, event_id as id from naive where position > $1 order by position',
        [last],
      );
      for (const { id } of rows) seen.add(id);
      last = rows.at(-1)?.position ?? last;
      if (isLast) return;
      await delay(5);
    }
  })();
  return {
    end: async () => {
      ending = true;
      await reading;
      return { seen };
    },
  };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await isSo()); await delay(20))
    if (performance.now() > end) throw new Error(`Not within ${patienceMs} ms: ${what}.`);
}
