import pg from 'pg';
import { openDevIssuer } from '../dist/libs/infra/src/auth/dev-issuer.js';
import { readConfig } from '../dist/libs/infra/src/config.js';
import { openService } from '../dist/libs/infra/src/service.js';
import { makeLivedCases, makeOpenCases, makeTeam, tenant, textOf } from './cases.js';
import { cpuMs } from './database.js';
import { shuffled, spread } from './figures.js';
import { pathOf, startApi, startPlain, startProcess, startWorker } from './processes.js';

export const poolSize = 16;
const party = {
  kind: 'network',
  name: 'Tante Samira van de overkant',
  relation: 'tante van moederskant',
  contact: {},
  language: 'nl',
  interpreter: false,
};
const commands = {
  'save-preparation': { path: 'save-preparation', body: JSON.stringify({ background: textOf(400), question: textOf(120) }) },
  'add-party': { path: 'add-party', body: JSON.stringify(party) },
};

/** The parts of a process over a database, for making cases and looking at rows. */
export async function openParts(databaseUrl, dataDir) {
  const config = { ...readConfig({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' }), databaseUrl };
  const service = await openService(config, 'bench', poolSize);
  await service.pool.query('create schema if not exists queue');
  return service;
}

/** Samenspel over a database of its own: its api, with or without the worker, and what a leg needs to know of it. */
export async function startOurs(databases, name, { worker: withWorker = false, execArgv } = {}) {
  const databaseUrl = await databases.ours(name);
  const dataDir = databases.folder;
  const service = await openParts(databaseUrl, dataDir);
  await service.projector.prepare();
  const team = await makeTeam(service);
  const api = await startApi({ databaseUrl, dataDir, poolSize, execArgv });
  const worker = withWorker ? await startWorker({ databaseUrl, dataDir }) : undefined;
  const token = await (await openDevIssuer(dataDir)).issue({ personId: 'alles', tenant });
  const headers = { authorization: `Bearer ${token}` };
  const count = async (sql) => (await service.pool.query(sql)).rows[0].count;
  const settle = async () => {
    while (withWorker && (await service.projector.position()) !== (await service.store.lastPosition()))
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  return {
    service,
    team,
    api,
    headers,
    settle,
    /** A leg of commands on cases that were just opened. */
    async command({ path, body }) {
      const ids = await makeOpenCases(service, team, 1_000);
      await settle();
      return {
        port: api.message.port,
        method: 'POST',
        headers,
        body,
        paths: ids.map((id) => `/v1/cases/${id}/${path}`),
        count: () => count('select count(*) from log.events'),
        cpu: () => cpuMs(api.pid) + (worker ? cpuMs(worker.pid) : 0),
        after: settle,
      };
    },
    /** A leg of reads; each leaves an entry in the access log, which is counted. */
    read: (ids) => ({
      port: api.message.port,
      method: 'GET',
      headers,
      paths: ids.map((id) => `/v1/cases/${id}`),
      count: () => count('select count(*) from access.log'),
      cpu: () => cpuMs(api.pid),
    }),
    async stop() {
      await worker?.stop();
      await api.stop();
      await service.close();
    },
  };
}

async function startPeer(databases, name) {
  const databaseUrl = await databases.plain(name);
  const server = await startPlain({ databaseUrl, poolSize });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const leg = (rest) => ({
    port: server.message.port,
    headers: { authorization: `Bearer ${'x'.repeat(300)}` },
    cpu: () => cpuMs(server.pid),
    ...rest,
  });
  return {
    command: ({ body }) =>
      leg({
        method: 'POST',
        body,
        paths: Array.from({ length: 1_000 }, (_, index) => `/notes/00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
        count: async () => (await pool.query('select count(*)::int from notes')).rows[0].count,
      }),
    async documents(bodies) {
      await pool.query('insert into documents select * from unnest($1::text[], $2::text[])', [[...bodies.keys()], [...bodies.values()]]);
    },
    read: (ids) => leg({ method: 'GET', paths: ids.map((id) => `/documents/${id}`) }),
    async stop() {
      await pool.end();
      await server.stop();
    },
  };
}

/** One leg: warm-up, counted time, then the rows. A leg that lost an acknowledged operation, or was refused one, scores 0. */
async function run(generator, databases, leg, { connections, warmMs, countMs }) {
  const { port, method, headers, body, paths } = leg;
  await databases.settle();
  const before = await leg.count?.();
  const cpu = [leg.cpu(), databases.cpuMs()];
  const result = await generator.ask({ mode: 'capacity', port, method, headers, body, paths, connections, warmMs, countMs });
  await leg.after?.();
  const all = result.acknowledged;
  const own = (leg.cpu() - cpu[0]) / all;
  const database = (databases.cpuMs() - cpu[1]) / all;
  const kept = leg.count ? (await leg.count()) - before : all;
  const lost = Math.max(0, all - kept);
  if (lost > 0 || result.refused > 0)
    console.log(`  ! lost ${lost}, refused ${result.refused} ${result.firstRefusal ?? ''}: this leg scores 0`);
  return { ...result, perSecond: lost > 0 || result.refused > 0 ? 0 : result.perSecond, own, database, lost };
}

/** Commands and reads over HTTP, ours beside the peer's, in shuffled rounds. Gives one entry a comparison, with what each round gave. */
export async function overHttp(databases, { rounds, warmMs, countMs }) {
  const generator = await startProcess(pathOf('generator.js'));
  const ours = await startOurs(databases, 'ours');
  const whole = await startOurs(databases, 'ours_with_worker', { worker: true });
  const peer = await startPeer(databases, 'plain');

  const lived = await makeLivedCases(ours.service, ours.team, 500, 25);
  while ((await ours.service.projector.catchUp()) > 0);
  const bodies = new Map();
  for (const id of lived.ids) {
    const response = await fetch(`http://127.0.0.1:${ours.api.message.port}/v1/cases/${id}`, { headers: ours.headers });
    if (response.status !== 200) throw new Error(`A read gave ${response.status}: ${await response.text()}`);
    bodies.set(id, await response.text());
  }
  await peer.documents(bodies);
  const bytes = Math.round(spread([...bodies.values()].map((body) => Buffer.byteLength(body))).median);

  const save = commands['save-preparation'];
  const groups = [16, 64].flatMap((connections) => [
    {
      id: `command-${connections}`,
      connections,
      bytes: save.body.length,
      legs: { ours: () => ours.command(save), plain: () => peer.command(save), whole: () => whole.command(save) },
    },
    { id: `read-${connections}`, connections, bytes, legs: { ours: () => ours.read(lived.ids), plain: () => peer.read(lived.ids) } },
  ]);
  const add = commands['add-party'];
  groups.push({
    id: 'party-16',
    connections: 16,
    bytes: add.body.length,
    legs: { ours: () => ours.command(add), plain: () => peer.command(add) },
  });

  const results = new Map(groups.map(({ id, connections, bytes: size }) => [id, { id, connections, bytes: size, rounds: [] }]));
  const leg = async (group, name, times) =>
    run(generator, databases, await group.legs[name](), { connections: group.connections, ...times });
  console.log('Each process is warmed once, uncounted.');
  for (const group of groups)
    for (const name of Object.keys(group.legs)) await leg(group, name, { warmMs: 0, countMs: Math.min(2_000, countMs) });
  for (let round = 1; round <= rounds; round += 1) {
    for (const group of shuffled(groups)) {
      // The peer stands in the middle, so that it is next to whatever it is compared with.
      const order = shuffled(Object.keys(group.legs).filter((name) => name !== 'plain'));
      order.splice(order.length === 1 ? Number(Math.random() < 0.5) : 1, 0, 'plain');
      const entry = {};
      for (const name of order) entry[name] = await leg(group, name, { warmMs, countMs });
      results.get(group.id).rounds.push(entry);
      const shown = Object.entries(entry).map(
        ([name, { perSecond, p99 }]) => `${name} ${Math.round(perSecond)}/s p99 ${p99?.toFixed(1)} ms`,
      );
      console.log(`round ${round} ${group.id}: ${shown.join(', ')}; ratio ${(entry.ours.perSecond / entry.plain.perSecond).toFixed(2)}`);
    }
  }
  await Promise.all([ours.stop(), whole.stop(), peer.stop(), generator.stop()]);
  return [...results.values()];
}

/** Append → visible: commands by a timetable against api and worker, while the checkpoint of the read models is looked at all the time. */
export async function visibility(databases, { perSecond = 100, warmMs, countMs }) {
  const generator = await startProcess(pathOf('generator.js'));
  const whole = await startOurs(databases, 'visible', { worker: true });
  const { port, method, headers, body, paths } = await whole.command(commands['save-preparation']);
  const seen = [];
  let looking = true;
  const looks = (async () => {
    while (looking) {
      const position = await whole.service.projector.position();
      if (position !== seen.at(-1)?.position) seen.push({ position, at: Number(process.hrtime.bigint()) / 1e6 });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  const answers = await generator.ask({
    mode: 'timetable',
    port,
    method,
    headers,
    body,
    paths,
    connections: 64,
    perSecond,
    warmMs,
    countMs,
  });
  await whole.settle();
  looking = false;
  await looks;
  const last = await whole.service.projector.position();
  if (seen.at(-1)?.position !== last) seen.push({ position: last, at: Number(process.hrtime.bigint()) / 1e6 });
  await Promise.all([whole.stop(), generator.stop()]);
  const counted = answers.filter((answer) => answer.counted && answer.good);
  const commandTook = counted.map(({ took }) => took);
  const behind = counted.map(({ position, at }) => Math.max(0, seen.find((look) => look.position >= position).at - at));
  return { perSecond, refused: answers.filter((answer) => !answer.good).length, count: counted.length, commandTook, behind };
}

/** The command leg at 64 connections with a CPU profile of the api; gives the folder of the profile and the leg's time. */
export async function profiled(databases, folder, { warmMs, countMs }) {
  const generator = await startProcess(pathOf('generator.js'));
  const ours = await startOurs(databases, 'profiled', { execArgv: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
  const save = commands['save-preparation'];
  await run(generator, databases, await ours.command(save), { connections: 64, warmMs: 0, countMs: warmMs });
  const leg = await ours.command(save);
  const before = await databases.counts('profiled');
  const from = Number(process.hrtime.bigint()) / 1e3;
  const result = await run(generator, databases, leg, { connections: 64, warmMs: 0, countMs });
  const until = Number(process.hrtime.bigint()) / 1e3;
  const after = await databases.counts('profiled');
  await Promise.all([ours.stop(), generator.stop()]);
  const each = (what) => (after[what] - before[what]) / result.acknowledged;
  return { from, until, transactionsEach: each('transactions'), syncsEach: each('syncs'), ...result };
}
