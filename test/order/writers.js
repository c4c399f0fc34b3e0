// So many writers at once on one expected revision, each over a store of its own or all through one, as often as the parent says.
import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '#infra/event-store/postgres.js';
import { connect } from '#infra/postgres.js';

const { DATABASE_URL: url, WRITERS: writers } = process.env;
const pool = connect(url, { max: Number(writers), name: 'writer' });
const stores = Array.from({ length: Number(writers) }, () => new PostgresEventStore(pool, url));
// Connections that are there already make them meet.
await Promise.all(stores.map(() => pool.query('select pg_sleep(0.1)')));

process.once('disconnect', () => process.exit(0));
process.on('message', async ({ stream, expectedRevision, apart }) => {
  const event = () => ({ eventId: randomUUID(), type: 'Happened', data: '{}', meta: '{}' });
  const outcomes = await Promise.all(
    stores.map((own) =>
      (apart ? own : stores[0]).append({ tenant: 'demo', stream, expectedRevision, events: [event()], keys: [] }).catch(({ message }) => ({
        outcome: message,
      })),
    ),
  );
  process.send({ outcomes });
});
process.send({ ready: true });
