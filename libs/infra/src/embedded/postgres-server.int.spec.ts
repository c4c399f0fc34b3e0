import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type EmbeddedServer } from './postgres-server.js';

const FAST = { fsync: 'off' };
const folders: string[] = [];
const servers: EmbeddedServer[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'samenspel-server-'));
  folders.push(folder);
  return folder;
}

async function start(folder: string): Promise<EmbeddedServer> {
  const server = await startPostgres(folder, FAST);
  servers.push(server);
  return server;
}

async function ask<T extends pg.QueryResultRow>(server: EmbeddedServer, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = (folder: string): number => Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
const mode = (path: string): number => statSync(path).mode & 0o777;
const asRoot = process.getuid?.() === 0 ? it : it.skip;

afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('The embedded server', () => {
  it('answers after a fresh start, only on the loopback, and keeps its data over a restart on the same port', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await ask(first, "CREATE TABLE note (body text); INSERT INTO note VALUES (lower('DÉJÀ'))");
    expect(await ask(first, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await ask(first, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    await first.stop();
    expect(first.alive()).toBe(false);
    await first.stop();
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(await ask(second, 'SELECT body FROM note')).toEqual([{ body: 'déjà' }]);
    await second.stop();
  });

  it('asks for the password, which lies in a file only its owner reads', async () => {
    const folder = newFolder();
    const server = await start(folder);
    expect(mode(join(folder, 'postgres.json'))).toBe(0o600);
    expect(mode(folder) & 0o007).toBe(0);
    const wrong = new URL(server.url);
    wrong.password = 'guess-1';
    await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toThrow(/password authentication failed/);
    await server.stop();
  });

  it('takes over a running server instead of starting a second one', async () => {
    const folder = newFolder();
    const first = await start(folder);
    const pid = postmasterPid(folder);
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(postmasterPid(folder)).toBe(pid);
    await second.stop();
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('starts again after its process was killed, with what was committed', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await ask(first, 'CREATE TABLE note AS SELECT 1 AS n');
    process.kill(postmasterPid(folder), 'SIGKILL');
    const second = await start(folder);
    expect(await ask(second, 'SELECT n FROM note')).toEqual([{ n: 1 }]);
    await second.stop();
  });

  it('heals a pid file whose number belongs to another process by now', async () => {
    const folder = newFolder();
    const first = await start(folder);
    const file = join(folder, 'postgres', 'postmaster.pid');
    const left = readFileSync(file, 'utf8');
    await first.stop();
    writeFileSync(file, left.replace(/^\d+/, String(process.ppid)));
    const second = await start(folder);
    expect(await ask(second, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await second.stop();
  });

  it('throws away a cluster that was left half made', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres.init-1', 'cluster', 'base'), { recursive: true });
    const server = await start(folder);
    expect(existsSync(join(folder, 'postgres.init-1'))).toBe(false);
    await server.stop();
  });

  it('runs side by side with another one', async () => {
    const [one, two] = await Promise.all([start(newFolder()), start(newFolder())]);
    expect(one.url).not.toBe(two.url);
    expect(await ask(one, 'SELECT 1 AS n')).toEqual(await ask(two, 'SELECT 1 AS n'));
    await one.stop();
    expect(two.alive()).toBe(true);
    await two.stop();
  });

  it('chooses another port when a stranger sits on the old one', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await first.stop();
    const squatter = await start(newFolder());
    const port = Number(new URL(squatter.url).port);
    const file = join(folder, 'postgres.json');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), port }));
    const second = await start(folder);
    expect(new URL(second.url).port).not.toBe(String(port));
    await second.stop();
    await squatter.stop();
  });

  asRoot('works in a folder only root may enter, as another user, and leaves the secrets to root', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o700);
    writeFileSync(join(folder, 'keys.json'), '{}', { mode: 0o600 });
    const server = await start(folder);
    expect(statSync(join(folder, 'postgres')).uid).not.toBe(0);
    expect(statSync(folder).uid).toBe(0);
    expect(mode(folder) & 0o067).toBe(0);
    for (const secret of ['keys.json', 'postgres.json']) {
      expect([statSync(join(folder, secret)).uid, mode(join(folder, secret))]).toEqual([0, 0o600]);
    }
    await server.stop();
  });
});
