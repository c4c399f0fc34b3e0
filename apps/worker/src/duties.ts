import { kindOf } from '#infra/log.js';
import type { Log } from '#infra/log.js';
import type { WorkQueue } from '#infra/queue/queue.js';
import type { Service } from '#infra/service.js';
import { Duty } from './duty.js';

const prepareAgainMs = 1_000;
const furthestMs = 60 * 60 * 1_000;

/** Nobody waits for a seal: the sweep alone is soon enough. */
const noQueue: WorkQueue = {
  wake: () => Promise.resolve(),
  wakeIn: () => Promise.resolve(),
  onWake: () => undefined,
  close: () => Promise.resolve(),
};

/** What a worker does: it keeps the read models up, lets alarms ring, and seals the log. */
export class Duties {
  readonly #catchUp: Duty;
  readonly #ring: Duty;
  readonly #seal: Duty;
  #stopped = false;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(
    private readonly service: Pick<Service, 'projector' | 'store' | 'alarms' | 'clock' | 'evidence'>,
    queueOf: (name: string) => WorkQueue,
    private readonly log: Log,
  ) {
    this.#catchUp = new Duty('catch-up', () => service.projector.catchUp(), queueOf('catch-up'), log);
    this.#ring = new Duty('ring', () => this.#letRing(), queueOf('ring'), log);
    this.#seal = new Duty('seal', () => service.evidence.catchUp(), noQueue, log);
  }

  async start(): Promise<void> {
    await this.#prepare();
    this.#catchUp.start();
    this.#ring.start();
    this.#seal.start();
    this.#unlisten = await this.service.store.onAppended(() => {
      this.#catchUp.ring();
      this.#ring.ring();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#unlisten?.();
    await Promise.all([this.#ring.stop(), this.#catchUp.stop(), this.#seal.stop()]);
    await this.service.projector.catchUp().catch(() => undefined);
  }

  /** Every alarm that is due, in the order of their moments; what one brings about is folded before the next is looked for. */
  async #letRing(): Promise<void> {
    const { projector, alarms, clock } = this.service;
    do await projector.catchUp();
    while (!this.#stopped && (await alarms.ring()) > 0);
    const next = await alarms.nextAt();
    if (next !== undefined) this.#ring.ringIn(Math.min(furthestMs, Math.max(0, Date.parse(next) - Date.parse(await clock.now()))));
  }

  /** A database that is not there yet is waited for. */
  async #prepare(): Promise<void> {
    while (!this.#stopped) {
      try {
        return await this.service.projector.prepare();
      } catch (error) {
        this.log.warn(kindOf(error), 'the views could not be prepared; trying again');
        await new Promise((resolve) => setTimeout(resolve, prepareAgainMs));
      }
    }
  }
}
