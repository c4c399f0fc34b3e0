import { createHash } from 'node:crypto';
import type { Caller } from './token.js';

interface Entry {
  readonly caller: Caller;
  readonly until: number;
}

/**
 * The callers of tokens verified a short while ago, the least recently used leaving first.
 * Holds the SHA-256 of a token, never the token; an entry ends at the token's `exp` or after `holdMs`,
 * whichever comes first, so that a key the issuer withdraws does not live on here.
 */
export class VerifiedCallers {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly limit = 5_000,
    private readonly holdMs = 60_000,
  ) {}

  /** `now` in milliseconds of real time. */
  find(token: string, now: number): Caller | undefined {
    const key = digest(token);
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (now >= entry.until) return undefined;
    this.entries.set(key, entry);
    return entry.caller;
  }

  /** `exp` in seconds, as in the claim; `now` in milliseconds of real time. */
  keep(token: string, caller: Caller, exp: number, now: number): void {
    const until = Math.min(exp * 1_000, now + this.holdMs);
    if (now >= until) return;
    const key = digest(token);
    this.entries.delete(key);
    this.entries.set(key, { caller, until });
    if (this.entries.size > this.limit) this.entries.delete(this.entries.keys().next().value!);
  }

  get size(): number {
    return this.entries.size;
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');
