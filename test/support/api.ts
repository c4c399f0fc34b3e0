import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { openDevIssuer } from '#infra/auth/dev-issuer.js';
import type { Config } from '#infra/config.js';
import { openLog } from '#infra/log.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { createApi } from '../../apps/api/src/create-api.js';
import { testConfig } from './open.js';

export interface TestApi {
  readonly http: ReturnType<typeof supertest>;
  readonly service: Service;
  readonly app: NestFastifyApplication;
  token(personId: string, scope?: 'admin' | 'integration', tenant?: string): Promise<string>;
  /** A POST with a token, and headers of choice. */
  post(path: string, body: unknown, token: string, headers?: Record<string, string>): supertest.Test;
  get(path: string, token: string, headers?: Record<string, string>): supertest.Test;
  /** Folds everything into the read models. */
  settle(): Promise<void>;
  dispose(): Promise<void>;
}

/** The real api over a database of its own; the read models are folded when a test says so. */
export async function testApi(more: Partial<Config> = {}): Promise<TestApi> {
  const { config: plain, dispose } = await testConfig();
  const config = { ...plain, ...more, databaseUrl: plain.databaseUrl };
  const app = await createApi(config, openLog('test', 'fatal'));
  await app.listen(0, '127.0.0.1');
  const service = await openService(config, 'test-worker', 4);
  await service.pool.query('create schema if not exists queue');
  await service.projector.prepare();
  const issuer = await openDevIssuer(config.dataDir);
  const http = supertest(app.getHttpServer());
  const withHeaders = (request: supertest.Test, token: string, headers: Record<string, string> = {}): supertest.Test =>
    request.set('authorization', `Bearer ${token}`).set(headers);
  return {
    http,
    service,
    app,
    token: (personId, scope, tenant = 'demo') => issuer.issue({ personId, tenant, ...(scope && { scope }) }),
    post: (path, body, token, headers) => withHeaders(http.post(path), token, headers).send(body as object),
    get: (path, token, headers) => withHeaders(http.get(path), token, headers),
    settle: async () => {
      while ((await service.projector.catchUp()) > 0);
    },
    dispose: async () => {
      await app.close();
      await service.close();
      await dispose();
    },
  };
}
