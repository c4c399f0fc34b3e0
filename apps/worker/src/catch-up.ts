import type { EventStore } from '#infra/event-store/event-store.js';
import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';
import type { WorkQueue } from '#infra/queue/queue.js';
import type { Projector } from '#infra/read-models/projector.js';

const sweepMs = 1_000;
const bellMs = 5;
const prepareAgainMs = 1_000;

/** Keeps the read models up: the bell asks the queue, the queue calls soon, a sweep calls surely. */
export class CatchUp {
  #stopped = false;
  #sweep: NodeJS.Timeout | undefined;
  #rung: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(
    private readonly projector: Projector,
    private readonly store: EventStore,
    private readonly queue: WorkQueue,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    await this.#prepare();
    this.queue.onWake(() => this.projector.catchUp());
    this.#unlisten = await this.store.onAppended(() => this.#ring());
    this.#sweepSoon();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#sweep);
    clearTimeout(this.#rung);
    await this.#unlisten?.();
    await this.queue.close();
    await this.projector.catchUp().catch(() => undefined);
  }

  /** A database that is not there yet is waited for. */
  async #prepare(): Promise<void> {
    while (!this.#stopped) {
      try {
        return await this.projector.prepare();
      } catch (error) {
        this.log.warn(kindOf(error), 'the views could not be prepared; trying again');
        await new Promise((resolve) => setTimeout(resolve, prepareAgainMs));
      }
    }
  }

  /** Many bells within five milliseconds are one. */
  #ring(): void {
    if (this.#rung || this.#stopped) return;
    this.#rung = setTimeout(() => {
      this.#rung = undefined;
      void this.queue.wake();
    }, bellMs);
  }

  #sweepSoon(): void {
    if (this.#stopped) return;
    this.#sweep = setTimeout(() => {
      this.projector
        .catchUp()
        .catch((error: unknown) => this.log.warn(kindOf(error), 'the views could not catch up; trying again'))
        .finally(() => this.#sweepSoon());
    }, sweepMs);
  }
}
