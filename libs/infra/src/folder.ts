import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder of our own (mode 0700) and those above it that are missing. Level by level: where a file system lets nothing be made,
 * Node's own recursive mkdir tries for ever instead of failing. Throws an Error that says which folder cannot be made.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new Error(`DATA_DIR ${folder} is not a folder: choose another one.`, { cause: error });
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder)
      throw new Error(`The folder ${folder} cannot be made (${code}): choose another DATA_DIR.`, { cause: error });
    await makeFolder(above);
    await mkdir(folder, { mode: 0o700 }).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST')
        throw new Error(`The folder ${folder} cannot be made (${again.code}): choose another DATA_DIR.`, { cause: again });
    });
  }
}
