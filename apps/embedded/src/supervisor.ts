import { fork, type ChildProcess } from 'node:child_process';
import { CONFIGURATION_ERROR } from '#infra/process.js';

const PATIENCE_MS = 10_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const STEADY_MS = 30_000;

export interface ChildSpec {
  name: string;
  /** The module to fork. */
  path: string;
  /** Added to our own environment; asked again at every start. */
  env?: () => Record<string, string>;
}

export interface Supervision {
  /** Started in this order, and stopped in this order, one after the other. */
  children: ChildSpec[];
  log(line: string): void;
  /** A child has sent `{ ready: true, … }`. */
  onReady?(name: string, message: Record<string, unknown>): void;
  /** A child has ended with CONFIGURATION_ERROR and is not started again. */
  onMisconfigured?(name: string): void;
  /** The process numbers of the living children, whenever they change. */
  onPids?(pids: number[]): void;
}

export interface Supervisor {
  /** Ends every child, so that each starts anew with a fresh environment. */
  restart(): void;
  /** Stops each child with SIGTERM, and with SIGKILL after ten seconds. A second call waits for the same end. */
  stop(): Promise<void>;
}

/**
 * Forks the children with an IPC channel, each in a session of its own so that Ctrl-C reaches only us, and starts again what died:
 * after 0.2 s, doubling to 5 s, and from the beginning once it has run for half a minute.
 */
export function supervise({ children, log, onReady, onMisconfigured, onPids }: Supervision): Supervisor {
  let stopping: Promise<void> | undefined;
  const report = (): void => onPids?.(watched.flatMap(({ pid }) => pid() ?? []));
  const watched = children.map((spec) =>
    watch(spec, {
      log,
      changed: () => report(),
      ready: (message) => onReady?.(spec.name, message),
      misconfigured: () => onMisconfigured?.(spec.name),
    }),
  );
  for (const child of watched) child.start();
  const stopAll = async (): Promise<void> => {
    for (const child of watched) child.retire();
    for (const child of watched) await child.stop();
  };
  return {
    restart: () => watched.forEach((child) => child.signal()),
    stop: () => (stopping ??= stopAll()),
  };
}

interface Listeners {
  log(line: string): void;
  changed(): void;
  ready(message: Record<string, unknown>): void;
  misconfigured(): void;
}

interface Watched {
  pid(): number | undefined;
  start(): void;
  signal(): void;
  /** From now on it is not started again. */
  retire(): void;
  stop(): Promise<void>;
}

function watch(spec: ChildSpec, on: Listeners): Watched {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let retired = false;
  let pause = FIRST_DELAY_MS;

  const start = (): void => {
    const born = performance.now();
    const current = fork(spec.path, [], {
      env: { ...process.env, ...spec.env?.() },
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = current;
    current.on('message', (message) => {
      if (isRecord(message) && message['ready'] === true) on.ready(message);
    });
    let over = false;
    const ended = (code: number | null, how: string): void => {
      if (over) return;
      over = true;
      if (child === current) child = undefined;
      on.changed();
      if (retired) return;
      if (code === CONFIGURATION_ERROR) {
        retired = true;
        on.misconfigured();
        return;
      }
      if (performance.now() - born >= STEADY_MS) pause = FIRST_DELAY_MS;
      on.log(`${spec.name} ended (${how}); it starts again in ${pause / 1000} s`);
      timer = setTimeout(start, pause);
      pause = Math.min(pause * 2, LONGEST_DELAY_MS);
    };
    current.on('exit', (code, signal) => ended(code, signal ?? `code ${code}`));
    current.on('error', (error) => {
      // A message that could not be sent is an error too, of a child that lives.
      if (current.pid === undefined) ended(null, error.message);
    });
    on.changed();
  };

  return {
    pid: () => child?.pid,
    start,
    signal: () => child?.kill('SIGTERM'),
    retire: () => {
      retired = true;
      clearTimeout(timer);
    },
    stop: async () => {
      const current = child;
      if (current === undefined) return;
      const exit = new Promise((resolve) => current.once('exit', resolve));
      current.kill('SIGTERM');
      const hammer = setTimeout(() => {
        on.log(`${spec.name} did not stop within ${PATIENCE_MS / 1000} s and was ended`);
        current.kill('SIGKILL');
      }, PATIENCE_MS);
      await exit;
      clearTimeout(hammer);
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
