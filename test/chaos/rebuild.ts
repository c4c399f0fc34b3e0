import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { views } from '#domain/views/index.js';
import { packageRoot } from '#infra/package-root.js';
import type { Service } from '#infra/service.js';
import { newUuid } from '#infra/uuid.js';
import { rowHashes } from '../support/row-hashes.js';
import { inHouse, livedCases } from '../support/house.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** quality.md R-7: rebuild = live with every stored sample in the log; a rebuild killed half way finishes; reads never fail meanwhile. */
export async function run([events = '100000']: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-rebuild-'));
  try {
    return await inHouse(folder, async (service, url) => {
      await service.projector.prepare();
      const made = await livedCases(service, Number(events));
      const samples = await appendSamples(service);
      await service.projector.catchUp();
      print(`${made} events of cases, and ${samples} samples, each as a stream of its own`);
      const live = await rowHashes(service.pool);
      const reading = readOn(service);
      const { reads, failed } = await rebuildAll(service, folder, url)
        .finally(() => reading.end())
        .then(() => reading.end());
      const rebuilt = await rowHashes(service.pool);
      const differing = Object.keys(live).filter((table) => table !== 'views.live' && live[table] !== rebuilt[table]);
      print(
        `${views.length} views rebuilt, each killed once; ${reads} reads meanwhile, ${failed} failed; different: ${differing.join(', ') || 'none'}`,
      );
      return differing.length === 0 && failed === 0 && reads > 0;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rebuildAll(service: Service, folder: string, url: string): Promise<void> {
  for (const { name } of views) {
    const before = await generationOf(service, name);
    await rebuildIn(folder, url, name, true);
    // The session of the killed one may hold the view for a moment more; then another rebuild leaves it alone.
    while ((await generationOf(service, name)) === before) await rebuildIn(folder, url, name, false);
  }
}

async function generationOf({ pool }: Service, view: string): Promise<number> {
  const { rows } = await pool.query<{ generation: number }>('select generation from views.live where view = $1', [view]);
  return rows[0]!.generation;
}

/** Every event that was ever stored, as the beginning of a stream: what a view cannot fold there it parks, live and rebuilt alike. */
async function appendSamples({ store }: Service): Promise<number> {
  const folder = join(packageRoot(), 'test/contracts/events');
  const names = await readdir(folder);
  for (const name of names) {
    const { type, data, meta } = JSON.parse(await readFile(join(folder, name), 'utf8')) as { type: string; data: unknown; meta: object };
    const kind = Object.hasOwn(caseAggregate.events, type)
      ? 'supportCase'
      : Object.hasOwn(teamAggregate.events, type)
        ? 'team'
        : 'followUp';
    const eventId = newUuid();
    const event = { eventId, type, data: JSON.stringify(data), meta: JSON.stringify({ ...meta, eventId, tenantId: 'demo' }) };
    await store.append({ tenant: 'demo', stream: `${kind}-${newUuid()}`, expectedRevision: -1, events: [event], keys: [] });
  }
  return names.length;
}

/** Asks for one document of a view after the other until it is told to end. */
function readOn({ pool, readModels }: Service): { end(): Promise<{ reads: number; failed: number }> } {
  let isOver = false;
  let reads = 0;
  let failed = 0;
  const reading = (async () => {
    const { rows } = await pool.query<{ id: string }>(
      `select id from views.documents where view = 'case-board-1' and parked is null limit 50`,
    );
    while (!isOver) {
      const { id } = rows[reads % rows.length]!;
      reads += 1;
      const found = await readModels.document('case-board-1', 'demo', id).catch(() => undefined);
      if (!found) failed += 1;
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await reading;
      return { reads, failed };
    },
  };
}

/** `npm run rebuild` on a running database; killed at its first sign of progress, or to its end. */
async function rebuildIn(dataDir: string, url: string, view: string, isKilled: boolean): Promise<void> {
  const child = spawn(process.execPath, [join(packageRoot(), 'dist/tools/views.js'), 'rebuild', view], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: url, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = '';
  child.stdout!.on('data', (said: Buffer) => {
    last = said.toString();
    if (isKilled && said.includes('[')) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  print(`${view}: ${child.signalCode ?? (code === 0 ? 'in place' : `ended with ${code}`)}`);
  if (!isKilled && code !== 0) throw new Error(`The rebuild of ${view} failed: ${last}`);
}
