import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLocked, lockFolder } from './folder-lock.js';
import { runningProcess } from './running-process.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspel-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('The lock of a folder', () => {
  it('is refused while its holder lives and free after release', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(FolderLocked);
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  it('lets a caller wait for the holder', async () => {
    const lock = await lockFolder(folder);
    const waiting = lockFolder(folder, 'lock', 5_000);
    await lock.release();
    await (await waiting).release();
  });

  it('falls to exactly one of many when its holder was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    const holder = runningProcess(child.pid ?? 0);
    writeFileSync(join(folder, 'lock-7'), JSON.stringify({ holder }));
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${child.pid}`);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('is not kept by a process that merely got the same number later', async () => {
    writeFileSync(join(folder, 'lock-1'), JSON.stringify({ holder: { pid: process.pid, started: 'another boot/1' } }));
    await (await lockFolder(folder)).release();
  });
});
