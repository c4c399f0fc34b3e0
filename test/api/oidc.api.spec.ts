import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import supertest from 'supertest';
import { openLog } from '#infra/log.js';
import { createApi } from '../../apps/api/src/create-api.js';
import { testConfig } from '../support/open.js';
import { deLinde } from '../support/people.js';

let issuer: Server;
let sign: (claims: Record<string, unknown>, audience?: string) => Promise<string>;
let http: ReturnType<typeof supertest>;
let close: () => Promise<void>;

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' }];
  let origin = '';
  issuer = createServer((request, response) => {
    const answer = request.url === '/jwks' ? { keys } : { issuer: origin, jwks_uri: `${origin}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  sign = (claims, audience = 'samenspel-school') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
      .setIssuer(origin)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(privateKey);
  const { config, dispose } = await testConfig();
  const app = await createApi(
    { ...config, auth: 'oidc', oidcIssuer: origin, oidcAudience: 'samenspel-school', oidcSubjectClaim: 'pseudonym' },
    openLog('test', 'fatal'),
  );
  await app.listen(0, '127.0.0.1');
  http = supertest(app.getHttpServer());
  close = async () => {
    await app.close();
    await dispose();
    issuer.close();
  };
});
afterAll(() => close?.());

describe('with the tokens of an OpenID issuer', () => {
  const register = (token: string) => http.post('/v1/teams').set('authorization', `Bearer ${token}`).send(deLinde);

  it('the configured claim says who somebody is', async () => {
    const { body } = await register(await sign({ sub: 'somebody', pseudonym: 'p-17', tenant: 'school', scope: 'openid admin' })).expect(
      201,
    );
    expect(body.events).toEqual(['TeamRegistered']);
  });

  it('a token for another audience, without the claim or without the scope gets no further', async () => {
    await register(await sign({ pseudonym: 'p-17', tenant: 'school', scope: 'admin' }, 'elsewhere')).expect(401);
    await register(await sign({ sub: 'p-17', tenant: 'school', scope: 'admin' })).expect(401);
    await register(await sign({ pseudonym: 'p-17', tenant: 'school', scope: 'openid' })).expect(403);
  });

  it('the development routes are not there', async () => {
    await http.post('/dev/tokens').send({ personId: 'x', tenant: 'school' }).expect(404);
    await http.post('/dev/clock').send({ now: '2026-01-01T00:00:00Z' }).expect(404);
  });

  it('is answered 503 while the issuer cannot be reached and nothing is known of it', async () => {
    const { config, dispose } = await testConfig();
    const lonely = await createApi(
      { ...config, auth: 'oidc', oidcIssuer: 'http://127.0.0.1:9', oidcAudience: 'x' },
      openLog('test', 'fatal'),
    );
    await lonely.listen(0, '127.0.0.1');
    const { body } = await supertest(lonely.getHttpServer())
      .get('/v1/me/work')
      .set('authorization', `Bearer ${await sign({ pseudonym: 'p-17', tenant: 'school' })}`)
      .expect(503);
    expect(body.code).toBe('unavailable');
    await lonely.close();
    await dispose();
  });
});
