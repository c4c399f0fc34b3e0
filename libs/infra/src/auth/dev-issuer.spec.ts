import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { openDevIssuer } from './dev-issuer.js';

let folder: string;
const file = (): string => join(folder, 'dev-issuer.json');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dev-issuer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A token signed with the issuer's own key, so that only its claims are at fault. */
async function signed(claims: Record<string, unknown>): Promise<string> {
  const key = await importJWK(JSON.parse(await readFile(file(), 'utf8')) as JWK, 'ES256');
  const good = { iss: 'urn:samenspel:dev', aud: 'samenspel', sub: 'femke', tenant: 'demo', exp: Date.now() / 1_000 + 60 };
  return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(key);
}

describe('the dev issuer', () => {
  it('issues a token that its verifier takes', async () => {
    const issuer = await openDevIssuer(folder);
    const token = await issuer.issue({ personId: 'femke', tenant: 'demo' });
    await expect(issuer.verifier().verify(token)).resolves.toEqual({ personId: 'femke', tenant: 'demo', scopes: [] });
  });

  it('puts a scope into the token', async () => {
    const issuer = await openDevIssuer(folder);
    const token = await issuer.issue({ personId: 'koppeling', tenant: 'demo', scope: 'integration' });
    expect((await issuer.verifier().verify(token)).scopes).toEqual(['integration']);
  });

  it('names itself, its audience, its key and an end after 12 hours', async () => {
    const token = await (await openDevIssuer(folder)).issue({ personId: 'femke', tenant: 'demo' });
    const { iss, aud, iat, exp } = decodeJwt(token);
    expect({ iss, aud, life: exp! - iat! }).toEqual({ iss: 'urn:samenspel:dev', aud: 'samenspel', life: 12 * 3_600 });
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
  });

  it('takes its tokens again after a restart', async () => {
    const token = await (await openDevIssuer(folder)).issue({ personId: 'femke', tenant: 'demo' });
    await expect((await openDevIssuer(folder)).verifier().verify(token)).resolves.toMatchObject({ personId: 'femke' });
  });

  it('agrees on one key with those that start at the same time', async () => {
    const issuers = await Promise.all(Array.from({ length: 8 }, () => openDevIssuer(join(folder, 'new'))));
    const tokens = await Promise.all(issuers.map((issuer) => issuer.issue({ personId: 'femke', tenant: 'demo' })));
    expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1);
    for (const token of tokens) await expect(issuers[0]!.verifier().verify(token)).resolves.toMatchObject({ personId: 'femke' });
    expect(await readdir(join(folder, 'new'))).toEqual(['dev-issuer.json']);
  });

  it('keeps the key for its owner alone, also where a copy had lost that', async () => {
    await openDevIssuer(folder);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    await chmod(file(), 0o644);
    await openDevIssuer(folder);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', 'null', '{"kty":"EC","crv":"P-256"}'])(
    'does not start with a file that holds %j, and leaves it as it is',
    async (content) => {
      await writeFile(file(), content);
      await expect(openDevIssuer(folder)).rejects.toThrow('no usable key');
      expect(await readFile(file(), 'utf8')).toBe(content);
    },
  );

  it('issues nothing that no verifier would take', async () => {
    const issuer = await openDevIssuer(folder);
    await expect(issuer.issue({ personId: 'fem ke', tenant: 'demo' })).rejects.toThrow(RangeError);
    await expect(issuer.issue({ personId: 'femke', tenant: 'de/mo' })).rejects.toThrow(RangeError);
  });

  it('refuses the token of another folder', async () => {
    const stranger = await openDevIssuer(join(folder, 'other'));
    const issuer = await openDevIssuer(folder);
    await expect(issuer.verifier().verify(await stranger.issue({ personId: 'femke', tenant: 'demo' }))).rejects.toMatchObject({
      reason: 'signature',
    });
  });

  it('refuses a token whose content was changed, without repeating it', async () => {
    const issuer = await openDevIssuer(folder);
    const [head, , signature] = (await issuer.issue({ personId: 'femke', tenant: 'demo' })).split('.');
    const other = (await issuer.issue({ personId: 'noor', tenant: 'demo' })).split('.')[1]!;
    const error: unknown = await issuer
      .verifier()
      .verify(`${head}.${other}.${signature}`)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'Unauthenticated', reason: 'signature' });
    expect(`${String(error)}${JSON.stringify(error)}${(error as Error).stack}`).not.toContain(other);
    expect((error as Error).cause).toBeUndefined();
  });

  it.each([
    ['expired 10 s ago', () => ({ exp: Date.now() / 1_000 - 10 }), 'expired'],
    ['without an end', () => ({ exp: undefined }), 'claims'],
    ['valid from tomorrow', () => ({ nbf: Date.now() / 1_000 + 86_400 }), 'claims'],
    ['of another issuer', () => ({ iss: 'urn:samenspel:dev2' }), 'issuer'],
    ['for another audience', () => ({ aud: 'samenspel2' }), 'audience'],
    ['without a person', () => ({ sub: undefined }), 'claims'],
  ])('refuses a token %s', async (_what, claims, reason) => {
    const issuer = await openDevIssuer(folder);
    await expect(issuer.verifier().verify(await signed(claims()))).rejects.toMatchObject({ reason });
  });

  it('forgives a clock that is 2 s ahead, each time it is asked', async () => {
    const issuer = await openDevIssuer(folder);
    const token = await signed({ exp: Math.floor(Date.now() / 1_000) - 2 });
    await expect(issuer.verifier().verify(token)).resolves.toMatchObject({ personId: 'femke' });
    await expect(issuer.verifier().verify(token)).resolves.toMatchObject({ personId: 'femke' });
  });

  it.each(['', 'abc', 'a.b', 'a.b.c', 'a.b.c.d.e'])('calls "%s" malformed', async (token) => {
    await expect((await openDevIssuer(folder)).verifier().verify(token)).rejects.toMatchObject({ reason: 'malformed' });
  });
});
