import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '#infra/config.js';
import { runningDatabase, startPostgres } from '#infra/embedded/postgres-server.js';
import { readCheckpoints } from '#infra/evidence/checkpoint-file.js';
import { verifyCheckpoints, verifySeals } from '#infra/evidence/verify.js';
import { resetDerived } from '#infra/moving/derived.js';
import { packageRoot } from '#infra/package-root.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { newUuid } from '#infra/uuid.js';
import type { Acknowledged } from '../e2e/traffic.js';
import { trafficOn, until } from '../e2e/traffic.js';
import { idOf } from '../domain/people.js';
import { deLinde } from '../support/people.js';
import { rowHashes } from '../support/row-hashes.js';
import { startSamenspel } from '../support/running.js';
import { baseBackup } from './base-backup.js';

const teamId = idOf('De Linde');
const besideTheDatabase = ['postgres.json', 'keys.json', 'destroyed-keys.ndjson'];

export interface RestoredState {
  /** Acknowledged before the backup began, and not in it. */
  readonly lost: number;
  readonly isGapless: boolean;
  /** Sealed texts whose key is not there. */
  readonly withoutKey: number;
  readonly viewsAsRebuilt: boolean;
  readonly findings: readonly unknown[];
  /** The position of the next event, less the greatest there was. */
  readonly nextIs: number;
}

export interface BackupOutcome {
  readonly acknowledgedBefore: number;
  readonly acknowledgedDuring: number;
  readonly copied: RestoredState;
  readonly exported: RestoredState;
}

/**
 * Takes a copy of the cluster and an export while commands are given, restores each into a cluster of its own, and looks at what is there
 * (quality.md R-8).
 */
export async function backupUnderLoad({ writers, before }: { writers: number; before: number }): Promise<BackupOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-backup-'));
  const service = await startSamenspel();
  try {
    await service.at('2026-09-21T08:00:00.000Z');
    await service.post('/v1/teams', { teamId, ...deLinde }, await service.token('beheer', 'admin'));
    const traffic = trafficOn(service, teamId, await service.token('femke'), join(folder, 'ledger'));
    const { acknowledged, ended } = traffic.run(writers);
    await until('there is something to lose', () => acknowledged() >= before, 300_000);

    const copy = join(folder, 'copy');
    const [copied, moved] = [await mkdtemp(join(folder, 'copied-')), await mkdtemp(join(folder, 'moved-'))];
    const acked = traffic.acknowledged();
    const { dataDir } = service;
    // The checkpoints first: a backup must not know of events that it does not hold.
    const kept = join(folder, 'kept.ndjson');
    await copyFile(join(dataDir, 'checkpoints.ndjson'), kept);
    await events(dataDir, 'export', join(folder, 'events'), '--keys', join(folder, 'keys'));
    await baseBackup(await runningDatabase(dataDir), join(dataDir, 'postgres'), copy);
    const acknowledgedDuring = acknowledged() - acked.length;
    for (const name of besideTheDatabase)
      await copyFile(join(dataDir, name), join(copied, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    await service.killEverything();
    await ended;
    traffic.close();

    await rename(copy, join(copied, 'postgres'));
    await copyFile(join(copied, 'keys.json'), join(moved, 'keys.json'));
    await events(moved, 'import', join(folder, 'events'), '--keys', join(folder, 'keys'));
    return {
      acknowledgedBefore: acked.length,
      acknowledgedDuring,
      copied: await stateOf(copied, acked, kept),
      exported: await stateOf(moved, acked, kept),
    };
  } finally {
    await service.killEverything();
    await service.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `npm run events` on a data folder. */
async function events(dataDir: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir, DATABASE_URL: '' };
  await promisify(execFile)(process.execPath, [join(packageRoot(), 'dist/tools/events.js'), ...args], { env, timeout: 300_000 });
}

async function stateOf(dataDir: string, acked: readonly Acknowledged[], checkpoints: string): Promise<RestoredState> {
  const server = await startPostgres(dataDir);
  const config = { ...readConfig({ DATA_DIR: dataDir }), databaseUrl: server.url };
  const service = await openService(config, 'restored', 4);
  try {
    const { pool, store, projector, evidence, tenantKeys } = service;
    await projector.prepare();
    await projector.catchUp();
    const caughtUp = await rowHashes(pool);
    const seals = await verifySeals(pool, store);
    const signed = await verifyCheckpoints(store, await readCheckpoints(checkpoints, tenantKeys.signer.publicKey));
    await resetDerived(pool);
    await projector.prepare();
    await projector.catchUp();
    await evidence.catchUp();
    const again = await verifySeals(pool, store);
    const { rows } = await pool.query<{ last: number; count: number; counter: number }>(
      'select max(e.position) as last, count(*) as count, max(c.position) as counter from log.events e, log.counter c',
    );
    const { last, count, counter } = rows[0]!;
    const tried = await store.append({
      tenant: 'demo',
      stream: 'team-next',
      expectedRevision: -1,
      events: [{ eventId: newUuid(), type: 'TeamRegistered', data: '{}', meta: '{"tenantId":"demo"}' }],
      keys: [],
    });
    return {
      lost: await lostOf(service, acked),
      isGapless: last === count && last === counter,
      withoutKey: await withoutKey(service),
      viewsAsRebuilt: JSON.stringify(await rowHashes(pool)) === JSON.stringify(caughtUp),
      findings: [...seals.findings, ...signed.findings, ...again.findings],
      nextIs: tried.outcome === 'ok' ? Number(tried.position) - last : Number.NaN,
    };
  } finally {
    await service.close();
    await server.stop();
  }
}

async function lostOf({ pool }: Service, acked: readonly Acknowledged[]): Promise<number> {
  const { rows } = await pool.query<{ lost: number }>(
    `select count(*) as lost from unnest($1::text[], $2::int[]) a(stream, revision)
      where not exists (select from log.events e where e.stream = a.stream and e.revision = a.revision)`,
    [acked.map(({ answer }) => `supportCase-${answer.id}`), acked.map(({ answer }) => answer.revision)],
  );
  return rows[0]!.lost;
}

async function withoutKey({ pool }: Service): Promise<number> {
  const { rows } = await pool.query<{ missing: number }>(
    `select count(*) as missing
       from log.events e, regexp_matches(e.data, '"s":"([0-9a-f-]{36})","e":"([0-9a-f-]{36})"', 'g') m
      where not exists (select from keys.events k where k.subject_key = m[1]::uuid and k.event_id = m[2]::uuid and k.wrapped is not null)`,
  );
  return rows[0]!.missing;
}
