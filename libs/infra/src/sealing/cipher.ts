import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const nonceLength = 12;
const tagLength = 16;
const noncesAtOnce = 256;

let nonces = Buffer.alloc(0);
/** A fresh random nonce; the system is asked for many at once, because asking costs more than they do. */
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(nonceLength * noncesAtOnce);
  const nonce = nonces.subarray(0, nonceLength);
  nonces = nonces.subarray(nonceLength);
  return nonce;
}

/** AES-256-GCM: nonce, and ciphertext followed by its tag. */
export function encrypt(key: Buffer, plain: Buffer, aad: string): { nonce: Buffer; data: Buffer } {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad));
  const data = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce, data };
}

/** Throws when key, place or content are not the ones it was made with. */
export function decrypt(key: Buffer, nonce: Buffer, data: Buffer, aad: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(data.subarray(data.length - tagLength));
  return Buffer.concat([decipher.update(data.subarray(0, data.length - tagLength)), decipher.final()]);
}

/** A key sealed under another one, for this place only. */
export function wrap(key: Buffer, secret: Buffer, place: string): Buffer {
  const { nonce, data } = encrypt(key, secret, place);
  return Buffer.concat([nonce, data]);
}

export const unwrap = (key: Buffer, wrapped: Buffer, place: string): Buffer =>
  decrypt(key, wrapped.subarray(0, nonceLength), wrapped.subarray(nonceLength), place);
