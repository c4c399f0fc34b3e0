import 'reflect-metadata';
import { readConfig } from '#infra/config.js';
import { kindOf, openLog } from '#infra/log.js';
import { CONFIGURATION_ERROR, onShutdown } from '#infra/process.js';
import { createApi } from './create-api.js';

const config = readConfig(process.env);
if (config.databaseUrl === undefined) {
  process.stderr.write('DATABASE_URL is not set: start the service with npm start, or name a PostgreSQL.\n');
  process.exit(CONFIGURATION_ERROR);
}
const log = openLog('api', config.logLevel);
process.on('unhandledRejection', (error) => log.error(kindOf(error), 'unhandled rejection'));

const app = await createApi({ ...config, databaseUrl: config.databaseUrl }, log);
onShutdown(() => app.close());
try {
  await app.listen(config.port, config.host);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  process.stderr.write(`Port ${config.port} is in use: stop what listens there, or set PORT to another one.\n`);
  process.exit(CONFIGURATION_ERROR);
}
const { port } = new URL(await app.getUrl());
log.info({ port }, 'api ready');
process.send?.({ ready: true, port: Number(port) });
