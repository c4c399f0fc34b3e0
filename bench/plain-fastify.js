import Fastify from 'fastify';
import pg from 'pg';

// The peer: what a careful hand writes without an event store. Fastify with its own JSON parser, and one prepared statement a request.
// It checks no token and no rights, validates nothing, seals nothing and keeps no history.

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL_SIZE) });
await pool.query(
  'create table if not exists notes (id bigint generated always as identity primary key, subject text not null, body text not null)',
);
await pool.query('create table if not exists documents (id text primary key, body text not null)');

const app = Fastify();
app.post('/notes/:subject', async (request) => {
  const { rows } = await pool.query({
    name: 'insert',
    text: 'insert into notes (subject, body) values ($1, $2) returning id',
    values: [request.params.subject, JSON.stringify(request.body)],
  });
  return { id: rows[0].id };
});
app.get('/documents/:id', async (request, reply) => {
  const { rows } = await pool.query({ name: 'select', text: 'select body from documents where id = $1', values: [request.params.id] });
  return reply.type('application/json; charset=utf-8').send(rows[0].body);
});

process.on('SIGTERM', async () => {
  await app.close();
  await pool.end();
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
await app.listen({ port: 0, host: '127.0.0.1' });
process.send({ ready: true, port: app.server.address().port });
