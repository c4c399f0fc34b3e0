import type { Pool } from 'pg';
import type { Config } from '../config.js';
import type { EventStore } from './event-store.js';
import { PostgresEventStore } from './postgres.js';

type StoreConfig = Pick<Config, 'eventStore' | 'kurrentdbUrl' | 'kurrentdbStreamPrefix'> & { readonly databaseUrl: string };

interface Chosen {
  readonly store: EventStore;
  /** Ends what the store opened beside the pool. */
  close(): Promise<void>;
}

/** The event store that EVENT_STORE chose. KurrentDB's client and its native part are loaded by those alone who use them. */
export async function eventStoreOf(config: StoreConfig, pool: Pool): Promise<Chosen> {
  if (config.eventStore === 'postgres') return { store: new PostgresEventStore(pool, config.databaseUrl), close: () => Promise.resolve() };
  const { KurrentDbEventStore } = await import('./kurrentdb.js');
  const store = new KurrentDbEventStore(config.kurrentdbUrl ?? '', pool, config.kurrentdbStreamPrefix);
  return { store, close: () => store.close() };
}
