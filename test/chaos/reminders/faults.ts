import { setTimeout as delay } from 'node:timers/promises';
import type { Ground } from './ground.js';
import type { Outage } from './verdict.js';
import { WorkerProcess } from './worker-process.js';

const day = 86_400_000;
/** By how much the process clock of each worker is off; each new one takes the next. */
const clocksOff = [0, 90_000, -90_000, 400 * day];

/** Workers that are killed and replaced; a stretch without a single ready one is an outage. */
export class Workforce {
  readonly #workers: WorkerProcess[] = [];
  #ready = 0;
  #begun = 0;
  #none: Outage | undefined;
  #ended = false;
  kills = 0;

  constructor(
    private readonly ground: Ground,
    private readonly outages: Outage[],
  ) {}

  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, place) => this.#begin(place)));
  }

  /** kill -9 of one after the other, each replaced at once. */
  killNext(): void {
    const place = this.kills % this.#workers.length;
    this.kills += 1;
    this.#workers[place]!.kill();
    void this.#begin(place);
  }

  async stop(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  async #begin(place: number): Promise<void> {
    const off = clocksOff[this.#begun++ % clocksOff.length]!;
    let wasReady = false;
    const worker = new WorkerProcess({
      env: { ...this.ground.env, CLOCK_OFF_MS: String(off) },
      preload: ['shifted-clock'],
      onExit: () => {
        if (wasReady) this.#count(-1);
        // One that ended by itself, such as while the database was away, is started again as any supervisor would.
        if (!this.#ended && this.#workers[place] === worker) void this.#begin(place);
      },
    });
    this.#workers[place] = worker;
    if (!(await worker.ready)) return;
    wasReady = true;
    this.#count(1);
  }

  #count(more: 1 | -1): void {
    this.#ready += more;
    if (this.#none && this.#ready > 0) {
      this.#none.until = Date.now();
      this.#none = undefined;
    } else if (!this.#none && this.#ready === 0 && !this.#ended)
      this.outages.push((this.#none = { what: 'no worker', from: Date.now(), until: Infinity }));
  }
}

export interface Counts {
  kills: number;
  losses: number;
  restarts: number;
}

/** Does its worst for so long: a kill every two seconds, `losses` of the queue and `restarts` of the database, evenly spread. */
export async function doWorst(
  ground: Ground,
  workers: Workforce,
  outages: Outage[],
  { forMs, losses, restarts }: { forMs: number; losses: number; restarts: number },
): Promise<Counts> {
  const counts = { kills: 0, losses: 0, restarts: 0 };
  const begun = Date.now();
  const during = async (what: string, work: () => Promise<void>): Promise<void> => {
    const outage: Outage = { what, from: Date.now(), until: Infinity };
    outages.push(outage);
    await work();
    outage.until = Date.now();
  };
  const at = async (share: number): Promise<void> => void (await delay(Math.max(0, begun + share * forMs - Date.now())));

  const kill = async (): Promise<void> => {
    while (Date.now() - begun + 2_000 < forMs) {
      await delay(2_000);
      workers.killNext();
      counts.kills += 1;
    }
  };
  /** The queue lies in the database, so the two kinds of loss take turns and never fall together. */
  const breakServers = async (): Promise<void> => {
    const faults = losses + restarts;
    const restartAt = new Set(Array.from({ length: restarts }, (_, nth) => Math.floor(((nth + 0.5) * faults) / restarts)));
    for (let nth = 0; nth < faults; nth += 1) {
      await at((nth + 0.5) / faults);
      if (restartAt.has(nth)) {
        await during('database', () => ground.restartDatabase());
        counts.restarts += 1;
        continue;
      }
      counts.losses += 1;
      if (counts.losses % 3 === 0 && ground.restartQueue) await during('queue', ground.restartQueue);
      else if (counts.losses % 2 === 1) await during('queue', () => ground.loseQueue());
      else await during('queue', () => ground.emptyQueue());
    }
  };
  await Promise.all([kill(), breakServers()]);
  await at(1);
  return counts;
}
