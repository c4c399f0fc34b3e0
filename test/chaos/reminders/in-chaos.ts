import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { doWorst, Workforce } from './faults.js';
import type { Counts } from './faults.js';
import { prepareGround } from './ground.js';
import type { Due } from './oracle.js';
import { alarmsOfACase, seed, writeDown } from './oracle.js';
import type { Outage, Verdict } from './verdict.js';
import { countRecorded, judge } from './verdict.js';
import { WorkerProcess } from './worker-process.js';

export interface Run {
  readonly queue: 'postgres' | 'redis';
  readonly count: number;
  readonly seconds: number;
  readonly workers: number;
  /** How often the queue is lost, and the database started anew. */
  readonly losses: number;
  readonly restarts: number;
  /** No durable writes: for a run that is about order, not about disks. */
  readonly fast: boolean;
  readonly log: (line: string) => void;
}

const openedAt = '2026-09-21T07:00:00.000Z';
const base = '2026-09-22T07:00:00.000Z';
/** Between the clock's jump and the first that is due. */
const ahead = 2_000;
const patienceMs = 60_000;
const lookMs = 200;

/**
 * Reminders due over so many seconds, while workers are killed, the queue is emptied and dropped, the database starts anew, and the process
 * clocks of the workers are off by 90 seconds or 400 days.
 */
export async function remindersInChaos(run: Run): Promise<Verdict & Counts> {
  const ground = await prepareGround(run.queue, run.fast);
  const outages: Outage[] = [];
  const workers = new Workforce(ground, outages);
  try {
    const { service } = ground;
    await service.clock.set(openedAt);
    await service.projector.prepare();
    const due = await seed(service, Math.ceil(run.count / alarmsOfACase), base, run.seconds * 1_000);
    while ((await service.projector.catchUp()) > 0);
    const path = join(ground.folder, 'due.ndjson');
    await writeDown(due, path);
    run.log(`${due.length} are due within ${run.seconds} s; the list is written`);
    await workers.start(run.workers);
    await service.clock.set(new Date(Date.parse(base) - ahead).toISOString());
    await delay(ahead);
    const counts = await doWorst(ground, workers, outages, { forMs: run.seconds * 1_000, losses: run.losses, restarts: run.restarts });
    await untilAllRecorded(ground.service.pool, due.length);
    await workers.stop();
    const list = (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Due);
    const verdict = await judge(service.pool, list, outages, await shiftOf(service.pool));
    return { ...verdict, ...counts };
  } finally {
    await workers.stop();
    await ground.dispose();
  }
}

/** One reminder, whose worker is killed five times while it records it: three times before the statement leaves, twice after. */
export async function killedFiveTimes(queue: 'postgres' | 'redis'): Promise<Verdict & { readonly deaths: number }> {
  const wanted = 5;
  const ground = await prepareGround(queue, true);
  const outages: Outage[] = [{ what: 'the workers die', from: 0, until: Infinity }];
  let worker: WorkerProcess | undefined;
  let ended = false;
  try {
    const { service } = ground;
    await service.clock.set(openedAt);
    await service.projector.prepare();
    const due = await seed(service, 1, base, 1_000);
    while ((await service.projector.catchUp()) > 0);
    const deaths = join(ground.folder, 'deaths');
    await writeFile(deaths, '');
    await service.clock.set(new Date(Date.parse(base) + 2_000).toISOString());
    const begin = (): void => {
      if (ended) return;
      const env = { ...ground.env, DEATHS: deaths, DEATHS_WANTED: String(wanted) };
      worker = new WorkerProcess({ env, preload: ['dies-recording'], onExit: begin });
    };
    begin();
    await untilAllRecorded(service.pool, due.length, 60_000);
    ended = true;
    await worker!.stop();
    return { ...(await judge(service.pool, due, outages, await shiftOf(service.pool))), deaths: (await readFile(deaths)).length };
  } finally {
    ended = true;
    worker?.kill();
    await ground.dispose();
  }
}

async function untilAllRecorded(pool: Parameters<typeof countRecorded>[0], count: number, withinMs = patienceMs): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await delay(lookMs))
    if ((await countRecorded(pool).catch(() => 0)) >= count) return;
}

async function shiftOf(pool: Parameters<typeof countRecorded>[0]): Promise<number> {
  const { rows } = await pool.query<{ ms: number }>('select (extract(epoch from shift) * 1000)::float8 as ms from clock.shift');
  return rows[0]!.ms;
}
