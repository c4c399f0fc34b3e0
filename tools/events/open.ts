import type { Config } from '#infra/config.js';
import { readConfig } from '#infra/config.js';
import { runningDatabase, startPostgres } from '#infra/embedded/postgres-server.js';
import { makeFolder } from '#infra/folder.js';
import { FolderLocked, lockFolder } from '#infra/folder-lock.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';

const connections = 4;

interface Database {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens the parts of the service over the store that the environment names, whether the service runs or not. With `alone` the schema is
 * brought up to date first, and a service that runs is refused: it would write in between.
 */
export async function openStore(env: Record<string, string | undefined>, alone: boolean): Promise<Service> {
  const config = readConfig(env);
  const database = await databaseOf(config, alone);
  try {
    if (alone) await prepare(database.url);
    const service = await openService({ ...config, databaseUrl: database.url }, 'events', connections);
    return { ...service, close: () => service.close().finally(() => database.close()) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function databaseOf({ databaseUrl, dataDir }: Config, alone: boolean): Promise<Database> {
  if (databaseUrl !== undefined) return { url: databaseUrl, close: () => Promise.resolve() };
  await makeFolder(dataDir);
  try {
    const lock = await lockFolder(dataDir);
    try {
      const server = await startPostgres(dataDir);
      return { url: server.url, close: () => server.stop().finally(() => lock.release()) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof FolderLocked)) throw error;
    if (alone) throw new Error(`The service runs on ${dataDir}: stop it before the import.`, { cause: error });
    return { url: await runningDatabase(dataDir), close: () => Promise.resolve() };
  }
}

async function prepare(url: string): Promise<void> {
  const pool = connect(url, { max: 1, name: 'samenspel-events' });
  try {
    const { rows } = await pool.query<{ name: string }>(
      `select application_name as name from pg_stat_activity
        where datname = current_database() and application_name in ('samenspel-api', 'samenspel-worker') limit 1`,
    );
    if (rows[0]) throw new Error(`${rows[0].name} is connected to this database: stop the service before the import.`);
    await migrate(pool, migrationsFolder());
  } finally {
    await pool.end();
  }
}
