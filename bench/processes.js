import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Forks a module and waits for its `{ ready: true, … }`, which becomes `message`. */
export function startProcess(path, { env = {}, args = [], execArgv = [] } = {}) {
  const child = fork(path, args, {
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', ...env },
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const started = {
    pid: child.pid,
    message: undefined,
    /** Sends a message and gives what comes back as `result`. */
    ask: (message) =>
      new Promise((resolve, reject) => {
        child.once('message', (answer) => (answer.error ? reject(new Error(answer.error)) : resolve(answer.result)));
        child.send(message);
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
  return new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`${path} ended with ${code}.`)));
    child.on('message', function ready(message) {
      if (!message.ready) return;
      child.off('message', ready);
      started.message = message;
      resolve(started);
    });
  });
}

/** The api as it is deployed: its own process, with a pool of `poolSize`. */
export const startApi = ({ databaseUrl, dataDir, poolSize, execArgv }) =>
  startProcess(pathOf('../dist/apps/api/src/main.js'), {
    execArgv,
    env: {
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      KEY_FILE: '',
      PORT: '0',
      POOL_SIZE: String(poolSize),
      LOG_LEVEL: 'error',
      AUTH: 'dev',
    },
  });

export const startWorker = ({ databaseUrl, dataDir }) =>
  startProcess(pathOf('../dist/apps/worker/src/main.js'), {
    env: { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, KEY_FILE: '', LOG_LEVEL: 'error', AUTH: 'dev' },
  });

export const startPlain = ({ databaseUrl, poolSize }) =>
  startProcess(pathOf('plain-fastify.js'), { env: { DATABASE_URL: databaseUrl, POOL_SIZE: String(poolSize) } });
