import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { caseAggregate } from '../dist/libs/domain/src/support-case/index.js';
import { teamAggregate } from '../dist/libs/domain/src/team/index.js';
import { shuffled } from './figures.js';
import { openParts } from './over-http.js';
import { pathOf, startProcess } from './processes.js';

// 10,000 reminders due at one moment (quality.md P-6), recorded by a worker as it is deployed, beside 10,000 jobs of raw BullMQ on the same
// backend. Each leg counts what it recorded.

const opened = '2026-09-21T07:00:00.000Z';
const hour = 3_600_000;
/** The alarms of an urgent case, in the order in which each of its two deadlines has them: one a round. */
const alarmsOfACase = 7;
const tenant = 'demo';
const caller = { personId: 'alles', tenant, scopes: [] };
const momentOf = (round) => new Date(Date.parse(opened) + (24 + round) * hour).toISOString();

/** Opens urgent cases by commands; the alarms of a case get moments an hour apart, so that each round has one of every case. */
async function openUrgent(service, count) {
  const admin = { personId: 'beheer', tenant, scopes: ['admin'] };
  const members = [{ personId: caller.personId, name: 'Alles', organisationId: 'school', discipline: 'alles', roles: ['coordinator', 'chair', 'lead'] }];
  const { id: teamId } = await service.execute.run(teamAggregate, { caller: admin, command: 'RegisterTeam', body: { name: 'De Linde', members } });
  const append = service.store.append.bind(service.store);
  service.store.append = (asked) => append({ ...asked, events: asked.events.map((event) => ({ ...event, meta: retimed(event.meta) })) });
  let next = 0;
  const openSome = async () => {
    while (next < count) {
      const child = { givenName: 'Kind', familyName: `Van de Bank ${next++}`, dateOfBirth: '2019-03-14', group: 'groep 4' };
      const rest = { mode: 'named', urgency: 'urgent', urgencyReason: 'Nu.', planKind: 'support_plan', setting: 'primary', reason: 'Nu.', familyPlan: 'not_applicable' };
      await service.execute.run(caseAggregate, { caller, command: 'OpenCase', body: { teamId, coordinatorId: caller.personId, child, ...rest } });
    }
  };
  await Promise.all(Array.from({ length: 64 }, openSome));
  service.store.append = append;
}

function retimed(text) {
  const meta = JSON.parse(text);
  if (!meta.deadlines) return text;
  let nth = 0;
  const timed = (rule) => rule === 'D10' || rule === 'D11';
  for (const stamp of meta.deadlines.set) for (const alarm of stamp.alarms) alarm.at = timed(stamp.rule) ? momentOf(nth++) : '2099-01-01T07:30:00.000Z';
  return JSON.stringify(meta);
}

async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-bench-redis-'));
  const port = await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
  const settings = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', settings.map(String), { stdio: 'ignore' });
  const isThere = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
  });
  if (!isThere) return undefined;
  await delay(500);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Lets one round of reminders fall due under a worker that is ready, and gives how long it took until the last was recorded, by the database's clock. */
async function ours(databases, databaseUrl, service, queue, round, count) {
  const before = (await service.pool.query(`select count(*)::int as count from log.events where stream like 'followUp-%'`)).rows[0].count;
  await service.clock.set(new Date(Date.parse(momentOf(round)) - 60_000).toISOString());
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: databases.folder, KEY_FILE: '', LOG_LEVEL: 'error', AUTH: 'dev', ...queue };
  const worker = await startProcess(pathOf('../dist/apps/worker/src/main.js'), { env });
  await delay(2_000);
  const { rows } = await service.pool.query('select clock_timestamp() as now');
  await service.clock.set(momentOf(round));
  const counted = `select count(distinct stream)::int as count, max(stored_at) as last from log.events where stream like 'followUp-%' and data::json->>'at' = $1`;
  let found;
  for (const end = Date.now() + 120_000; Date.now() < end; await delay(100)) {
    found = (await service.pool.query(counted, [momentOf(round)])).rows[0];
    if (found.count >= count) break;
  }
  await worker.stop();
  const after = (await service.pool.query(`select count(*)::int as count from log.events where stream like 'followUp-%'`)).rows[0].count;
  return { ms: found.last - rows[0].now, done: found.count, events: after - before };
}

/** Rounds of ours beside raw BullMQ, on PostgreSQL and, where there is a redis-server, on Redis with an append-only file. */
export async function reminderFigures(databases, { rounds, quick }) {
  const count = quick ? 1_000 : 10_000;
  const databaseUrl = await databases.ours('reminders');
  const service = await openParts(databaseUrl, databases.folder);
  await service.clock.set(opened);
  await service.projector.prepare();
  await openUrgent(service, count);
  while ((await service.projector.catchUp()) > 0);
  await service.pool.query('vacuum analyze');
  const redis = await startRedis();
  const backends = [['postgres', await databases.plain('raw_bullmq'), {}], ...(redis ? [['redis', redis.url, { QUEUE: 'redis', REDIS_URL: redis.url }]] : [])];
  const found = { count, rounds: [] };
  let next = 0;
  for (let round = 0; round < Math.min(rounds, Math.floor(alarmsOfACase / backends.length)); round += 1) {
    const entry = {};
    for (const [backend, url, queue] of backends) {
      const legs = {
        raw: async () => {
          const peer = await startProcess(pathOf('raw-bullmq.js'), { args: [backend, url] });
          const leg = await peer.ask({ name: `raw-${round}`, count, aheadMs: quick ? 5_000 : 20_000, concurrency: 64 });
          await peer.stop();
          return leg;
        },
        ours: () => ours(databases, databaseUrl, service, queue, next++, count),
      };
      entry[backend] = {};
      for (const name of shuffled(Object.keys(legs))) {
        await databases.settle();
        const leg = await legs[name]();
        entry[backend][name] = { ...leg, perSecond: leg.done === count ? (count / leg.ms) * 1_000 : 0 };
      }
      const { raw, ours: mine } = entry[backend];
      console.log(
        `round ${round + 1} reminders, ${backend}: ours ${Math.round(mine.perSecond)}/s (${mine.events} events), raw BullMQ ${Math.round(raw.perSecond)}/s; ratio ${(mine.perSecond / raw.perSecond).toFixed(2)}`,
      );
    }
    found.rounds.push(entry);
  }
  await redis?.stop();
  await service.close();
  return found;
}
