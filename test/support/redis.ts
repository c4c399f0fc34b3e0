import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';

const startsWithinMs = 10_000;
/** What every server of the service has to have. */
const right = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];

/** Whether this machine has a redis-server on its path. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts again on the same port and files, with these settings instead of the first ones. */
  start(settings?: readonly string[]): Promise<void>;
  flush(): Promise<void>;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/** A redis-server of its own on a free port of loopback, with its files in a temporary folder. */
export async function startRedis(settings: readonly string[] = right): Promise<RedisServer> {
  const [port, folder] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), 'samenspel-redis-'))]);
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;
  const endWithParent = (): void => void child?.kill('SIGKILL');
  process.once('exit', endWithParent);

  const ask = async <T>(question: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(url, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await question(client);
    } finally {
      client.disconnect();
    }
  };
  const start = async (given: readonly string[] = settings): Promise<void> => {
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...given], {
      stdio: 'ignore',
    });
    for (const end = performance.now() + startsWithinMs; ;) {
      if (
        await ask((client) => client.dbsize()).then(
          () => true,
          () => false,
        )
      )
        return;
      if (child.exitCode !== null || performance.now() > end) throw new Error('redis-server did not start.');
      await delay(20);
    }
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    url,
    get pid() {
      return child.pid!;
    },
    kill: () => end('SIGKILL'),
    start,
    flush: async () => void (await ask((client) => client.flushall())),
    stop: async () => {
      process.off('exit', endWithParent);
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
