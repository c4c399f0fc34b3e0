import { type JWTVerifyGetKey, createRemoteJWKSet, customFetch, errors } from 'jose';
import { jwtVerifier } from './jwt-verifier.js';
import type { TokenVerifier } from './token.js';

/** The issuer's keys cannot be had at the moment (503): the token may be good, so this is no refusal, and it is never accepted. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';

  constructor(options?: { readonly cause: unknown }) {
    super('The issuer of the tokens cannot be asked for its keys.', options);
  }
}

export interface OidcOptions {
  /** The exact `iss`, an http or https URL. */
  readonly issuer: string;
  readonly audience: string;
  /** The claim that becomes `personId`. */
  readonly subjectClaim: string;
  /** Bound of one question to the issuer (default 5,000 ms). */
  readonly timeoutMs?: number;
  /** After keys were fetched, an unknown `kid` waits this long for the next fetch: the longest delay of a rotation (default 5,000 ms). */
  readonly keyCooldownMs?: number;
  /** After a failed question, this long every caller hears at once that the issuer is unavailable (default 1,000 ms). */
  readonly pauseMs?: number;
}

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/**
 * Verifies the tokens of an OpenID Connect issuer (`AUTH=oidc`). The issuer is asked at the first token, not at the start;
 * its keys are kept for 10 minutes. Throws a TypeError for an issuer that is no URL or an empty audience or subject claim.
 */
export function oidcVerifier(options: OidcOptions): TokenVerifier {
  const { issuer, audience, subjectClaim } = options;
  if (!/^https?:\/\//.test(issuer) || !URL.canParse(issuer)) throw new TypeError('the issuer must be an http or https URL');
  if (audience === '' || subjectClaim === '') throw new TypeError('audience and subject claim must not be empty');
  return jwtVerifier({ issuer, audience, subjectClaim, keyOf: issuerKeys(options) });
}

function issuerKeys({ issuer, timeoutMs = 5_000, keyCooldownMs = 5_000, pauseMs = 1_000 }: OidcOptions): JWTVerifyGetKey {
  let keys: KeySet | undefined;
  let discovery: Promise<KeySet> | undefined;
  let quietUntil = 0;

  // A redirect is an answer other than 200: keys come from the place the issuer names, and from nowhere else.
  const ask = async (url: string, init: RequestInit): Promise<unknown> => {
    if (performance.now() < quietUntil) throw new Error('The issuer failed a moment ago and is not asked yet.');
    const response = await fetch(url, { ...init, redirect: 'manual' });
    if (response.status !== 200) throw new Error(`The issuer answered with status ${response.status}.`);
    return response.json();
  };

  const discover = async (): Promise<KeySet> => {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const document = await ask(url, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeoutMs) });
    return createRemoteJWKSet(jwksUrl(document, issuer), {
      timeoutDuration: timeoutMs,
      cooldownDuration: keyCooldownMs,
      [customFetch]: async (place, init) => Response.json(await ask(place, init)),
    });
  };

  return async (header, input) => {
    try {
      keys ??= await (discovery ??= discover().finally(() => (discovery = undefined)));
      return await keys(header, input);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // Only a pause that is over begins anew: under steady load the issuer would otherwise never be asked again.
      if (performance.now() >= quietUntil) quietUntil = performance.now() + pauseMs;
      // The address of the keys may have moved; keys that are still good are kept, so that an unknown `kid` harms nobody else.
      if (keys && !keys.fresh) keys = undefined;
      throw new IssuerUnavailable({ cause: error });
    }
  };
}

/** The address of the keys in a discovery document that is truly this issuer's; never weaker than https where the issuer is https. */
function jwksUrl(document: unknown, issuer: string): URL {
  const { issuer: named, jwks_uri: place } = Object(document) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (named !== issuer) throw new Error('The discovery document names another issuer.');
  if (typeof place !== 'string' || !URL.canParse(place)) throw new Error('The discovery document has no jwks_uri.');
  const url = new URL(place);
  if (issuer.startsWith('https:') && url.protocol !== 'https:') throw new Error('The jwks_uri is not https.');
  return url;
}
