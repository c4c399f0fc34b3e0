import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '#infra/config.js';
import { readCheckpoints } from '#infra/evidence/checkpoint-file.js';
import type { Finding } from '#infra/evidence/verify.js';
import { verifyCheckpoints, verifySeals } from '#infra/evidence/verify.js';
import { exportAccessLog, importAccessLog } from '#infra/moving/access.js';
import { derivedFits, resetDerived } from '#infra/moving/derived.js';
import type { Mark } from '#infra/moving/event-file.js';
import { exportEvents } from '#infra/moving/export-events.js';
import { importEvents } from '#infra/moving/import-events.js';
import { exportKeys, importKeys } from '#infra/moving/keys.js';
import { verifyFile } from '#infra/moving/verify-file.js';
import { exportWork, importWork, markPositions, settlePositions } from '#infra/moving/work.js';
import type { Service } from '#infra/service.js';
import { openStore } from './events/open.js';
import { Progress } from './events/progress.js';
import { said } from './events/said.js';

const usage = `Give a task, and the files:
  export <events> [--keys <file>] [--access-log <file>] [--work <file>] [--after <position>]
  import <events> [--keys <file>] [--access-log <file>] [--work <file>] [--reset-views]
  verify [<events>] [--checkpoints <file>] [--public-key <key>]
The environment names the store, as for the service. docs/backup-and-moving.md tells the whole.
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string' },
    'access-log': { type: 'string' },
    work: { type: 'string' },
    after: { type: 'string' },
    'reset-views': { type: 'boolean' },
    checkpoints: { type: 'string' },
    'public-key': { type: 'string' },
  },
});
const [task, path] = positionals;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The place after which an export begins: from the beginning, or from a position that the worker has sealed. */
async function startOf({ pool }: Service, after: string | undefined): Promise<Mark> {
  if (after === undefined) return { ordinal: 0, position: '', hash: Buffer.alloc(32).toString('base64') };
  const { rows } = await pool.query<{ ordinal: number; hash: Buffer }>('select ordinal, hash from evidence.seals where position = $1', [
    after,
  ]);
  if (!rows[0]) throw new Error(`No sealed event has the position ${after}: take the one of an earlier export's last line.`);
  return { ordinal: rows[0].ordinal, position: after, hash: rows[0].hash.toString('base64') };
}

/** Real time of the database: the movable clock is not what says when an export was made. */
async function now({ pool }: Service): Promise<string> {
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]!.now.toISOString();
}

async function exportAll(service: Service, events: string): Promise<boolean> {
  const progress = new Progress('Export');
  const { closing, written } = await exportEvents(service.store, events, {
    kind: service.config.eventStore,
    start: await startOf(service, values.after),
    now: () => now(service),
    onProgress: (done, position, of) => progress.at(done, `those up to ${of} (now at ${position})`),
  });
  if (written === 0) print(`${events} is complete already; name another file for another export.`);
  progress.end(written, `${closing.count} in the file, the last at position ${closing.position}.`);
  print(`ordinal ${closing.ordinal}, hash ${closing.hash}`);
  // After the events: whatever they need was stored with them or before.
  if (values.keys)
    print(`${await exportKeys(service.pool, values.keys, service.tenantKeys.signer.publicKey, await now(service))} rows of keys, wrapped`);
  if (values.work) print(`${await exportWork(service.pool, values.work, await now(service))} rows of deliveries and policies`);
  if (values['access-log'])
    print(`${await exportAccessLog(service.pool, values['access-log'], await now(service))} entries of the access log`);
  return true;
}

async function importAll(service: Service, events: string): Promise<boolean> {
  const { pool, store } = service;
  if (values['reset-views']) {
    await resetDerived(pool);
    if ((await store.lastPosition()) === '') await markPositions(pool);
  } else if (!(await derivedFits(pool, await store.lastPosition())))
    throw new Error('The read models here stand at positions of another log: add --reset-views, and the worker makes them again.');
  if (values.keys) {
    print(`${await importKeys(pool, values.keys, service.tenantKeys.signer.publicKey)} rows of keys`);
    print(`${await service.keyStore.applyDestroyed()} destructions applied again`);
  }
  if (values['access-log']) print(`${await importAccessLog(pool, values['access-log'])} entries of the access log`);
  const progress = new Progress('Import');
  const { closing, found, written } = await importEvents(store, events, (done, of) => progress.at(done, String(of)));
  progress.end(written, found > 0 ? `${found} were there already.` : '');
  if (values.work) print(`${await importWork(pool, values.work)} rows of deliveries and policies`);
  const waiting = await settlePositions(pool, store, events);
  if (waiting > 0)
    print(
      `${waiting} positions of deliveries and policies lie after the end of this file: import what follows it before the service starts.`,
    );
  print(`ordinal ${closing.ordinal}, hash ${closing.hash}`);
  return true;
}

async function verify(service: Service, events: string | undefined): Promise<boolean> {
  const { pool, store, config } = service;
  const findings: Finding[] = [];
  const seals = await verifySeals(pool, store);
  findings.push(...seals.findings);
  print(`The log: ${seals.chain.ordinal} events, hash ${seals.chain.hash.toString('base64')}`);
  const file = values.checkpoints ?? config.checkpointFile;
  if (values.checkpoints !== undefined || existsSync(file)) {
    const publicKey = values['public-key'] ?? service.tenantKeys.signer.publicKey;
    const kept = await readCheckpoints(file, publicKey);
    findings.push(...(await verifyCheckpoints(store, kept)).findings);
    print(
      `${kept.checkpoints.length} checkpoints of ${file}, the last at ordinal ${kept.checkpoints.at(-1)?.ordinal ?? 0}, signed with ${publicKey}`,
    );
  } else print(`No checkpoints at ${file}: who can change the seals was not found out.`);
  if (events !== undefined) findings.push(...(await verifyFile(store, events)));
  for (const finding of findings) print(said(finding));
  print(findings.length === 0 ? 'Everything agrees.' : `${findings.length} findings.`);
  return findings.length === 0;
}

async function run(): Promise<boolean> {
  if (task === 'verify') return using(false, (service) => verify(service, path));
  if (task === 'export' && path !== undefined) return using(false, (service) => exportAll(service, path));
  if (task === 'import' && path !== undefined) {
    const { keyFile } = readConfig(process.env);
    if (values.keys && !existsSync(keyFile)) throw new Error(`${keyFile} is not there: copy the KEY_FILE of the source to it first.`);
    return using(true, (service) => importAll(service, path));
  }
  process.stderr.write(usage);
  return false;
}

async function using(alone: boolean, work: (service: Service) => Promise<boolean>): Promise<boolean> {
  const service = await openStore(process.env, alone);
  return work(service).finally(() => service.close());
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
