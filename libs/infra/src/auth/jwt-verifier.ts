import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type TokenVerifier, Unauthenticated, callerOf } from './token.js';
import { VerifiedCallers } from './verified-callers.js';

/** Asymmetric only: whoever can check a token must not be able to make one. */
const algorithms = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'];
const clockToleranceS = 5;

export interface TokenRules {
  /** The exact `iss`. */
  readonly issuer: string;
  /** The exact `aud`, or one of them where a token has several. */
  readonly audience: string;
  /** The claim that becomes `personId`. */
  readonly subjectClaim: string;
  /** The public key for a token's header; asked only for a well-formed token with an accepted algorithm. */
  readonly keyOf: JWTVerifyGetKey;
}

/** The checks every token goes through, whoever issued it; judged by real time, since the movable clock must not revive a token (api.md "who"). */
export function jwtVerifier({ issuer, audience, subjectClaim, keyOf }: TokenRules): TokenVerifier {
  const verified = new VerifiedCallers();
  return {
    async verify(token) {
      const known = verified.find(token, Date.now());
      if (known) return known;
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms,
        issuer,
        audience,
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceS,
      }).catch((error: unknown) => {
        throw refusal(error);
      });
      const caller = callerOf(payload, subjectClaim);
      verified.keep(token, caller, payload.exp ?? 0, Date.now());
      return caller;
    },
  };
}

/** What is no verdict on the token (an outage, a bug) stays what it is, and still accepts nothing. */
function refusal(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  if (error instanceof errors.JWTExpired) return new Unauthenticated('expired');
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return new Unauthenticated('malformed');
  if (!(error instanceof errors.JWTClaimValidationFailed)) return new Unauthenticated('signature');
  if (error.claim === 'iss') return new Unauthenticated('issuer');
  return new Unauthenticated(error.claim === 'aud' ? 'audience' : 'claims');
}
