/** What a person reads, in both languages of the service. */
export interface Sentence {
  readonly en: string;
  readonly nl: string;
}

/** Where in the body something is wrong (JSON pointer), and what to do about it. */
export interface Problem {
  readonly pointer: string;
  readonly message: Sentence;
}

/** Why a command was refused: the code that comes first, every code that stands in the way, the places in the body. */
export interface Rejection {
  readonly code: string;
  readonly missing: readonly string[];
  readonly errors: readonly Problem[];
  /** The unmet precondition, when it has no code of its own (`not-possible`). */
  readonly detail?: Sentence;
}

/** A rule's answer: not refused, refused, or refused at these places. */
export type Refusal = boolean | readonly Problem[];

export const isRefused = (refusal: Refusal): boolean => (typeof refusal === 'boolean' ? refusal : refusal.length > 0);
