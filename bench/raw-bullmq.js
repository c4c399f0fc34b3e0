import { Queue, Worker, createPostgresBackend } from 'bullmq';

// Raw BullMQ, in a process of its own: so many delayed jobs that fall due at one moment, and a worker that does nothing for each.

const [backend, url] = process.argv.slice(2);
const factory = backend === 'postgres' ? createPostgresBackend : undefined;
const connection =
  backend === 'postgres'
    ? { connectionString: url, max: 16, schema: 'raw', migrate: true }
    : { host: '127.0.0.1', port: Number(new URL(url).port), maxRetriesPerRequest: null };
const inBulk = 500;

async function leg({ name, count, aheadMs, concurrency }) {
  const queue = new Queue(name, { connection }, factory);
  await queue.waitUntilReady();
  const dueAt = Date.now() + aheadMs;
  for (let from = 0; from < count; from += inBulk)
    await queue.addBulk(
      Array.from({ length: Math.min(inBulk, count - from) }, (_, nth) => ({
        name,
        data: { reminder: from + nth },
        opts: { delay: Math.max(1, dueAt - Date.now()), removeOnComplete: true },
      })),
    );
  const addedInTime = Date.now() < dueAt;
  const done = new Set();
  const finished = new Promise((resolve) => {
    const worker = new Worker(
      name,
      async (job) => {
        done.add(job.data.reminder);
      },
      { connection, concurrency, autorun: true },
      factory,
    );
    worker.on('error', () => undefined);
    worker.on('completed', () => done.size === count && setImmediate(() => resolve(worker)));
  });
  const worker = await finished;
  const ms = Date.now() - dueAt;
  await worker.close(true);
  await queue.close();
  return { ms, done: done.size, addedInTime };
}

process.on('message', async (ask) => {
  try {
    process.send({ result: await leg(ask) });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
