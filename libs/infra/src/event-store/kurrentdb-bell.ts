import type { AllStreamResolvedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client';

export interface BellParts {
  /** The position of the newest event, '' when there is none. */
  readonly last: () => Promise<string>;
  /** Opens a subscription to what comes after a position; '' stands for the end of the log. */
  readonly subscribe: (after: string) => AllStreamSubscription;
  /** The position of an event that was heard; undefined for what is none of ours. */
  readonly heard: (event: AllStreamResolvedEvent) => string | undefined;
}

const againMs = 500;
const lookMs = 1_000;
/** After so long without hearing of an event that is in the log, the subscription is taken for dead. */
const silentMs = 3_000;

/**
 * One subscription a process, for however many bells. It is opened again when it ends, and when the log is seen to hold what it never
 * told; each new one rings once, because something may have come in between.
 */
export class KurrentDbBell {
  readonly #parts: BellParts;
  readonly #bells = new Set<() => void>();
  /** Counts the attempts to open one, so that an earlier one is known as such. */
  #attempt = 0;
  #subscription: AllStreamSubscription | undefined;
  #again: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  /** The last position told of by the subscription, or from where it tells. */
  #told = '';
  /** The last position seen in the log while a subscription was open, and since when one is waited for. */
  #seen = { position: '', at: 0 };

  constructor(parts: BellParts) {
    this.#parts = parts;
  }

  add(bell: () => void): () => Promise<void> {
    this.#bells.add(bell);
    if (this.#bells.size === 1) {
      void this.#open();
      this.#look = setInterval(() => this.#judge(), lookMs);
    }
    return () => {
      if (this.#bells.delete(bell) && this.#bells.size === 0) this.stop();
      return Promise.resolve();
    };
  }

  /** An event of this position was appended or read: the subscription ought to tell of it soon. */
  saw(position: string): void {
    if (!this.#subscription || position <= this.#told || position <= this.#seen.position) return;
    this.#seen = { position, at: this.#isWaiting() ? this.#seen.at : performance.now() };
  }

  /** Ends the subscription. */
  stop(): void {
    clearTimeout(this.#again);
    clearInterval(this.#look);
    this.#leave();
  }

  #isWaiting(): boolean {
    return this.#seen.position > this.#told;
  }

  #ring(): void {
    for (const bell of this.#bells) bell();
  }

  async #open(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const isCurrent = (): boolean => this.#attempt === attempt;
    const ended = (): void => {
      if (isCurrent()) this.#reopen(againMs);
    };
    const after = await this.#parts.last().catch(() => undefined);
    if (after === undefined) return ended();
    if (!isCurrent()) return;
    const subscription = this.#parts.subscribe(after);
    this.#subscription = subscription;
    this.#told = after;
    subscription.on('confirmation', () => this.#ring());
    subscription.on('data', (event: AllStreamResolvedEvent) => {
      const position = this.#parts.heard(event);
      if (position === undefined || !isCurrent()) return;
      if (position > this.#told) this.#told = position;
      this.#ring();
    });
    subscription.on('error', ended);
    subscription.on('end', ended);
    subscription.on('close', ended);
  }

  #reopen(afterMs: number): void {
    this.#leave();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.#open(), afterMs);
  }

  #judge(): void {
    if (this.#subscription && this.#isWaiting() && performance.now() - this.#seen.at > silentMs) this.#reopen(0);
  }

  #leave(): void {
    this.#attempt += 1;
    const left = this.#subscription;
    this.#subscription = undefined;
    if (!left) return;
    // It may not even have begun; whatever it still says is nobody's.
    left.on('error', () => undefined);
    void left.unsubscribe().catch(() => undefined);
    left.destroy();
  }
}
