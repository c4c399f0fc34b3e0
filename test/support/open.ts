import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#infra/config.js';
import { readConfig } from '#infra/config.js';
import { testDatabase } from '#infra/embedded/test-server.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { chosenStore } from './chosen-store.js';

export type TestConfig = Config & { readonly databaseUrl: string };

/** A migrated database and a data folder of its own, with the configuration that points at them. */
export async function testConfig(): Promise<{ config: TestConfig; dispose: () => Promise<void> }> {
  const [database, dataDir] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'samenspel-'))]);
  const pool = connect(database.url, { max: 1, name: 'migrate' });
  await migrate(pool, migrationsFolder());
  await pool.end();
  const config = {
    ...readConfig({ ...chosenStore(dataDir), DATA_DIR: dataDir, DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'fatal' }),
    databaseUrl: database.url,
  };
  return {
    config,
    dispose: async () => {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The parts of a process over a database of its own. */
export async function testService(): Promise<Service & { again(): Promise<Service>; dispose(): Promise<void> }> {
  const { config, dispose } = await testConfig();
  const opened: Service[] = [];
  const again = async (): Promise<Service> => {
    const service = await openService(config, 'test', 4);
    opened.push(service);
    return service;
  };
  const service = await again();
  return {
    ...service,
    again,
    dispose: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await dispose();
    },
  };
}
