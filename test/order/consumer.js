// Reads the log after its checkpoint, and writes down what it saw together with the next checkpoint; killed at any moment by its parent.
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresEventStore } from '#infra/event-store/postgres.js';
import { connect } from '#infra/postgres.js';

const { DATABASE_URL: url, NAME: name } = process.env;
const pool = connect(url, { max: 2, name: 'consumer' });
const store = new PostgresEventStore(pool, url);
process.once('disconnect', () => process.exit(1));

let ring = () => undefined;
await store.onAppended(() => ring());
const client = await pool.connect();
for (;;) {
  const rung = new Promise((resolve) => (ring = resolve));
  await client.query('begin');
  // A predecessor that was killed may still be committing: its checkpoint is awaited here.
  const { rows } = await client.query('select checkpoint from consumers where name = $1 for update', [name]);
  const events = await store.readAll(rows[0].checkpoint, 100);
  if (events.length > 0) {
    await client.query(
      `insert into seen (consumer, position, event_id)
       select $1, position, event_id from unnest($2::bigint[], $3::uuid[]) with ordinality s(position, event_id, nth) order by nth`,
      [name, events.map(({ position }) => Number(position)), events.map(({ eventId }) => eventId)],
    );
    await client.query('update consumers set checkpoint = $2 where name = $1', [name, events.at(-1).position]);
  }
  await client.query('commit');
  if (events.length === 0) await Promise.race([rung, delay(100)]);
}
