import type { Infer, Meta, Place, calculation } from '../../kernel/index.js';
import type { CaseData, CaseEventType } from '../../support-case/events/index.js';

/** How a stamped date was counted, as it stands in the event. */
export type Explained = Infer<{ readonly it: typeof calculation }>['it'];

type PartFold<S, T extends CaseEventType> = (state: S, data: CaseData<T>, meta: Meta, place: Place) => S;

/** A piece of a document with the folds of the events that change it. */
export type Part<S, T extends CaseEventType> = { readonly [K in T]: PartFold<S, K> };

/** Ties folds to a piece of a document; each gives that piece back, whatever else the document holds. */
export const partOf =
  <S>() =>
  <T extends CaseEventType>(folds: { readonly [K in T]: PartFold<S, K> }): Part<S, T> =>
    folds;

/** Puts a piece under a name of its own in a document. */
export function within<N extends string, S, T extends CaseEventType>(name: N, part: Part<S, T>): Part<{ readonly [K in N]: S }, T> {
  const lifted: Record<string, unknown> = {};
  for (const [type, fold] of Object.entries(part) as [T, (state: S, data: never, meta: Meta, place: Place) => S][])
    lifted[type] = (document: { readonly [K in N]: S }, data: never, meta: Meta, place: Place) => ({
      ...document,
      [name]: fold(document[name], data, meta, place),
    });
  return lifted as Part<{ readonly [K in N]: S }, T>;
}

type AnyPart<D> = { readonly [type: string]: (document: D, data: never, meta: Meta, place: Place) => Partial<D> };
type TypesOf<P> = P extends unknown ? keyof P & CaseEventType : never;
type Joined<D, T extends CaseEventType> = { readonly [K in T]: PartFold<D, K> };

/**
 * Folds of a whole document from those of its pieces, in this order: each piece sees what the ones before it made of the event.
 * `last` runs after them on every event that any of them folds.
 */
export const joined =
  <D extends object>() =>
  <const P extends readonly AnyPart<D>[]>(parts: P, last: (document: D, meta: Meta) => D): Joined<D, TypesOf<P[number]>> => {
    const byType = new Map<string, AnyPart<D>[string][]>();
    for (const part of parts) for (const [type, fold] of Object.entries(part)) byType.set(type, [...(byType.get(type) ?? []), fold]);
    const folds: Record<string, (document: D, data: never, meta: Meta, place: Place) => D> = {};
    for (const [type, all] of byType)
      folds[type] = (document, data, meta, place) =>
        last(
          all.reduce((before, fold) => ({ ...before, ...fold(before, data, meta, place) }), document),
          meta,
        );
    return folds as Joined<D, TypesOf<P[number]>>;
  };

/** Copies a list with the items that match changed. */
export const changed = <T>(items: readonly T[], matches: (item: T) => boolean, to: (item: T) => T): readonly T[] =>
  items.map((item) => (matches(item) ? to(item) : item));
