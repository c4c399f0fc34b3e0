import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

type Purpose = 'wrap' | 'search' | 'place' | 'body' | 'cursor';

/** Gives each tenant its own keys. A key management service can stand behind the same three methods. */
export interface TenantKeys {
  wrapKey(tenant: string): Buffer;
  /** A keyed hash that means nothing outside the tenant. */
  mac(tenant: string, purpose: Exclude<Purpose, 'wrap'>, text: string): Buffer;
}

/**
 * The tenant keys of a key file (32 random bytes in base64, mode 0600): derived from it by HKDF, one a tenant and purpose, so that a new
 * tenant needs no write. Two processes that make the file at once agree on one.
 */
export async function openKeyFile(path: string): Promise<TenantKeys> {
  const root = Buffer.from(JSON.parse(await readOrMake(path)).root as string, 'base64');
  if (root.length !== 32) throw new Error(`${path} does not hold a key of 32 bytes: put back the file that belongs to this database.`);
  const known = new Map<string, Buffer>();
  const key = (tenant: string, purpose: Purpose): Buffer => {
    const name = `${purpose}\n${tenant}`;
    const found = known.get(name) ?? Buffer.from(hkdfSync('sha256', root, 'samenspel', name, 32));
    known.set(name, found);
    return found;
  };
  return {
    wrapKey: (tenant) => key(tenant, 'wrap'),
    mac: (tenant, purpose, text) => createHmac('sha256', key(tenant, purpose)).update(text).digest(),
  };
}

async function readOrMake(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify({ root: randomBytes(32).toString('base64') }), { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}
