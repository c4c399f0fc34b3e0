// Appends in transactions that sleep and roll back, each event also to a plain table with a serial; killed at any moment by its parent.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresEventStore } from '#infra/event-store/postgres.js';
import { connect } from '#infra/postgres.js';

const { DATABASE_URL: url, SEED: seed, LANES: lanes } = process.env;
const pool = connect(url, { max: Number(lanes), name: 'appender' });
let state = Number(seed);
let stopped = false;
process.once('disconnect', () => process.exit(1));
process.once('message', () => (stopped = true));

/** A whole number from 0 up to and without `below`. */
function below(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

async function lane() {
  const client = await pool.connect();
  // The store as the service has it, inside a transaction of ours.
  const store = new PostgresEventStore({ query: (asked) => client.query(asked) }, url);
  const stream = `supportCase-${randomUUID()}`;
  let expectedRevision = -1;
  while (!stopped) {
    const events = Array.from({ length: 1 + below(8) }, () => ({ eventId: randomUUID(), type: 'Happened', data: '{}', meta: '{}' }));
    const ids = events.map(({ eventId }) => eventId);
    await client.query('begin');
    await client.query('insert into naive (event_id) select unnest($1::uuid[])', [ids]);
    await delay(below(20));
    const { outcome, revision } = await store.append({ tenant: 'demo', stream, expectedRevision, events, keys: [] });
    if (outcome !== 'ok') throw new Error(`An append of the only writer of a stream was told ${outcome}.`);
    if (below(10) === 0) await delay(below(8));
    if (below(8) === 0) {
      await client.query('rollback');
      process.send({ rolledBack: ids });
    } else {
      await client.query('commit');
      expectedRevision = revision;
      process.send({ acknowledged: ids });
    }
  }
  client.release();
}

await Promise.all(Array.from({ length: Number(lanes) }, lane));
await pool.end();
process.disconnect();
