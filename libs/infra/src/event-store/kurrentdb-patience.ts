import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  NotLeaderError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  isCommandError,
} from '@kurrent/kurrentdb-client';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from './event-store.js';

/** How long a caller waits for a store that does not answer, all tries together. */
export const patienceMs = 2_000;
const pauseMs = 50;
const longestPauseMs = 400;

/** What may go away by itself: nobody knows whether the call came. A node that is no leader says who is, and the client turns to that one. */
const passing = [UnavailableError, DeadlineExceededError, CancelledError, TimeoutError, NotLeaderError, UnknownError];
/** What the client throws without a name of its own: no node was found, or a connection ended under it. */
const isNameless = (error: Error): boolean => !isCommandError(error) && !(error instanceof TypeError || error instanceof RangeError);
const isPassing = (error: unknown): error is Error =>
  error instanceof Error && (passing.some((kind) => error instanceof kind) || isNameless(error));

/** We stopped waiting; the client may not have noticed. */
class TookTooLong extends Error {}

/** Gives what the promise gives, or throws after so many milliseconds: neither the bridge nor a write to a dead connection has an end of its own. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new TookTooLong()), milliseconds)));
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** When patience that begins now is over. */
export const patienceFromNow = (): number => performance.now() + patienceMs;

/**
 * Does it until it is done, as long as what stands in the way may pass. `work` hears how many milliseconds are left and whether an earlier
 * try may have come through. Throws StoreUnavailable when patience is over or we are not let in, and at once what will not pass.
 */
export async function patiently<T>(until: number, work: (leftMs: number, inDoubt: boolean) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const left = until - performance.now();
    if (left <= 0) throw new StoreUnavailable('TookTooLong');
    try {
      return await work(left, tries > 0);
    } catch (error) {
      if (error instanceof AccessDeniedError) throw new StoreUnavailable('AccessDeniedError');
      if (!isPassing(error)) throw error;
      const pause = Math.min(longestPauseMs, pauseMs * 2 ** tries);
      if (performance.now() + pause > until) throw error instanceof StoreUnavailable ? error : new StoreUnavailable(error.constructor.name);
      await delay(pause);
    }
  }
}
