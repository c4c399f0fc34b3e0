import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDevIssuer } from '#infra/auth/dev-issuer.js';
import { oidcVerifier } from '#infra/auth/oidc.js';
import type { Config } from '#infra/config.js';
import type { Log } from '#infra/log.js';
import { ApiModule } from './api.module.js';
import { httpServer } from './http/server.js';
import { ProblemFilter } from './http/problems.js';

/** The api, ready to listen. */
export async function createApi(config: Config & { readonly databaseUrl: string }, log: Log): Promise<NestFastifyApplication> {
  const issuer = config.auth === 'dev' ? await openDevIssuer(config.dataDir) : undefined;
  const verifier =
    issuer?.verifier() ??
    oidcVerifier({ issuer: config.oidcIssuer!, audience: config.oidcAudience!, subjectClaim: config.oidcSubjectClaim });
  const problems = new ProblemFilter(log);
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(config, log, issuer),
    httpServer(verifier, problems, config.callerLimit),
    {
      logger: false,
      bodyParser: false,
      abortOnError: false,
    },
  );
  app.useGlobalFilters(problems);
  return app;
}
