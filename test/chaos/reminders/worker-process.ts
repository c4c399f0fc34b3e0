import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';

export interface WorkerOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Modules of this folder that are loaded first. */
  readonly preload: readonly string[];
  readonly onExit: () => void;
}

/** A real worker, as it is deployed, in a process of its own. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  /** Settles when it says that it is ready, or ends before. */
  readonly ready: Promise<boolean>;

  constructor({ env, preload, onExit }: WorkerOptions) {
    const imports = preload.flatMap((name) => ['--import', join(packageRoot(), 'test/chaos/reminders', `${name}.js`)]);
    this.#child = spawn(process.execPath, [...imports, join(packageRoot(), 'dist/apps/worker/src/main.js')], {
      env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#gone = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    void this.#gone.then(onExit);
    this.ready = Promise.race([
      new Promise<boolean>((resolve) => this.#child.once('message', () => resolve(true))),
      this.#gone.then(() => false),
    ]);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** In good order; waits for it. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#gone;
  }
}
