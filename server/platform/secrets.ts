import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { env, keyEncryptionKey } from './env.ts';
import { DomainError } from './errors.ts';

/**
 * Envelope encryption: one data key a customer (AES-256-GCM), wrapped by a key-encryption key from the environment.
 * A sealed value reads `v1.<iv + tag + ciphertext>` (base64url) and is bound to where it stands
 * (`customer|table|column|row`), so a value moved to another row does not open.
 */
export interface DataKey {
  customerId: string;
  /** Made ready once: from bytes it would be for every value, which costs more than the cipher. */
  key: KeyObject;
}

export interface WrappedKey {
  kekId: string;
  wrapped: Uint8Array;
}

function kek(name: string): KeyObject {
  const text = keyEncryptionKey(name);
  const key = text ? Buffer.from(text, 'base64') : null;
  if (key?.length !== 32)
    throw new Error(`APP_KEK_${name} must be 32 bytes in base64: without it stored secrets cannot be read.`);
  return createSecretKey(key);
}

export function newDataKey(customerId: string): { dataKey: DataKey; stored: WrappedKey } {
  const kekId = env().APP_KEK_CURRENT;
  const key = randomBytes(32);
  return {
    dataKey: { customerId, key: createSecretKey(key) },
    stored: { kekId, wrapped: encrypt(kek(kekId), key, `data-key|${customerId}`) },
  };
}

export function unwrapDataKey(customerId: string, stored: WrappedKey): DataKey {
  const key = decrypt(kek(stored.kekId), stored.wrapped, `data-key|${customerId}`);
  return { customerId, key: createSecretKey(key) };
}

export function seal(dataKey: DataKey, place: string, plain: string): string {
  const bytes = encrypt(dataKey.key, Buffer.from(plain, 'utf8'), `${dataKey.customerId}|${place}`);
  return `v1.${Buffer.from(bytes).toString('base64url')}`;
}

export function unseal(dataKey: DataKey, place: string, sealed: string): string {
  const [version, body] = sealed.split('.');
  if (version !== 'v1' || !body) throw new DomainError('secrets.unreadable', 'unavailable', { place });
  return decrypt(dataKey.key, Buffer.from(body, 'base64url'), `${dataKey.customerId}|${place}`).toString(
    'utf8',
  );
}

/** The same for bytes that stand in a column of bytes: no version in front, the place names it. */
export function sealBytes(dataKey: DataKey, place: string, plain: Uint8Array): Uint8Array {
  return encrypt(dataKey.key, plain, `${dataKey.customerId}|${place}|v1`);
}

export function unsealBytes(dataKey: DataKey, place: string, sealed: Uint8Array): Uint8Array {
  return decrypt(dataKey.key, sealed, `${dataKey.customerId}|${place}|v1`);
}

/** iv (12) + tag (16) + ciphertext. */
function encrypt(key: KeyObject, plain: Uint8Array, aad: string): Uint8Array {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject, sealed: Uint8Array, aad: string): Buffer {
  const all = Buffer.from(sealed);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, 12)).setAAD(Buffer.from(aad));
    decipher.setAuthTag(all.subarray(12, 28));
    return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]);
  } catch {
    throw new DomainError('secrets.unreadable', 'unavailable');
  }
}
