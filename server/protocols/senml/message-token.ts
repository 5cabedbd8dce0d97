import { hash } from 'node:crypto';

/**
 * `Things-Message-Token`: lower-case hex SHA-256 over the exact bytes of the body followed by the
 * shared secret. Used by devices (uplink) and towards HTTPS destinations alike.
 */
export function messageToken(body: Uint8Array, sharedSecret: string): string {
  return hash('sha256', Buffer.concat([body, Buffer.from(sharedSecret, 'utf8')]), 'hex');
}
