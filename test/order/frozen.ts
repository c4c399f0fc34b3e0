import { setTimeout as delay } from 'node:timers/promises';
import { connect } from '#infra/postgres.js';

/** Beneath the time after which the database ends an idle transaction. */
const heldMs = 15_000;

/**
 * Transactions that have written and do not end: one that stands still, as that of a frozen process, and one that goes on slowly. Who waits
 * for the oldest transaction of a cluster waits for these.
 */
export function holdOpen(url: string): { stop(): Promise<void> } {
  const pool = connect(url, { max: 2, name: 'frozen' });
  const made = pool.query('create table elsewhere (at timestamptz)');
  let stopped = false;
  const hold = async (goesOn: boolean): Promise<void> => {
    await made;
    while (!stopped) {
      const client = await pool.connect();
      await client.query('begin');
      await client.query('insert into elsewhere values (now())');
      for (const end = performance.now() + heldMs; !stopped && performance.now() < end;)
        await (goesOn ? client.query('select pg_sleep(0.2)') : delay(200));
      await client.query('rollback');
      client.release();
    }
  };
  const holding = [hold(false), hold(true)];
  return {
    stop: async () => {
      stopped = true;
      await Promise.all(holding);
      await pool.end();
    },
  };
}
