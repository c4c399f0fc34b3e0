import type { Problem, Rejection, Sentence } from '#domain/kernel/index.js';

/** A command or query that is answered with a problem document. Nothing was changed. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly errors: readonly Problem[];
  readonly missing: readonly string[];
  readonly detail: Sentence | undefined;
  /** Seconds after which it is worth trying again. */
  readonly retryAfter: number | undefined;
  /** What the caller can do instead, when the phase stands in the way. */
  readonly allowedCommands: readonly string[] | undefined;

  constructor(
    readonly code: string,
    more: {
      errors?: readonly Problem[];
      missing?: readonly string[];
      detail?: Sentence;
      retryAfter?: number;
      allowedCommands?: readonly string[];
    } = {},
  ) {
    super(code);
    this.errors = more.errors ?? [];
    this.missing = more.missing ?? [];
    this.detail = more.detail;
    this.retryAfter = more.retryAfter;
    this.allowedCommands = more.allowedCommands;
  }

  static by(rejection: Rejection, allowedCommands?: readonly string[]): Refused {
    return new Refused(rejection.code, { ...rejection, ...(allowedCommands && { allowedCommands }) });
  }
}
