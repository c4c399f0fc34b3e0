/** A stored personal text: version, key of the subject, event and field under which it was first stored, nonce, ciphertext with tag. */
export interface Envelope {
  readonly v: 1;
  readonly s: string;
  readonly e: string;
  readonly f: string;
  readonly n: string;
  readonly d: string;
}

/**
 * A personal text on its way through the domain. It can be handed from command to event to state to row, never looked into:
 * rules and folds see only whether it is there. `JSON.stringify` says nothing of it.
 */
export class Sealed {
  readonly #plain: string | undefined;
  readonly envelope: Envelope | undefined;

  private constructor(plain: string | undefined, envelope: Envelope | undefined) {
    this.#plain = plain;
    this.envelope = envelope;
  }

  /** A text as it came in, not stored yet. */
  static hide(plain: string): Sealed {
    return new Sealed(plain, undefined);
  }

  /** A text as it lies in the store. */
  static stored(envelope: Envelope): Sealed {
    return new Sealed(undefined, envelope);
  }

  /** The text of a fresh one, for the sealing at the boundary only (the import rules keep `libs/domain` from calling it). */
  static plainOf(sealed: Sealed): string | undefined {
    return sealed.#plain;
  }

  toJSON(): Envelope | string | undefined {
    return storing ? this.envelope : '[sealed]';
  }
}

let storing = false;

/** A value as it is stored in a row: the envelopes of its sealed texts in their places. A text that is not sealed yet is left out. */
export function stringify(value: unknown): string {
  storing = true;
  try {
    return JSON.stringify(value);
  } finally {
    storing = false;
  }
}

/** Tells an envelope from any other stored value by its six keys. */
export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false;
  const it = value as Partial<Envelope>;
  return it.v === 1 && typeof it.d === 'string' && typeof it.n === 'string' && typeof it.e === 'string' && typeof it.s === 'string';
}

/** Copies a stored value with every envelope in it wrapped as `Sealed`. */
export function revive<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (isEnvelope(value)) return Sealed.stored(value) as T;
  if (Array.isArray(value)) return value.map(revive) as T;
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = revive((value as Record<string, unknown>)[key]);
  return copy as T;
}
