import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runningProcess } from '#infra/running-process.js';
import { outliveOrphans, rememberChildren } from './orphans.js';
import { supervise, type ChildSpec, type Supervision, type Supervisor } from './supervisor.js';

const GOOD = `
import { appendFileSync } from 'node:fs';
const note = (word) => appendFileSync(process.env.DIARY, process.env.NAME + ' ' + word + '\\n');
const close = (word) => () => { note(word); process.exit(0); };
process.on('SIGTERM', close('stopped'));
process.on('disconnect', close('orphaned'));
note('started');
process.send({ ready: true, port: 4711 });
setInterval(() => 0, 1000);
`;

let folder: string;
let supervisor: Supervisor | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspel-supervisor-'));
  writeFileSync(join(folder, 'diary'), '');
});

afterEach(async () => {
  await supervisor?.stop();
  supervisor = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function child(name: string, code = GOOD): ChildSpec {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, code);
  return { name, path, env: () => ({ NAME: name, DIARY: join(folder, 'diary') }) };
}

const diary = (): string[] => readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n');

async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !condition(); await delay(20))
    if (performance.now() > end) throw new Error('That never came true.');
}

/** The log goes into the list, the living pids into the last element of the other. */
function run(children: ChildSpec[], more: Partial<Supervision> = {}): { lines: string[]; pids: () => number[] } {
  const lines: string[] = [];
  let living: number[] = [];
  supervisor = supervise({ children, log: (line) => lines.push(line), onPids: (pids) => (living = pids), ...more });
  return { lines, pids: () => living };
}

describe('The supervisor', () => {
  it('tells which child is ready, and stops them one after the other', async () => {
    const ready: [string, unknown][] = [];
    run([child('api'), child('worker')], { onReady: (name, message) => ready.push([name, message['port']]) });
    await until(() => ready.length === 2);
    expect(ready.sort()).toEqual([
      ['api', 4711],
      ['worker', 4711],
    ]);
    await Promise.all([supervisor?.stop(), supervisor?.stop()]);
    expect(diary().slice(2)).toEqual(['api stopped', 'worker stopped']);
  });

  it('starts a killed child again, later each time', async () => {
    const { lines, pids } = run([child('api')]);
    for (const [starts, pause] of [
      [1, 0.2],
      [2, 0.4],
    ] as const) {
      await until(() => diary().filter((line) => line === 'api started').length === starts);
      process.kill(pids()[0] ?? 0, 'SIGKILL');
      await until(() => lines.length === starts);
      expect(lines.at(-1)).toBe(`api ended (SIGKILL); it starts again in ${pause} s`);
    }
  });

  it('does not start a child again that calls its configuration wrong', async () => {
    let misconfigured = '';
    const { lines, pids } = run([child('api', 'process.exit(78)')], { onMisconfigured: (name) => (misconfigured = name) });
    await until(() => misconfigured === 'api');
    expect(lines).toEqual([]);
    expect(pids()).toEqual([]);
  });

  it('stops at once while a child waits to be started again', async () => {
    const { lines } = run([child('api', 'process.exit(1)')]);
    await until(() => lines.length === 1);
    await supervisor?.stop();
    await delay(300);
    expect(lines).toHaveLength(1);
  });
});

describe('A new start', () => {
  it('waits for the children of a killed one', async () => {
    const parent = join(folder, 'parent.mjs');
    writeFileSync(parent, `import { fork } from 'node:child_process'; fork(process.argv[2], { detached: true });`);
    const slow = GOOD.replace("close('orphaned')", "() => setTimeout(close('orphaned'), 500)").replace(
      "note('started')",
      'note(String(process.pid))',
    );
    const { path, env } = child('api', slow);
    const { fork } = await import('node:child_process');
    const forked = fork(parent, [path], { env: { ...process.env, ...env?.() } });
    await until(() => /api \d+/.test(diary()[0] ?? ''));
    const pid = Number(diary()[0]?.split(' ')[1]);
    await rememberChildren(folder, [pid]);
    forked.kill('SIGKILL');
    const lines: string[] = [];
    await outliveOrphans(folder, (line) => lines.push(line));
    expect(runningProcess(pid)).toBeUndefined();
    expect(diary().at(-1)).toBe('api orphaned');
    expect(lines).toEqual([`Waiting for a process of an earlier start to end: ${pid}`]);
  });

  it('takes no stranger for a child', async () => {
    writeFileSync(join(folder, 'children.json'), JSON.stringify([{ pid: process.pid, started: 'another boot/1' }]));
    const lines: string[] = [];
    await outliveOrphans(folder, (line) => lines.push(line));
    expect(lines).toEqual([]);
  });
});
