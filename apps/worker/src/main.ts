import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readConfig } from '#infra/config.js';
import { kindOf, openLog } from '#infra/log.js';
import { CONFIGURATION_ERROR, onShutdown } from '#infra/process.js';
import { Duties } from './duties.js';
import { serveMetrics } from './metrics.js';
import { QueueRefused, watchQueueServer } from './queue-server.js';
import { WorkerModule } from './worker.module.js';

const config = readConfig(process.env);
if (config.databaseUrl === undefined) {
  process.stderr.write('DATABASE_URL is not set: start the service with npm start, or name a PostgreSQL.\n');
  process.exit(CONFIGURATION_ERROR);
}
const log = openLog('worker', config.logLevel);
process.on('unhandledRejection', (error) => log.error(kindOf(error), 'unhandled rejection'));

const stopWatching = await watchQueueServer({ ...config, databaseUrl: config.databaseUrl }, log).catch((error: unknown) => {
  if (!(error instanceof QueueRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(CONFIGURATION_ERROR);
});
const app = await NestFactory.createApplicationContext(WorkerModule.with({ ...config, databaseUrl: config.databaseUrl }, log), {
  logger: false,
});
const stopServing = serveMetrics(config.workerMetricsPort, config.host, log);
onShutdown(() => {
  stopWatching();
  stopServing();
  return app.close();
});
await app.get(Duties).start();
if (config.smtpUrl === undefined && config.auth === 'oidc')
  log.warn('SMTP_URL is not set: mail is skipped with no_mail_server, and reminders stand in the list alone');
log.info('worker ready');
process.send?.({ ready: true });
