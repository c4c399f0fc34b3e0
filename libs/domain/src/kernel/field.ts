import type { Sealed } from './sealed.js';

/** Whose key seals a text: the case, its protected compartment, a party, a staff member, a team. */
export type Subject = 'case' | 'compartment' | 'party' | 'staff' | 'team';

/** What a value looks like; everything that reads a field (validation, OpenAPI, sealing, examples) reads this. */
export type Shape =
  | { readonly kind: 'id' | 'ref' | 'bool' | 'email' | 'phone' | 'language' | 'scope' | 'birthDate' | 'time' }
  | { readonly kind: 'word'; readonly max: number }
  | { readonly kind: 'text'; readonly max: number; readonly clearable: boolean }
  | { readonly kind: 'code'; readonly values: readonly string[] }
  | { readonly kind: 'date' | 'instant'; readonly past: boolean }
  | { readonly kind: 'int'; readonly min: number; readonly max: number }
  | { readonly kind: 'list'; readonly of: Field<unknown>; readonly min: number; readonly max: number }
  | { readonly kind: 'object'; readonly fields: Fields }
  | { readonly kind: 'sealed'; readonly about: Subject | ((data: Record<string, unknown>) => Subject); readonly via: string };

export interface Field<T, Optional extends boolean = boolean> {
  readonly shape: Shape;
  readonly optional: Optional;
  /** The kind of thing this id must point at; unknown → 422 `unknown-reference`. */
  readonly refersTo?: string;
  /** The kind of thing whose id this is; left out, it is derived from the command's id. */
  readonly makes?: string;
  /** Missing or out of range is judged by a rule of its own (422), not by validation (400). */
  readonly judged?: boolean;
  readonly type?: T;
}

export type Fields = { readonly [name: string]: Field<unknown> };
type TypeOf<F> = F extends Field<infer T> ? T : never;
type OptionalName<F extends Fields> = { [N in keyof F]: F[N] extends Field<unknown, true> ? N : never }[keyof F];
type Flat<T> = { readonly [N in keyof T]: T[N] };

/** The TypeScript type of a table of fields. */
export type Infer<F extends Fields> = Flat<
  { [N in Exclude<keyof F, OptionalName<F>>]: TypeOf<F[N]> } & { [N in OptionalName<F>]?: TypeOf<F[N]> }
>;

const field = <T>(shape: Shape, more: Partial<Field<T>> = {}): Field<T, false> => ({ shape, ...more, optional: false });

export const id = field<string>({ kind: 'id' });
/** A personId, organisationId or partyId: 1–200 visible characters, stored as it is. */
export const ref = field<string>({ kind: 'ref' });
export const bool = field<boolean>({ kind: 'bool' });
export const date = field<string>({ kind: 'date', past: false });
/** A day on which something happened: today at the latest, else 422 `future-date`. */
export const pastDate = field<string>({ kind: 'date', past: true });
export const instant = field<string>({ kind: 'instant', past: false });
export const pastInstant = field<string>({ kind: 'instant', past: true });
/** A date of birth of somebody of 0–22 years; the domain may look at it to tell the age band. */
export const birthDate = field<string>({ kind: 'birthDate' });
/** A time of day in Amsterdam, `HH:MM`. */
export const time = field<string>({ kind: 'time' });
export const email = field<Sealed>({ kind: 'email' });
export const phone = field<Sealed>({ kind: 'phone' });
export const language = field<string>({ kind: 'language' });
/** `discuss_team`, or `share_org:`, `request_info:`, `invite_org:` with an organisationId. */
export const scope = field<string>({ kind: 'scope' });
export const int = (min: number, max: number): Field<number, false> => field<number>({ kind: 'int', min, max });
/** A plain name of a kind of thing, such as a discipline: one line of visible characters, stored in clear. */
export const word = (max: number): Field<string, false> => field<string>({ kind: 'word', max });
/** A trimmed plain text of 1..max characters; personal, hence sealed from here on. */
export const text = (max: number): Field<Sealed, false> => field<Sealed>({ kind: 'text', max, clearable: false });
/** As `text`, but the empty text is allowed and means: clear it. */
export const clearable = (max: number): Field<Sealed | '', false> => field<Sealed | ''>({ kind: 'text', max, clearable: true });
export const oneOf = <const V extends readonly string[]>(...values: V): Field<V[number], false> =>
  field<V[number]>({ kind: 'code', values });
export const list = <T>(of: Field<T, false>, min = 0, max = 200): Field<readonly T[], false> =>
  field<readonly T[]>({ kind: 'list', of, min, max });
export const object = <F extends Fields>(fields: F): Field<Infer<F>, false> => field<Infer<F>>({ kind: 'object', fields });

export const optional = <T>(of: Field<T>): Field<T, true> => ({ ...of, optional: true });
/** May be missing or out of range as far as validation goes: a rule of the command answers with its own code. */
export const judged = <T>(of: Field<T>): Field<T, true> => ({ ...of, optional: true, judged: true });
/** The id of a thing the aggregate must know. */
export const known = (kind: string, of: Field<string, false> = id): Field<string, false> => ({ ...of, refersTo: kind });
/** The id of what the command makes; the client may choose it. */
export const newId = (kind: string): Field<string, false> => ({ ...id, makes: kind });

/** In an event: a text sealed under the key of this subject; `via` names the sibling field with the subject's id (party, staff). */
export const about = (
  subject: Subject | ((data: Record<string, unknown>) => Subject),
  via = subject === 'staff' ? 'personId' : 'partyId',
): Field<Sealed, false> => field<Sealed>({ kind: 'sealed', about: subject, via });
