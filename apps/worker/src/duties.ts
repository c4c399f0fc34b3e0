import { kindOf } from '#infra/log.js';
import type { Log } from '#infra/log.js';
import type { Work } from '#infra/operations/operations.js';
import type { WorkQueue } from '#infra/queue/queue.js';
import type { Service } from '#infra/service.js';
import { Duty } from './duty.js';

const prepareAgainMs = 1_000;
/** For so long a worker that stops goes on folding what comes in, so that the next one starts at the end of the log. */
const foldOnMs = 2_000;
const furthestMs = 60 * 60 * 1_000;

/** Nobody waits for a seal or for what an operator asked: the sweep alone is soon enough. */
const noQueue: WorkQueue = {
  wake: () => Promise.resolve(),
  wakeIn: () => Promise.resolve(),
  onWake: () => undefined,
  close: () => Promise.resolve(),
};

/** What a worker does: it keeps the read models up, gives what policies say, lets alarms ring, sends what they told, seals the log, and does what an operator asked. */
export class Duties {
  readonly #catchUp: Duty;
  readonly #ring: Duty;
  readonly #deliver: Duty;
  readonly #seal: Duty;
  readonly #retry: Duty;
  readonly #rebuild: Duty;
  #stopped = false;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(
    private readonly service: Pick<
      Service,
      'projector' | 'policies' | 'store' | 'alarms' | 'deliveries' | 'clock' | 'evidence' | 'operations'
    >,
    queueOf: (name: string) => WorkQueue,
    private readonly log: Log,
  ) {
    this.#catchUp = new Duty('catch-up', () => this.#catchUpWithLog(), queueOf('catch-up'), log);
    this.#ring = new Duty(
      'ring',
      () => this.#unlessPaused('reminders', () => this.#unlessPaused('views', () => this.#letRing())),
      queueOf('ring'),
      log,
    );
    this.#deliver = new Duty('deliver', () => this.#unlessPaused('deliveries', () => this.#deliverDue()), queueOf('deliver'), log);
    this.#seal = new Duty('seal', () => service.evidence.catchUp(), noQueue, log);
    this.#retry = new Duty('retry', () => service.operations.retryAsked(), noQueue, log);
    this.#rebuild = new Duty('rebuild', () => service.operations.rebuildAsked(() => this.#stopped), noQueue, log);
  }

  async start(): Promise<void> {
    await this.#prepare();
    this.#catchUp.start();
    this.#ring.start();
    this.#deliver.start();
    this.#seal.start();
    this.#retry.start();
    this.#rebuild.start();
    this.#unlisten = await this.service.store.onAppended(() => {
      this.#catchUp.ring();
      this.#ring.ring();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const patience = setTimeout(() => this.service.projector.rest(), foldOnMs);
    await this.#unlisten?.();
    await Promise.all([this.#deliver, this.#ring, this.#catchUp, this.#seal, this.#retry, this.#rebuild].map((duty) => duty.stop()));
    await this.#foldViews().catch(() => undefined);
    clearTimeout(patience);
  }

  /** The read models, and the deliveries that follow from what was told. */
  async #catchUpWithLog(): Promise<void> {
    await this.#comeToRest();
    if ((await this.service.deliveries.plan()) > 0) this.#deliver.ring();
  }

  /** Folds what happened and gives what follows from it, until nothing more follows. */
  async #comeToRest(): Promise<void> {
    const given = (): Promise<number | undefined> => this.#unlessPaused('policies', () => this.service.policies.run());
    do await this.#foldViews();
    while (
      // What was appended while the policies looked is folded now: who rang meanwhile shares this run.
      !this.#stopped &&
      (((await given()) ?? 0) > 0 || ((await this.#foldViews()) ?? 0) > 0)
    );
  }

  /** Every alarm that is due, in the order of their moments; what one brings about is folded before the next is looked for. */
  async #letRing(): Promise<void> {
    const { alarms, deliveries } = this.service;
    do await this.#comeToRest();
    while (!this.#stopped && (await alarms.ring()) > 0);
    await this.#callAgain(this.#ring, await alarms.nextAt());
    if (await deliveries.isDue()) this.#deliver.ring();
  }

  /** Every mail that is due, in the order of their moments. */
  async #deliverDue(): Promise<void> {
    const { deliveries } = this.service;
    while (!this.#stopped && (await deliveries.send()) > 0);
    await this.#callAgain(this.#deliver, await deliveries.nextAt());
  }

  async #callAgain(duty: Duty, next: string | undefined): Promise<void> {
    if (next !== undefined) duty.ringIn(Math.min(furthestMs, Math.max(0, Date.parse(next) - Date.parse(await this.service.clock.now()))));
  }

  #foldViews(): Promise<number | undefined> {
    return this.#unlessPaused('views', () => this.service.projector.catchUp());
  }

  /** An operator lets this work rest: what is due stays due. */
  async #unlessPaused<T>(work: Work, task: () => Promise<T>): Promise<T | undefined> {
    return (await this.service.operations.isPaused(work)) ? undefined : task();
  }

  /** A database that is not there yet is waited for. */
  async #prepare(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.service.policies.prepare();
        await this.service.projector.prepare();
        return await this.service.deliveries.prepare();
      } catch (error) {
        this.log.warn(kindOf(error), 'views and policies could not be prepared; trying again');
        await new Promise((resolve) => setTimeout(resolve, prepareAgainMs));
      }
    }
  }
}
