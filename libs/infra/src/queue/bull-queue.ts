import type { EventEmitter } from 'node:events';
import type { JobsOptions, Queue, Worker } from 'bullmq';
import { settledWithin } from '../settled-within.js';
import type { WorkQueue } from './queue.js';

/** One opening of a queue: the end that adds jobs, the end that does them when there is work, and what lets go of every connection. */
export interface OpenedQueue {
  readonly queue: Queue;
  readonly worker?: Worker;
  /** Ends every connection of both ends, whatever state they are in. */
  release(): void;
}

export interface Backend {
  open(work: (() => Promise<void>) | undefined): OpenedQueue;
  /** Whether an error says that this opening will never work again. */
  isOver(error: Error): boolean;
}

type End = Pick<EventEmitter, 'on' | 'off'> & { waitUntilReady(): Promise<unknown> };
const endsOf = ({ queue, worker }: OpenedQueue): End[] => (worker ? [worker as End, queue] : [queue]);

const addWithinMs = 2_000;
const readyWithinMs = 1_000;
const closeWithinMs = 3_000;
const reopenAfterMs = 1_000;
/** So many errors before anything else had its turn: the worker spins. */
const mostErrorsAtOnce = 10;
/** Another worker takes over a killed worker's job after at most the two of them together. */
export const workerTimes = { stalledInterval: 5_000, lockDuration: 10_000, runRetryDelay: 1_000 } as const;

/**
 * A queue on a backend of BullMQ. A worker whose every fetch fails asks again at once and would leave the process no time for anything
 * else: it is taken off at the first sign of that and opened anew a second later. What waited in the queue is found by the sweep.
 * `onError` hears one error a second.
 */
export function bullQueue(name: string, backend: Backend, onError: (error: Error) => void): WorkQueue {
  let work: (() => Promise<unknown>) | undefined;
  let opened: OpenedQueue | undefined;
  let reopening: NodeJS.Timeout | undefined;
  let closed = false;
  let errors = 0;
  let told = Number.NEGATIVE_INFINITY;

  const failed = (error: Error): void => {
    if (closed) return;
    if (performance.now() - told > reopenAfterMs) {
      told = performance.now();
      onError(error);
    }
    if (errors === 0) setImmediate(() => (errors = 0));
    errors += 1;
    if (backend.isOver(error) || errors > mostErrorsAtOnce) takeOff();
  };
  const open = (): void => {
    const mine = backend.open(work && (async () => void (await work?.())));
    opened = mine;
    for (const end of endsOf(mine)) {
      end.on('error', failed);
      // An end that could not be made ready once stays so.
      end.waitUntilReady().catch(() => opened === mine && takeOff());
    }
  };
  /**
   * Closing marks the worker at once, which ends its loop; how long the rest takes does not matter. Ends that are still being made are
   * waited for first, unless the worker spins.
   */
  const shut = async (spins: boolean): Promise<void> => {
    const mine = opened;
    opened = undefined;
    if (!mine) return;
    const ends = endsOf(mine);
    for (const end of ends) end.off('error', failed).on('error', () => undefined);
    if (!spins)
      await settledWithin(
        readyWithinMs,
        ends.map((end) => end.waitUntilReady()),
      );
    await settledWithin(closeWithinMs, [mine.worker?.close(spins), mine.queue.close()]);
    mine.release();
  };
  const takeOff = (): void => {
    if (closed || reopening) return;
    void shut(true);
    reopening = setTimeout(() => {
      reopening = undefined;
      if (!closed) open();
    }, reopenAfterMs);
  };
  /** After a `close` an add never settles, so nobody waits for it longer than this. */
  const add = async (options: JobsOptions): Promise<void> => {
    const added = opened?.queue.add(name, {}, { removeOnComplete: true, removeOnFail: true, ...options });
    if (added) await settledWithin(addWithinMs, [added.then(() => undefined, failed)]);
  };

  return {
    wake: () => add({ deduplication: { id: name, keepLastIfActive: true } }),
    wakeIn: (milliseconds) => {
      const delay = Math.max(1, Math.round(milliseconds));
      return add({ delay, deduplication: { id: `${name}-later`, ttl: delay, extend: true, replace: true } });
    },
    onWake(task) {
      work = task;
      if (!closed) open();
    },
    async close() {
      closed = true;
      clearTimeout(reopening);
      await shut(false);
    },
  };
}
