import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig } from '#infra/config.js';
import { startPostgres } from '#infra/embedded/postgres-server.js';
import { packageRoot } from '#infra/package-root.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';

/** Work in a data folder whose service does not run: with the parts of the service, and the address of its database. */
export async function inHouse<T>(dataDir: string, work: (service: Service, url: string) => Promise<T>): Promise<T> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const server = await startPostgres(dataDir);
  const pool = connect(server.url, { max: 1, name: 'migrate' });
  await migrate(pool, migrationsFolder()).finally(() => pool.end());
  const service = await openService({ ...readConfig({ DATA_DIR: dataDir }), databaseUrl: server.url }, 'chaos', 8);
  try {
    return await work(service, server.url);
  } finally {
    await service.close();
    await server.stop();
  }
}

interface Cases {
  makeTeam(service: Service): Promise<unknown>;
  makeLivedCases(service: Service, team: unknown, count: number, events: number): Promise<{ readonly events: number }>;
}

const eventsEach = 100;

/** So many events at least, of cases of a hundred each, decided by the domain: exactly what the service would have stored. Gives how many. */
export async function livedCases(service: Service, events: number): Promise<number> {
  const { makeTeam, makeLivedCases } = (await import(pathToFileURL(join(packageRoot(), 'bench/cases.js')).href)) as Cases;
  return (await makeLivedCases(service, await makeTeam(service), Math.ceil(events / eventsEach), eventsEach)).events;
}
