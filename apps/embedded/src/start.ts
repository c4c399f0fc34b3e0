import { readConfig } from '#infra/config.js';
import { makeFolder } from '#infra/folder.js';
import { FolderLocked, lockFolder, type FolderLock } from '#infra/folder-lock.js';
import { openDatabase, type Database } from './database.js';
import { outliveOrphans, rememberChildren } from './orphans.js';
import { supervise, type ChildSpec, type Supervisor } from './supervisor.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the embedded profile until a signal or a configuration error: database, then the children, which get DATABASE_URL, DATA_DIR and
 * KEY_FILE. Gives the exit code. What cannot be started is said on stderr and gives 1.
 */
export async function start(env: Record<string, string | undefined>, children: ChildSpec[]): Promise<number> {
  let database: Database | undefined;
  let supervisor: Supervisor | undefined;
  let lock: FolderLock | undefined;
  let writing = Promise.resolve();
  const ending = untilTold();
  try {
    const config = readConfig(env);
    await makeFolder(config.dataDir);
    lock = await lockOf(config.dataDir);
    await outliveOrphans(config.dataDir, say);
    if (ending.told()) return 0;
    const opened = await openDatabase(config, { log: say, moved: () => supervisor?.restart() });
    database = opened;
    if (ending.told()) return 0;
    let greeted = false;
    supervisor = supervise({
      children: children.map((child) => ({
        ...child,
        env: () => ({ ...child.env?.(), DATABASE_URL: opened.url(), DATA_DIR: config.dataDir, KEY_FILE: config.keyFile }),
      })),
      log: say,
      onReady: (name, message) => {
        if (name !== 'api' || greeted) return;
        greeted = true;
        greet(typeof message['port'] === 'number' ? message['port'] : config.port);
      },
      onMisconfigured: () => ending.tell(1),
      onPids: (pids) => {
        writing = writing.then(() => rememberChildren(config.dataDir, pids)).catch(complain);
      },
    });
    return await ending.code;
  } catch (error) {
    complain(error);
    return 1;
  } finally {
    await supervisor?.stop().catch(complain);
    await database?.stop().catch(complain);
    await writing;
    await lock?.release().catch(complain);
  }
}

interface Ending {
  code: Promise<number>;
  told(): boolean;
  tell(code: number): void;
}

/** The first signal ends us in good order; later ones only hear that we are at it. */
function untilTold(): Ending {
  let told = false;
  let settle: (code: number) => void = () => undefined;
  const code = new Promise<number>((resolve) => {
    settle = resolve;
  });
  const tell = (value: number): void => {
    told = true;
    settle(value);
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      say(told ? 'Already stopping, a moment please' : 'Stopping');
      tell(0);
    });
  }
  return { code, told: () => told, tell };
}

async function lockOf(dataDir: string): Promise<FolderLock> {
  try {
    return await lockFolder(dataDir);
  } catch (error) {
    if (!(error instanceof FolderLocked)) throw error;
    throw new Error(
      `Samenspel already runs on ${dataDir} (process ${error.pid}): stop it first, or set DATA_DIR and PORT for a second instance.`,
      {
        cause: error,
      },
    );
  }
}

function greet(port: number): void {
  const origin = `http://127.0.0.1:${port}`;
  say(`Samenspel is ready on ${origin}`);
  say(`The API is described at ${origin}/docs`);
  say('See it at work with: npm run demo');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
