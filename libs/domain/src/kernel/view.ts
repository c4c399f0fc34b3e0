import type { Meta, Vocabulary } from './event.js';
import type { Infer } from './field.js';
import type { Sealed } from './sealed.js';

/** What a column of a view's table holds; `date` is a local date, `dates` and `texts` are lists. */
export type ColumnType = 'text' | 'int' | 'bool' | 'date' | 'texts';
export type Cell = string | number | boolean | null | readonly string[];

/** Columns by which lists are filtered and sorted; each table also has the id, and `item`, a document of its own for each row. */
export interface Table<D> {
  readonly columns: { readonly [name: string]: ColumnType };
  /** Column lists, each of which gets an index; `tenant` comes first by itself. */
  readonly indexes: readonly (readonly string[])[];
  /** A column by which a sweep finds rows of all tenants. */
  readonly sweptBy?: string;
  readonly rows: (document: D) => readonly Row[];
  /**
   * For a table that only grows: `rows` are those since the document was stored last, each with its place, and this is the document that is
   * stored once they are. So a long history costs an event no more than a short one.
   */
  readonly rest?: (document: D) => D;
}
export interface Row {
  /** Its place among the rows of the document, where that is not the place in the list. */
  readonly ord?: number;
  readonly cells: { readonly [column: string]: Cell };
  /** Sealed texts in it stay sealed. */
  readonly item?: unknown;
}

/** Where an event stands in its stream and in the log. */
export interface Place {
  readonly revision: number;
  readonly position: string;
}

export type ViewFold<D> = (document: D, data: never, meta: Meta, place: Place) => D;

/**
 * A pure fold of the events of one stream into one document. Texts are copied sealed, never opened, so a rebuild gives equal rows.
 * A changed shape gets a new name (`case-board-2`), built beside the old one.
 */
export interface View<D> {
  readonly name: string;
  /** The kinds of stream it folds; those of one id make one document. Its revision is that of the first. */
  readonly of: readonly string[];
  readonly initial: (id: string) => D;
  readonly folds: { readonly [type: string]: ViewFold<D> };
  readonly ignores: readonly string[];
  readonly table?: Table<D>;
  /** Texts by whose words the document is found; their keyed hashes go into the blind index. */
  readonly words?: (document: D) => readonly Sealed[];
}

/** Ties a view to a vocabulary: each of its events is folded or named in `ignores`, or it does not compile. */
export const viewOf =
  <D, V extends Vocabulary>() =>
  <const I extends keyof V & string = never>(
    view: Omit<View<D>, 'folds' | 'ignores'> & {
      readonly folds: { readonly [T in Exclude<keyof V, I>]: (document: D, data: Infer<V[T]>, meta: Meta, place: Place) => D };
      readonly ignores: readonly I[];
    },
  ): View<D> =>
    view as unknown as View<D>;
