/** What a machine's token may carry; a person's rights come from streams and tables instead. */
export type Scope = 'admin' | 'integration';

/** Who sends a request, as a verified token says it; frozen, because one object serves many requests. */
export interface Caller {
  readonly personId: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
}

export interface TokenVerifier {
  /** The caller a token speaks for; rejects with `Unauthenticated`, or `IssuerUnavailable` when nobody can tell at the moment. */
  verify(token: string): Promise<Caller>;
}

const sentences = {
  missing: 'A bearer token is needed.',
  malformed: 'The bearer token is not a well-formed JWT.',
  expired: 'The token has expired.',
  signature: 'The token is not signed with a key and algorithm of the issuer.',
  issuer: 'The token comes from another issuer.',
  audience: 'The token is meant for another audience.',
  claims: 'A claim of the token is missing or not as it should be.',
};

/** The request does not say who it is from (401). The message is a fixed sentence and there is no cause: neither can hold a token or a claim. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';

  constructor(readonly reason: keyof typeof sentences) {
    super(sentences[reason]);
  }
}

/** The one token in an `Authorization` header; throws `Unauthenticated`: `missing` without a header, `malformed` for any other content. */
export function bearerToken(header: string | undefined): string {
  if (header === undefined || header.trim() === '') throw new Unauthenticated('missing');
  const token = /^bearer +([\w.~+/-]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw new Unauthenticated('malformed');
  return token;
}

/** 1–200 visible characters (code points): no white space, no control, formatting or zero-width character, no half surrogate. */
export function isPersonId(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]{1,200}$/u.test(value);
}

/** 1–64 letters of A–Z and a–z, digits, `_` and `-`. */
export function isTenant(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

const isScope = (word: string): word is Scope => word === 'admin' || word === 'integration';

/** The caller in the claims of a token whose signature has been checked; throws `Unauthenticated('claims')`. Other words in `scope` are left out. */
export function callerOf(claims: Readonly<Record<string, unknown>>, subjectClaim: string): Caller {
  const own = (name: string): unknown => (Object.hasOwn(claims, name) ? claims[name] : undefined);
  const [personId, tenant, scope = ''] = [own(subjectClaim), own('tenant'), own('scope')];
  if (!isPersonId(personId) || !isTenant(tenant) || typeof scope !== 'string') throw new Unauthenticated('claims');
  return Object.freeze({ personId, tenant, scopes: Object.freeze([...new Set(scope.split(' ').filter(isScope))]) });
}
