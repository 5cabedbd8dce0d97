import { createHash } from 'node:crypto';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';

type Part = string | number | boolean | null | undefined;

const digest = (parts: Part[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Identity from the fields that a retry repeats, where the network server has no identifier of its own. */
export function hashedIdentity(kind: LoraEvent['kind'], parts: Part[]): string {
  return `${kind}:${digest(parts).slice(0, 32)}`;
}

/** Identity from the network server's own identifier; the kind keeps an uplink and its acknowledgement apart. */
export function namedIdentity(kind: LoraEvent['kind'], id: string): string {
  return `${kind}:${id.toLowerCase()}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The UUID that an identity was made of, or one made of the identity: what a simulated server sends for it. */
export function uuidOfIdentity(identity: string): string {
  const name = identity.slice(identity.indexOf(':') + 1);
  if (UUID.test(name)) return name;
  const hex = digest(['uuid', identity]);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A stable unsigned 32-bit number, for identifiers such as ChirpStack's uplinkId and downlinkId. */
export function uint32Of(...parts: Part[]): number {
  return Number.parseInt(digest(parts).slice(0, 8), 16);
}
