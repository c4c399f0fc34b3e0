import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runningProcess } from '../running-process.js';
import type { Run } from './account.js';

const ORPHANS_MS = 15_000;
const BEING_WRITTEN_MS = 5_000;

export interface Postmaster {
  pid: number;
  port: number;
}

/**
 * The postmaster that holds this cluster, or undefined. A postmaster.pid whose number now belongs to a stranger, or to a zombie nobody
 * buries, would keep PostgreSQL from starting for ever: it is removed, but only when no server process works in the cluster any more.
 */
export async function findPostmaster(cluster: string, run: Run): Promise<Postmaster | undefined> {
  const file = join(cluster, 'postmaster.pid');
  const [pid, , , port] = (await readFile(file, 'utf8').catch(() => '')).split('\n').map(Number);
  if (pid === undefined || !Number.isInteger(pid) || pid <= 0) {
    if (existsSync('/proc/self/stat') && (await leftEmpty(file))) await removeStale(file, cluster, run);
    return undefined;
  }
  if (isPostmaster(pid, cluster)) return { pid, port: port ?? 0 };
  // A plainly dead one is left to PostgreSQL, which also looks whether its shared memory is still in use.
  if (existsSync('/proc/self/stat') && existsSync(`/proc/${pid}`)) await removeStale(file, cluster, run);
  return undefined;
}

/** True while this process is the postmaster of the cluster. */
export function isPostmaster(pid: number, cluster: string): boolean {
  if (runningProcess(pid) === undefined) return false;
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return false;
  }
}

/** A machine that lost its power may leave the file without content, which PostgreSQL refuses to judge. */
async function leftEmpty(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > BEING_WRITTEN_MS;
}

async function removeStale(file: string, cluster: string, run: Run): Promise<void> {
  const seen = await readFile(file, 'utf8').catch(() => '');
  for (const end = performance.now() + ORPHANS_MS; (await processesIn(cluster, run)) !== ''; await delay(200)) {
    if (performance.now() > end) throw new Error(`Processes of a dead PostgreSQL still work in ${cluster}: end them and start again.`);
  }
  if ((await readFile(file, 'utf8').catch(() => '')) === seen) await rm(file, { force: true });
}

/** Asked as the cluster's own user, who may see where its processes work even where root may not. */
async function processesIn(cluster: string, run: Run): Promise<string> {
  const script = 'for p in /proc/[0-9]*; do if [ "$(readlink "$p/cwd" 2>/dev/null)" = "$1" ]; then echo "${p#/proc/}"; fi; done';
  return (await run('/bin/sh', ['-c', script, 'sh', cluster])).output.trim();
}
