import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { packageRoot } from '#infra/package-root.js';
import { chosenQueue } from './chosen-queue.js';
import { chosenStore } from './chosen-store.js';
import { freePort } from './free-port.js';

const startsWithinMs = 90_000;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The whole service as `npm start` runs it, and a client that speaks HTTP to it. */
export interface Running {
  readonly origin: string;
  readonly dataDir: string;
  /** The process that `npm start` is, parent of the others. */
  pid(): number;
  /** Everything the processes have written since the first start. */
  output(): string;
  token(personId: string, scope?: 'admin' | 'integration', tenant?: string): Promise<string>;
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body: unknown, token?: string, headers?: Record<string, string>): Promise<Answered>;
  /** Sets the service's clock; with settle the views have caught up when it returns. */
  at(now: string, settle?: boolean): Promise<void>;
  /** Kills everything at once: the parent, its children and the database server. */
  killEverything(): Promise<void>;
  /** Starts again on the same folder and port. */
  start(): Promise<void>;
  /** Ctrl-C. */
  stop(): Promise<number | null>;
  dispose(): Promise<void>;
}

export async function startSamenspel(env: Record<string, string> = {}): Promise<Running> {
  const dataDir = env['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'samenspel-e2e-')));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const store = chosenStore(dataDir);
  const queue = await chosenQueue(env);
  const tokens = new Map<string, string>();
  let child: ChildProcess;
  let output = '';

  const ask = async (
    method: string,
    path: string,
    body: unknown,
    token: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const response = await fetch(origin + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { text } };
  };

  const start = async (): Promise<void> => {
    const from = output.length;
    child = spawn(process.execPath, ['--enable-source-maps', join(packageRoot(), 'dist/apps/embedded/src/main.js')], {
      env: { ...process.env, NODE_OPTIONS: '', ...store, ...queue.env, ...env, DATA_DIR: dataDir, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (data) => (output += String(data)));
    const until = Date.now() + startsWithinMs;
    for (;;) {
      const ready = await ask('GET', '/health/ready', undefined, undefined).catch(() => undefined);
      // An orphan of a killed parent may still answer: it is the new process that must say it is there.
      if (ready?.status === 200 && output.includes('is ready on', from)) return;
      if (child.exitCode !== null || Date.now() > until) throw new Error(`The service did not become ready:\n${output.slice(from)}`);
      await delay(50);
    }
  };

  const ended = (): Promise<number | null> =>
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve(child.exitCode)
      : new Promise((resolve) => child.once('exit', resolve));

  const running: Running = {
    origin,
    dataDir,
    pid: () => child.pid!,
    output: () => output,
    start,
    get: (path, token, headers) => ask('GET', path, undefined, token, headers),
    post: (path, body, token, headers) => ask('POST', path, body, token, headers),
    token: async (personId, scope, tenant = 'demo') => {
      const key = `${tenant}/${personId}/${scope ?? ''}`;
      if (!tokens.has(key))
        tokens.set(key, String((await ask('POST', '/dev/tokens', { personId, tenant, ...(scope && { scope }) }, undefined)).body['token']));
      return tokens.get(key)!;
    },
    at: async (now, settle = false) => {
      const { status, body } = await ask('POST', '/dev/clock', { now, settle }, undefined);
      if (status !== 200) throw new Error(`The clock was not set: ${JSON.stringify(body)}`);
    },
    killEverything: async () => {
      const pids = familyOf(child.pid!, dataDir);
      for (const pid of pids) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It was gone already.
        }
      }
      await ended();
    },
    stop: async () => {
      child.kill('SIGINT');
      return ended();
    },
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) await running.stop();
      await queue.stop();
      if (!env['DATA_DIR']) await rm(dataDir, { recursive: true, force: true });
    },
  };
  await start();
  return running;
}

/** The process ids of a running service: the parent, the children it remembers, and the database server. */
export function familyOf(parent: number, dataDir: string): number[] {
  const pids = [parent];
  const children = (pid: number): number[] => {
    try {
      return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      return [];
    }
  };
  for (let index = 0; index < pids.length; index += 1) pids.push(...children(pids[index]!));
  try {
    const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    pids.push(postmaster, ...children(postmaster));
  } catch {
    // The database server does not run.
  }
  return pids;
}

/** The process of a child of the running service, if it runs now. */
export function processOf(service: Running, name: 'api' | 'worker'): number | undefined {
  return familyOf(service.pid(), service.dataDir).find((pid) => commandOf(pid).includes(`apps/${name}/src/main.js`));
}

/** The process of the embedded database server, if it runs now: the file of a killed one may still name it. */
export function postmasterOf(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    return commandOf(pid).includes('postgres') ? pid : undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
