import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { freePort } from './free-port.js';

const startsWithinMs = 60_000;

/** One process of the service over a database that several share. */
export interface ServiceProcess {
  readonly name: 'api' | 'worker';
  readonly port: number;
  pid(): number;
  /** SIGTERM; gives the exit code and how many milliseconds it took. */
  stop(): Promise<{ code: number | null; ms: number }>;
  kill(): void;
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

export async function startProcess(name: ServiceProcess['name'], env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const port = await freePort();
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = fork(join(packageRoot(), `dist/apps/${name}/src/main.js`), [], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', AUTH: 'dev', ...env, PORT: String(port) },
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      const over = setTimeout(() => reject(new Error(`The ${name} did not become ready.`)), startsWithinMs);
      child.once('message', () => resolve(clearTimeout(over)));
      child.once('exit', (code) => reject(new Error(`The ${name} ended with ${code} before it was ready.`)));
    });
  };
  await start();
  return {
    name,
    port,
    start,
    pid: () => child.pid!,
    kill: () => void child.kill('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      const since = performance.now();
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return { code: await ended, ms: performance.now() - since };
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** It had been done before, and this is its answer. */
  readonly replayed: boolean;
}

/** One request on a connection of its own; a connection that is refused was never accepted, and throws with that code. */
export function send(port: number, method: string, path: string, token?: string, body?: unknown, key?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: JSON.parse(text || '{}') as Record<string, unknown>,
          replayed: answer.headers['idempotent-replayed'] === 'true',
        }),
      );
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export interface Traffic {
  readonly acknowledged: readonly string[];
  /** Requests that were accepted and not answered as they should have been. */
  readonly failed: readonly string[];
  readonly refused: number;
  stop(): Promise<void>;
}

/**
 * Writers that open case after case, by turns at every api. Whose connection is refused, or ends before a byte of an answer came, goes to the
 * next api with the same key: an answer that says it was done before betrays a request that had been let in and was not answered.
 */
export function openCases(ports: readonly number[], token: string, bodyOf: (nth: number) => unknown, writers: number): Traffic {
  const acknowledged: string[] = [];
  const failed: string[] = [];
  let [nth, refused, stopped] = [0, 0, false];
  const write = async (): Promise<void> => {
    while (!stopped) {
      const mine = (nth += 1);
      const [body, key] = [bodyOf(mine), randomUUID()];
      for (let turn = 0; ; turn += 1) {
        const port = ports[(mine + turn) % ports.length]!;
        try {
          const answer = await send(port, 'POST', '/v1/cases', token, body, key);
          if (answer.status === 201) acknowledged.push(String(answer.body['id']));
          else failed.push(`${answer.status} ${String(answer.body['code'])}`);
          if (answer.replayed) failed.push('let in and not answered');
          break;
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code ?? 'broken';
          if (code !== 'ECONNREFUSED' && code !== 'ECONNRESET') {
            failed.push(code);
            break;
          }
          refused += 1;
          if (turn % ports.length === ports.length - 1) await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    }
  };
  const ended = Promise.all(Array.from({ length: writers }, write));
  return {
    acknowledged,
    failed,
    get refused() {
      return refused;
    },
    stop: async () => {
      stopped = true;
      await ended;
    },
  };
}
