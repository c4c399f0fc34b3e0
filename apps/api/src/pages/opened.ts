import type { Sealed } from '#domain/kernel/index.js';

/** A document whose sealed texts were opened. */
export type Opened<T> = T extends Sealed
  ? string
  : T extends readonly (infer I)[]
    ? readonly Opened<I>[]
    : T extends object
      ? { readonly [K in keyof T]: Opened<T[K]> }
      : T;
