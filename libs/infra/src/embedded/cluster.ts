import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import type { Account, Run } from './account.js';

export const SUPERUSER = 'samenspel';

/** What postgres.json remembers between starts; port 0 stands for: none chosen yet. */
export interface Access {
  port: number;
  password: string;
}

/** Reads postgres.json, or makes it with a new random password. Throws when a cluster is there whose password is lost. */
export async function readAccess(dataDir: string): Promise<Access> {
  const file = join(dataDir, 'postgres.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Access;
  if (existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    throw new Error(
      `${file} is gone and with it the password of the database beside it: put it back, or remove ${join(dataDir, 'postgres')} to begin anew.`,
    );
  }
  const access = { port: 0, password: randomBytes(24).toString('base64url') };
  await writeAccess(dataDir, access);
  return access;
}

/** Replaces postgres.json whole, so that a cut power line leaves the old or the new one. */
export async function writeAccess(dataDir: string, access: Access): Promise<void> {
  const draft = join(dataDir, `.postgres.json.${randomBytes(6).toString('hex')}`);
  await writeFile(draft, `${JSON.stringify(access)}\n`, { mode: 0o600, flush: true });
  await rename(draft, join(dataDir, 'postgres.json'));
  await syncFolder(dataDir);
}

/** The remembered port when it is free on the loopback, or else a free one. */
export async function freePort(remembered: number): Promise<number> {
  const port = (remembered === 0 ? undefined : await tryPort(remembered)) ?? (await tryPort(0));
  if (port === undefined) throw new Error('No free port was found on 127.0.0.1.');
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

/** Makes dataDir/postgres unless it is there. It is made aside and moved into place when complete, so a killed start leaves no half. */
export async function ensureCluster(
  dataDir: string,
  cluster: string,
  tools: { binaries: Binaries; run: Run; account?: Account; sync: boolean },
  password: string,
): Promise<void> {
  const { binaries, run, account, sync } = tools;
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('postgres.init-')) await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  if (existsSync(join(cluster, 'PG_VERSION'))) return takeOver(cluster, account);
  const workshop = join(dataDir, `postgres.init-${randomBytes(6).toString('hex')}`);
  const half = join(workshop, 'cluster');
  const passwordFile = join(workshop, 'password');
  await mkdir(half, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [workshop, half, passwordFile]) await chown(path, account.uid, account.gid);
  const options = '-E UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --auth=scram-sha-256 --no-instructions';
  const { code, output } = await run(binaries.initdb, [
    ...options.split(' '),
    ...(sync ? [] : ['--no-sync']),
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    `--pgdata=${half}`,
  ]);
  if (code !== 0) throw new Error(`The embedded database could not be made in ${dataDir}: ${output.trim()}`);
  await rename(half, cluster);
  await syncFolder(dataDir);
  await rm(workshop, { recursive: true, force: true });
}

/** A copy put back by root belongs to root, and PostgreSQL only opens what is its own. */
async function takeOver(cluster: string, account: Account | undefined): Promise<void> {
  if (account === undefined || (await stat(cluster)).uid === account.uid) return;
  for (const name of await readdir(cluster, { recursive: true })) await lchown(join(cluster, name), account.uid, account.gid);
  await chmod(cluster, 0o700);
  await chown(cluster, account.uid, account.gid);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
