import { createHmac } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair, type JWK } from 'jose';
import { IssuerUnavailable, type OidcOptions, oidcVerifier } from './oidc.js';
import type { TokenVerifier } from './token.js';

interface Pair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

async function pair(kid: string, alg: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** An OpenID Connect issuer of this test's own; what it answers can be changed while it runs. */
class TestIssuer {
  keys: JWK[] = [];
  named: string | undefined;
  keysAt: string | undefined;
  keysFail = false;
  silent = false;
  readonly asked: string[] = [];
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/realm`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      if (this.silent) return;
      const answer = (status: number, body: unknown): unknown =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url === '/realm/.well-known/openid-configuration')
        return answer(200, { issuer: this.named ?? this.url, jwks_uri: this.keysAt ?? `${this.url}/keys` });
      if (request.url === '/moved') return response.writeHead(302, { location: `${this.url}/keys` }).end();
      if (request.url === '/realm/keys') return this.keysFail ? answer(500, {}) : answer(200, { keys: this.keys });
      return answer(404, {});
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

let ec: Pair;
let rsa: Pair;
let issuer: TestIssuer;

beforeAll(async () => {
  [ec, rsa] = await Promise.all([pair('ec-1', 'ES256'), pair('rsa-1', 'RS256')]);
});
beforeEach(async () => {
  issuer = new TestIssuer();
  issuer.keys = [ec.jwk, rsa.jwk];
  await issuer.start();
});
afterEach(() => issuer.stop());

const seconds = (): number => Math.floor(Date.now() / 1_000);
const verifier = (more: Partial<OidcOptions> = {}): TokenVerifier =>
  oidcVerifier({
    issuer: issuer.url,
    audience: 'samenspel',
    subjectClaim: 'sub',
    timeoutMs: 500,
    keyCooldownMs: 200,
    pauseMs: 100,
    ...more,
  });
const goodClaims = (): Record<string, unknown> => ({ iss: issuer.url, aud: 'samenspel', sub: 'p-1', tenant: 'demo', exp: seconds() + 300 });

function token(claims: Record<string, unknown> = {}, { privateKey, jwk }: Pair = ec, kid = jwk.kid): Promise<string> {
  return new SignJWT({ ...goodClaims(), ...claims }).setProtectedHeader({ alg: jwk.alg!, kid }).sign(privateKey);
}

/** Tries until it is accepted, every 20 ms, and tells what stood in the way; gives up after 5 s. */
async function untilAccepted(verify: () => Promise<unknown>): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const end = performance.now() + 5_000; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const error = await verify().then(
      () => undefined,
      (e: unknown) => e as Error,
    );
    if (!error) return seen;
    seen.add(error.name);
  }
  throw new Error(`not accepted within 5 s; seen: ${[...seen].join()}`);
}

describe('a token of an OpenID Connect issuer', () => {
  it('is accepted when it is valid, and the issuer is asked once for both its documents', async () => {
    const verify = verifier();
    const expected = { personId: 'p-1', tenant: 'demo', scopes: ['admin'] };
    const tokens = await Promise.all([1, 2, 3].map((n) => token({ scope: 'openid admin', n })));
    await expect(Promise.all(tokens.map((one) => verify.verify(one)))).resolves.toEqual([expected, expected, expected]);
    await expect(verify.verify(await token({}, rsa))).resolves.toMatchObject({ personId: 'p-1' });
    expect(issuer.asked).toEqual(['/realm/.well-known/openid-configuration', '/realm/keys']);
  });

  it.each(['ES384', 'PS256', 'EdDSA'])('is accepted when signed with %s', async (alg) => {
    const other = await pair('other-1', alg);
    issuer.keys = [other.jwk];
    await expect(verifier().verify(await token({}, other))).resolves.toMatchObject({ personId: 'p-1' });
  });

  it('may have several audiences', async () => {
    await expect(verifier().verify(await token({ aud: ['account', 'samenspel'] }))).resolves.toMatchObject({ personId: 'p-1' });
  });

  it('gives the person of the configured claim', async () => {
    const verify = verifier({ subjectClaim: 'pseudonym' });
    await expect(verify.verify(await token({ sub: 'Femke Visser', pseudonym: 'ps-7' }))).resolves.toMatchObject({ personId: 'ps-7' });
    await expect(verify.verify(await token())).rejects.toMatchObject({ reason: 'claims' });
  });

  it.each([
    ['has expired', () => ({ exp: seconds() - 10 }), 'expired'],
    ['has no end', () => ({ exp: undefined }), 'claims'],
    ['has an end that is no number', () => ({ exp: '9999999999' }), 'claims'],
    ['comes from another issuer', () => ({ iss: `${issuer.url}/` }), 'issuer'],
    ['names no issuer', () => ({ iss: undefined }), 'issuer'],
    ['is for another audience', () => ({ aud: 'samenspel-web' }), 'audience'],
    ['is for other audiences', () => ({ aud: ['a', 'b'] }), 'audience'],
    ['is for nobody', () => ({ aud: undefined }), 'audience'],
    ['has no tenant', () => ({ tenant: undefined }), 'claims'],
    ['has a tenant that is a path', () => ({ tenant: '../demo' }), 'claims'],
    ['has a sub with a space', () => ({ sub: 'Femke Visser' }), 'claims'],
    ['has a sub of 201 characters', () => ({ sub: 'x'.repeat(201) }), 'claims'],
    ['has a sub that is a number', () => ({ sub: 7 }), 'claims'],
    ['has a scope that is a list', () => ({ scope: ['admin'] }), 'claims'],
  ])('is refused when it %s', async (_what, claims, reason) => {
    await expect(verifier().verify(await token(claims()))).rejects.toMatchObject({ name: 'Unauthenticated', reason });
  });

  it('is refused without a signature (alg none), and the issuer is not even asked', async () => {
    const unsigned = new UnsecuredJWT(goodClaims()).encode();
    const error: unknown = await verifier()
      .verify(unsigned)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'Unauthenticated' });
    expect(['signature', 'malformed']).toContain((error as { reason: string }).reason);
    expect(issuer.asked).toEqual([]);
  });

  it('is refused when the public key served as an HMAC secret (HS256)', async () => {
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const content = `${encode({ alg: 'HS256', kid: 'rsa-1' })}.${encode(goodClaims())}`;
    const forged = `${content}.${createHmac('sha256', await exportSPKI(rsa.publicKey))
      .update(content)
      .digest('base64url')}`;
    await expect(verifier().verify(forged)).rejects.toMatchObject({ reason: 'signature' });
  });

  it('is refused with a kid the issuer does not know, or with the kid of another key', async () => {
    const stranger = await pair('stranger', 'ES256');
    const verify = verifier();
    await expect(verify.verify(await token({}, stranger))).rejects.toMatchObject({ reason: 'signature' });
    await expect(verify.verify(await token({}, stranger, 'ec-1'))).rejects.toMatchObject({ reason: 'signature' });
  });

  it('does not make the issuer answer for every unknown kid', async () => {
    const verify = verifier({ keyCooldownMs: 60_000 });
    for (let n = 0; n < 10; n++)
      await expect(verify.verify(await token({}, ec, `kid-${n}`))).rejects.toMatchObject({ reason: 'signature' });
    expect(issuer.asked.filter((path) => path === '/realm/keys')).toHaveLength(1);
  });
});

describe('a rotation of keys', () => {
  it('is followed within the cooldown, and the key that left is no longer taken', async () => {
    const verify = verifier();
    await verify.verify(await token());
    const next = await pair('ec-2', 'ES256');
    issuer.keys = [next.jwk];
    const fresh = await token({}, next);
    const began = performance.now();
    await untilAccepted(() => verify.verify(fresh));
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(verify.verify(await token({ n: 2 }))).rejects.toMatchObject({ reason: 'signature' });
  });
});

describe('an issuer that is down', () => {
  it('leaves every token undecided, and is found again by itself under steady load', async () => {
    const [verify, good] = [verifier(), await token()];
    await issuer.stop();
    await expect(verify.verify(good)).rejects.toBeInstanceOf(IssuerUnavailable);
    await expect(verify.verify(good)).rejects.toBeInstanceOf(IssuerUnavailable);
    await issuer.start();
    const seen = await untilAccepted(() => verify.verify(good));
    expect([...seen].filter((name) => name !== 'IssuerUnavailable')).toEqual([]);
  });

  it('does not stand in the way of saying that a token is malformed', async () => {
    await issuer.stop();
    await expect(verifier().verify('abc')).rejects.toMatchObject({ reason: 'malformed' });
  });

  it('keeps the known keys good, while a new kid is undecided rather than refused', async () => {
    const verify = verifier({ keyCooldownMs: 0 });
    await verify.verify(await token());
    await issuer.stop();
    await expect(verify.verify(await token({}, ec, 'ec-2'))).rejects.toBeInstanceOf(IssuerUnavailable);
    await expect(verify.verify(await token({ n: 2 }))).resolves.toMatchObject({ personId: 'p-1' });
  });

  it('is given up on after the time-out when it does not answer', async () => {
    issuer.silent = true;
    const [verify, good] = [verifier({ timeoutMs: 150 }), await token()];
    const began = performance.now();
    await expect(verify.verify(good)).rejects.toBeInstanceOf(IssuerUnavailable);
    expect(performance.now() - began).toBeLessThan(2_000);
    issuer.silent = false;
    await untilAccepted(() => verify.verify(good));
  });

  it('is left in peace for a moment after a failure', async () => {
    issuer.keysFail = true;
    const verify = verifier({ pauseMs: 60_000 });
    for (let n = 0; n < 5; n++) await expect(verify.verify(await token({ n }))).rejects.toBeInstanceOf(IssuerUnavailable);
    expect(issuer.asked).toHaveLength(2);
  });

  it.each([
    ['names another issuer', () => (issuer.named = `${issuer.url}/`)],
    ['gives no address for its keys', () => (issuer.keysAt = '')],
    ['sends on to another place for its keys', () => (issuer.keysAt = issuer.url.replace('/realm', '/moved'))],
    ['gives no keys but an error', () => (issuer.keysFail = true)],
    ['gives keys that are none', () => (issuer.keys = 'x' as unknown as JWK[])],
  ])('is what we call one that %s, until it does so no more', async (_what, spoil) => {
    spoil();
    const [verify, good] = [verifier(), await token()];
    await expect(verify.verify(good)).rejects.toBeInstanceOf(IssuerUnavailable);
    [issuer.named, issuer.keysAt, issuer.keysFail, issuer.keys] = [undefined, undefined, false, [ec.jwk]];
    await untilAccepted(() => verify.verify(good));
  });
});

describe('the settings of an issuer', () => {
  it.each([{ issuer: 'keycloak' }, { issuer: 'file:///keys' }, { audience: '' }, { subjectClaim: '' }])('are refused with %j', (wrong) => {
    expect(() => verifier(wrong)).toThrow(TypeError);
  });
});
