import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runningProcess, stillRuns, type RunningProcess } from './running-process.js';

export interface FolderLock {
  release(): Promise<void>;
}

/** Thrown when a living process holds the lock. */
export class FolderLocked extends Error {
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(`${folder} is in use by process ${pid}.`);
  }
}

/**
 * Takes the lock `name` of a folder for this process; it ends with release() or with the process, however that dies.
 * Waits up to `waitMs` for a living holder (default: not at all), then throws FolderLocked.
 *
 * The lock is the file with the highest number: to take over from a dead holder is to be first to make the next number, and a number
 * is never given out twice, so two that see the same dead holder cannot both win.
 */
export async function lockFolder(folder: string, name = 'lock', waitMs = 0): Promise<FolderLock> {
  const end = performance.now() + waitMs;
  const self = runningProcess(process.pid);
  if (self === undefined) throw new Error('This process cannot be seen in the process table.');
  for (;;) {
    const newest = await newestNumber(folder, name);
    const holder = newest === 0 ? undefined : await readHolder(join(folder, `${name}-${newest}`));
    if (holder !== undefined && stillRuns(holder)) {
      if (performance.now() >= end) throw new FolderLocked(folder, holder.pid);
      await delay(50);
    } else if (await claim(folder, name, newest + 1, self)) {
      for (const number of await numbers(folder, name)) if (number <= newest) await rm(join(folder, `${name}-${number}`), { force: true });
      return { release: () => place(folder, name, newest + 1, undefined) };
    }
  }
}

async function numbers(folder: string, name: string): Promise<number[]> {
  const found = (await readdir(folder)).map((file) => (file.startsWith(`${name}-`) ? file.slice(name.length + 1) : ''));
  return found.filter((rest) => /^\d+$/.test(rest)).map(Number);
}

const newestNumber = async (folder: string, name: string): Promise<number> => Math.max(0, ...(await numbers(folder, name)));

async function readHolder(file: string): Promise<RunningProcess | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { holder?: RunningProcess }).holder;
  } catch {
    return undefined;
  }
}

async function claim(folder: string, name: string, number: number, holder: RunningProcess): Promise<boolean> {
  const draft = await writeDraft(folder, name, holder);
  try {
    await link(draft, join(folder, `${name}-${number}`));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A released lock keeps its file, so that its number stays given out. */
async function place(folder: string, name: string, number: number, holder: RunningProcess | undefined): Promise<void> {
  const draft = await writeDraft(folder, name, holder);
  await rename(draft, join(folder, `${name}-${number}`));
}

async function writeDraft(folder: string, name: string, holder: RunningProcess | undefined): Promise<string> {
  const draft = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
  await writeFile(draft, JSON.stringify({ holder }), { mode: 0o600 });
  return draft;
}
