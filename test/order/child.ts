import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';

/** A process of this folder, which ends when its channel to us does; what it complains of goes to ours. */
export function forkOf(name: 'appender' | 'consumer' | 'writers', env: Readonly<Record<string, string>>): ChildProcess {
  return fork(join(packageRoot(), 'test/order', `${name}.js`), [], {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

export const endOf = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
