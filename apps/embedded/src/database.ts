import { startPostgres, type EmbeddedServer } from '#infra/embedded/postgres-server.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';

const LOOK_MS = 1_000;

export interface Database {
  url(): string;
  stop(): Promise<void>;
}

/** The database of DATABASE_URL, or the embedded one, brought to the newest schema. */
export async function openDatabase(
  { databaseUrl, dataDir }: { databaseUrl?: string; dataDir: string },
  on: { log(line: string): void; moved(): void },
): Promise<Database> {
  const database = databaseUrl === undefined ? await embedded(dataDir, on) : { url: () => databaseUrl, stop: () => Promise.resolve() };
  try {
    await upgrade(database.url());
    return database;
  } catch (error) {
    await database.stop();
    const { code } = error as NodeJS.ErrnoException;
    if (databaseUrl === undefined || code === undefined || !/^(E[A-Z]+|28|3D|57)/.test(code)) throw error;
    throw new Error(`The database of DATABASE_URL cannot be used (${code}): start it, or correct DATABASE_URL.`, { cause: error });
  }
}

async function upgrade(url: string): Promise<void> {
  const pool = connect(url, { max: 1, name: 'samenspel migrate' });
  try {
    await migrate(pool, migrationsFolder());
  } finally {
    await pool.end();
  }
}

/** Keeps the server up: one that died is started again; `moved` tells when that gave it another address. */
async function embedded(dataDir: string, on: { log(line: string): void; moved(): void }): Promise<Database> {
  let server: EmbeddedServer = await startPostgres(dataDir);
  let mending: Promise<void> | undefined;
  const mend = async (): Promise<void> => {
    on.log('PostgreSQL ended; it starts again');
    try {
      const before = server.url;
      server = await startPostgres(dataDir);
      if (server.url !== before) on.moved();
    } catch (error) {
      on.log(error instanceof Error ? error.message : String(error));
    }
    mending = undefined;
  };
  const watch = setInterval(() => {
    if (!server.alive()) mending ??= mend();
  }, LOOK_MS);
  return {
    url: () => server.url,
    stop: async () => {
      clearInterval(watch);
      await mending;
      await server.stop();
    },
  };
}
