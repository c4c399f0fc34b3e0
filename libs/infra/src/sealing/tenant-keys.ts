import { createHmac, createPrivateKey, createPublicKey, hkdfSync, randomBytes, sign, verify } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

type Purpose = 'wrap' | 'search' | 'place' | 'body' | 'cursor';

/** Gives each tenant its own keys. A key management service can stand behind the same three methods. */
export interface TenantKeys {
  wrapKey(tenant: string): Buffer;
  /** A keyed hash that means nothing outside the tenant. */
  mac(tenant: string, purpose: Exclude<Purpose, 'wrap'>, text: string): Buffer;
  /** Signs what is kept elsewhere as evidence about the whole log. */
  readonly signer: Signer;
}

/** Ed25519: whoever has the public key can check a signature, and make none. */
export interface Signer {
  /** 32 bytes in base64. */
  readonly publicKey: string;
  sign(text: string): Buffer;
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
    signer: signerOf(Buffer.from(hkdfSync('sha256', root, 'samenspel', 'evidence', 32))),
  };
}

/** What stands before the 32 bytes of a private key, or of a public one, in the form that Node reads. */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function signerOf(seed: Buffer): Signer {
  const privateKey = createPrivateKey({ key: Buffer.concat([privateKeyPrefix, seed]), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    publicKey: der.subarray(publicKeyPrefix.length).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}

/** Whether the holder of the private key of `publicKey` (32 bytes in base64) signed this text. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([publicKeyPrefix, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
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
