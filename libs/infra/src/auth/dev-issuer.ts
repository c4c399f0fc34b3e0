import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT, calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { jwtVerifier } from './jwt-verifier.js';
import { type Scope, type TokenVerifier, isPersonId, isTenant } from './token.js';

const issuer = 'urn:samenspel:dev';
const audience = 'samenspel';
const algorithm = 'ES256';

export interface DevIssuer {
  /** A signed JWT, good for 12 hours of real time; a RangeError for a personId or tenant that no verifier would accept. */
  issue(claims: { readonly personId: string; readonly tenant: string; readonly scope?: Scope }): Promise<string>;
  verifier(): TokenVerifier;
}

/**
 * The built-in issuer of the embedded profile (`AUTH=dev`), with its key pair in `<dataDir>/dev-issuer.json` (mode 0600).
 * Processes that start at the same time agree on one key; tokens stay good over a restart. Rejects when the file is there but unusable.
 */
export async function openDevIssuer(dataDir: string): Promise<DevIssuer> {
  const file = join(dataDir, 'dev-issuer.json');
  await makeOnce(file, dataDir);
  const { kty, crv, x, y, d } = await readKey(file);
  const publicJwk: JWK = { kty, crv, x, y };
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateKey = await importJWK({ ...publicJwk, d }, algorithm);
  const keyOf = createLocalJWKSet({ keys: [{ ...publicJwk, kid, alg: algorithm, use: 'sig' }] });
  const verifier = jwtVerifier({ issuer, audience, subjectClaim: 'sub', keyOf });
  return {
    async issue({ personId, tenant, scope }) {
      if (!isPersonId(personId)) throw new RangeError('personId must be 1–200 visible characters');
      if (!isTenant(tenant)) throw new RangeError('tenant must be 1–64 of A–Z, a–z, 0–9, _ and -');
      return new SignJWT({ tenant, ...(scope && { scope }) })
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(personId)
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(privateKey);
    },
    verifier: () => verifier,
  };
}

/** A link appears whole or not at all and never replaces a file, so of several processes exactly one gives the key. */
async function makeOnce(file: string, dataDir: string): Promise<void> {
  if (await exists(file)) return;
  await mkdir(dataDir, { recursive: true });
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(await exportJWK(privateKey)));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

async function readKey(file: string): Promise<JWK> {
  // A copied or restored data folder may have lost the mode.
  if ((await stat(file)).mode & 0o077) await chmod(file, 0o600);
  const text = await readFile(file, 'utf8');
  const jwk = parsed(text);
  if (jwk?.kty === 'EC' && jwk.crv === 'P-256' && [jwk.x, jwk.y, jwk.d].every((part) => typeof part === 'string')) return jwk;
  throw new Error('dev-issuer.json holds no usable key; delete it to have a new one made');
}

function parsed(text: string): JWK | null {
  try {
    return JSON.parse(text) as JWK | null;
  } catch {
    return null;
  }
}

const hasCode = (error: unknown, code: string): boolean => (error as { readonly code?: unknown } | null)?.code === code;

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    },
  );
