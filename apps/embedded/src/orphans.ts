import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runningProcess, stillRuns, type RunningProcess } from '#infra/running-process.js';

/** A child of a killed parent ends itself within ten seconds. */
const PATIENCE_MS = 12_000;

const fileOf = (dataDir: string): string => join(dataDir, 'children.json');

/** Remembers the living children for the start after a kill. */
export async function rememberChildren(dataDir: string, pids: number[]): Promise<void> {
  const children = pids.flatMap((pid) => runningProcess(pid) ?? []);
  await writeFile(`${fileOf(dataDir)}.new`, JSON.stringify(children), { mode: 0o600 });
  await rename(`${fileOf(dataDir)}.new`, fileOf(dataDir));
}

/**
 * Waits for the children of a killed parent, which end because their channel closed; one that hangs is killed after twelve seconds.
 * Call it with the lock of the data folder held.
 */
export async function outliveOrphans(dataDir: string, log: (line: string) => void): Promise<void> {
  const left = (await readChildren(dataDir)).filter(stillRuns);
  if (left.length === 0) return;
  log(`Waiting for ${left.length === 1 ? 'a process' : 'processes'} of an earlier start to end: ${left.map(({ pid }) => pid).join(', ')}`);
  for (const end = performance.now() + PATIENCE_MS; left.some(stillRuns); await delay(50)) {
    if (performance.now() < end) continue;
    // Only a start time tells our child from a stranger who got its number later.
    for (const { pid, started } of left.filter(stillRuns)) if (started !== 'unknown') process.kill(pid, 'SIGKILL');
    await delay(500);
    const stuck = left.find(stillRuns);
    if (stuck !== undefined) throw new Error(`Process ${stuck.pid} of an earlier start does not end: end it and start again.`);
  }
}

async function readChildren(dataDir: string): Promise<RunningProcess[]> {
  try {
    return JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as RunningProcess[];
  } catch {
    return [];
  }
}
