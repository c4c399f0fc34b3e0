import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import type { Service } from '#infra/service.js';
import { rowHashes } from '../support/row-hashes.js';
import { inHouse, livedCases } from '../support/house.js';

/** The tool gets so little memory that it cannot hold the log. */
const toolMegabytes = 48;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Issue 4: so many events exported, killed half way and gone on with, imported into an empty store the same way: equal hashes and read models. */
export async function run([events = '100000']: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-moving-'));
  try {
    const [source, target] = [join(folder, 'source'), join(folder, 'target')];
    const before = await inHouse(source, async (service) => {
      print(`${await livedCases(service, Number(events))} events of cases in the source`);
      return derived(service);
    });
    const [log, keys] = [join(folder, 'events.ndjson'), join(folder, 'keys.ndjson')];
    await tool(source, true, 'export', log);
    print(`killed; ${(await stat(log)).size} bytes are there`);
    await tool(source, false, 'export', log, '--keys', keys);
    await mkdir(target, { mode: 0o700 });
    await copyFile(join(source, 'keys.json'), join(target, 'keys.json'));
    await tool(target, true, 'import', log, '--keys', keys);
    print('killed');
    await tool(target, false, 'import', log, '--keys', keys);
    const after = await inHouse(target, derived);
    await tool(target, false, 'verify', log, '--checkpoints', join(source, 'checkpoints.ndjson'));
    const isSame = JSON.stringify(after) === JSON.stringify(before);
    print(`source: ${before.head}\ntarget: ${after.head}\nhashes and read models are ${isSame ? 'equal' : 'DIFFERENT'}`);
    if (!isSame) print(JSON.stringify({ before, after }, undefined, 2));
    return isSame;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What follows from the log: the chain, and every table of read models. */
async function derived({ pool, projector, evidence }: Service): Promise<{ head: string; tables: Readonly<Record<string, string>> }> {
  await projector.prepare();
  await projector.catchUp();
  await evidence.catchUp();
  const { rows } = await pool.query<{ head: string }>(`select ordinal || ' ' || encode(hash, 'base64') as head from evidence.head`);
  return { head: rows[0]!.head, tables: await rowHashes(pool) };
}

/** `npm run events` on a data folder; with `isKilled` it is killed once it says how far it is, and its database server goes on alone. */
async function tool(dataDir: string, isKilled: boolean, ...args: readonly string[]): Promise<void> {
  const program = join(packageRoot(), 'dist/tools/events.js');
  const child = spawn(process.execPath, [`--max-old-space-size=${toolMegabytes}`, program, ...args], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', NODE_OPTIONS: '' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  child.stderr!.on('data', (said: Buffer) => {
    process.stderr.write(said);
    if (isKilled) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (isKilled ? child.signalCode !== 'SIGKILL' : code !== 0) throw new Error(`events ${args[0]} ended with ${code}.`);
}
