import type { Pool } from 'pg';
import { testDatabase } from '../embedded/test-server.js';
import { connect, migrate, migrationsFolder } from '../postgres.js';
import type { Opened } from '../../../../test/contracts/event-store.js';
import { eventStoreContract } from '../../../../test/contracts/event-store.js';
import { PostgresEventStore } from './postgres.js';

async function open(): Promise<Opened> {
  const database = await testDatabase();
  const pools: Pool[] = [];
  const another = async (): Promise<PostgresEventStore> => {
    const pool = connect(database.url, { max: 4, name: 'contract' });
    pools.push(pool);
    return new PostgresEventStore(pool, database.url);
  };
  const store = await another();
  await migrate(pools[0]!, migrationsFolder());
  return {
    store,
    another,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
    },
  };
}

describe('the event store on PostgreSQL', () => {
  eventStoreContract(open);
});
