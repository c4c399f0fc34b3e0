import { readFile, stat } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

/** The user under whom PostgreSQL runs when we are root, which it refuses. */
export interface Account {
  uid: number;
  gid: number;
}

export interface Outcome {
  code: number;
  output: string;
}

/** Runs a program to its end and gives its exit code and what it wrote. Throws when it cannot be started. */
export type Run = (program: string, args: string[]) => Promise<Outcome>;

/** The account `nobody`, or the owner of a cluster that already belongs to an ordinary user; undefined when we are not root. */
export async function accountFor(cluster: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(cluster)) {
    const { uid, gid } = await stat(cluster);
    if (uid !== 0) return { uid, gid };
  }
  const line = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

/** The folders among these paths and their parents that the account may not enter, the outermost first. The paths must be real ones. */
export async function closedFolders(account: Account, paths: string[]): Promise<string[]> {
  const all = new Set<string>();
  for (const path of paths) for (let folder = path; !all.has(folder); folder = dirname(folder)) all.add(folder);
  const closed: string[] = [];
  for (const folder of [...all].sort()) if (!(await enterable(account, folder))) closed.push(folder);
  return closed;
}

async function enterable(account: Account, folder: string): Promise<boolean> {
  const { uid, gid, mode } = await stat(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

/**
 * How to run programs as this account (undefined: as ourselves). Where folders are closed to it, the programs get the one capability
 * that looks past that; throws with the folder and the ways out when this machine has no means for it.
 */
export function runAs(account: Account | undefined, closed: string[]): Run {
  if (account === undefined) return (program, args) => run(program, args, {});
  if (closed.length === 0) return (program, args) => run(program, args, account);
  const setpriv = findProgram('setpriv');
  const capability = availableCapability();
  if (setpriv === undefined || capability === undefined) {
    throw new Error(
      `PostgreSQL may not run as root, and the user with uid ${account.uid} cannot enter ${closed[0]}. ` +
        `Do one of these: start Samenspel as an ordinary user; let others pass through with "chmod o+x ${closed[0]}"; ` +
        'move the installation or DATA_DIR to a folder others may enter; install setpriv (package util-linux); ' +
        'or set DATABASE_URL to a PostgreSQL of version 14 or newer.',
    );
  }
  // Without the secure bit access(2), by which PostgreSQL looks for its own programs, ignores the capability.
  const options =
    `--reuid ${account.uid} --regid ${account.gid} --clear-groups ` +
    `--inh-caps +${capability} --ambient-caps +${capability} --securebits +no_setuid_fixup`;
  return (program, args) => run(setpriv, [...options.split(' '), program, ...args], {});
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/** A container often lacks the narrow capability but has the wide one. */
function availableCapability(): 'dac_read_search' | 'dac_override' | undefined {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '')?.[1];
  const held = (bit: bigint): boolean => (BigInt(`0x${effective ?? '0'}`) & (1n << bit)) !== 0n;
  if (!held(8n)) return undefined;
  return held(2n) ? 'dac_read_search' : held(1n) ? 'dac_override' : undefined;
}

/** In a session of its own, so that Ctrl-C does not reach it; with a bare environment, so that no PGDATA or PGPORT of the caller leaks in. */
function run(program: string, args: string[], identity: { uid?: number; gid?: number }): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
    const child = spawn(program, args, {
      ...identity,
      env,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`, { cause: error })));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, output: signal === null ? output : `${output}ended by ${signal}` }));
  });
}
