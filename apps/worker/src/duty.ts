import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';
import type { WorkQueue } from '#infra/queue/queue.js';
import { metrics } from './metrics.js';

const sweepMs = 1_000;
const bellMs = 5;

/**
 * Work that a table says is due and that may be done twice: the queue calls it soon, a sweep every second calls it surely. So a lost queue
 * or a killed worker costs a second, never truth.
 */
export class Duty {
  #stopped = false;
  #sweep: NodeJS.Timeout | undefined;
  #rung: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    private readonly work: () => Promise<unknown>,
    private readonly queue: WorkQueue,
    private readonly log: Log,
  ) {}

  start(): void {
    this.queue.onWake(() => this.#run());
    this.#sweepSoon();
  }

  /** Many bells within five milliseconds are one. */
  ring(): void {
    if (this.#rung || this.#stopped) return;
    this.#rung = setTimeout(() => {
      this.#rung = undefined;
      void this.queue.wake();
    }, bellMs);
  }

  /** Asks the queue to call at a moment from now; the last asking counts. */
  ringIn(milliseconds: number): void {
    if (!this.#stopped) void this.queue.wakeIn(milliseconds);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#sweep);
    clearTimeout(this.#rung);
    await this.queue.close();
    await this.#running;
  }

  /** One run at a time in this process; who asks meanwhile shares it. */
  #run(): Promise<void> {
    if (this.#running) return this.#running;
    const over = metrics.duties.startTimer({ duty: this.name });
    this.#running = this.work()
      .then(() => void over())
      .catch((error: unknown) => {
        metrics.failures.inc({ duty: this.name });
        this.log.warn({ ...kindOf(error), duty: this.name }, 'a duty failed and is tried again');
      })
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  #sweepSoon(): void {
    if (this.#stopped) return;
    this.#sweep = setTimeout(() => void this.#run().finally(() => this.#sweepSoon()), sweepMs);
  }
}
