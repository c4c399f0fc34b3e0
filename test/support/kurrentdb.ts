import type { Pool } from 'pg';
import { testDatabase } from '#infra/embedded/test-server.js';
import { KurrentDbEventStore } from '#infra/event-store/kurrentdb.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import type { Opened } from '../contracts/event-store.js';

/** The server to run against; nobody's data is touched there, but streams are added. */
export const kurrentDbUrl = process.env['KURRENTDB_URL'] ?? '';

/** Tests that need a KurrentDB or EventStoreDB; where KURRENTDB_URL names none they are skipped, and that is said. */
export function describeWithKurrentDb(name: string, tests: (url: string) => void): void {
  if (kurrentDbUrl !== '') return describe(name, () => tests(kurrentDbUrl));
  process.stderr.write(`SKIPPED, KURRENTDB_URL is not set: ${name}\n`);
  describe.skip(`${name} (skipped: KURRENTDB_URL is not set)`, () => tests(''));
}

export interface OpenedKurrentDb extends Opened {
  another(): Promise<KurrentDbEventStore>;
  /** To what these stores keep in PostgreSQL. */
  readonly pool: Pool;
}

/** Stores on this server, with a PostgreSQL database of their own for what KurrentDB does not keep. */
export async function kurrentDbStores(
  url: string,
  prefix: string,
  after: () => Promise<void> = () => Promise.resolve(),
): Promise<OpenedKurrentDb> {
  const database = await testDatabase();
  const pools: Pool[] = [];
  const stores: KurrentDbEventStore[] = [];
  const another = (): Promise<KurrentDbEventStore> => {
    const pool = connect(database.url, { max: 4, name: 'contract' });
    pools.push(pool);
    const store = new KurrentDbEventStore(url, pool, prefix);
    stores.push(store);
    return Promise.resolve(store);
  };
  const store = await another();
  await migrate(pools[0]!, migrationsFolder());
  return {
    store,
    another,
    pool: pools[0]!,
    close: async () => {
      await Promise.all(stores.map((each) => each.close()));
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
      await after();
    },
  };
}
