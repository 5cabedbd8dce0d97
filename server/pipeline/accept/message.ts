import { hash } from 'node:crypto';
import type { DeviceEvent } from '#server/protocols/device-event.ts';

export interface KnownDevice {
  id: string;
  customerId: string;
  shard: number;
  active: boolean;
}

/** One told thing of a known device, ready to be stored. */
export interface AcceptedMessage {
  device: KnownDevice;
  connectionId: string | null;
  /** The way in and the event's kind: `lora.uplink`, `http.senml`, `mqtt.senml`, `digitalmatter.record`. */
  kind: string;
  event: DeviceEvent;
  /** Exact bytes as received. */
  body: Uint8Array;
  receivedAt: Date;
  /** Which allowance of its device it uses up; none: that of the message that it came with, or nobody counts. */
  limit?: 'device' | 'network';
  /** Known by another name: the same message, if one of that name is stored and was accepted since then. */
  earlier?: { identity: string; since: Date };
}

/**
 * What was stored: an id of its own, or the knowledge that it stood there already. What lies in a stream is accepted and
 * gets its id with its row.
 */
export type StoredAnswer = { status: 'accepted'; id?: number } | { status: 'duplicate' };

/** Or that its device has had what it may have for now. */
export type KeptAnswer = StoredAnswer | { status: 'too-many'; waitMs: number };

/** Kinds that decoders make records of, or that say something of the device's rhythm; the rest is history only. */
const PROCESSED: ReadonlySet<string> = new Set([
  'lora.uplink',
  'lora.location',
  'lora.join',
  'http.senml',
  'mqtt.senml',
  'digitalmatter.record',
]);

export function isProcessed(kind: string): boolean {
  return PROCESSED.has(kind);
}

/** Whether more is done with it than keeping it: of what is only kept nobody else tells that it came. */
export function isForWork({ device, kind }: Pick<AcceptedMessage, 'device' | 'kind'>): boolean {
  return device.active && isProcessed(kind);
}

/** Kinds that decoders make records of. */
export const DECODED_KINDS: readonly string[] = [...PROCESSED].filter((kind) => kind !== 'lora.join');

/** First 16 bytes of the SHA-256: one in 2^64 that two of a device's frames share it by chance. */
export function identityHash(identity: string): string {
  return hash('sha256', identity, 'hex').slice(0, 32);
}

export interface FrameFacts {
  fCntUp: number | null;
  fPort: number | null;
  /** Effective signal power of the best reception, dBm. */
  signal: number | null;
  spreadingFactor: number | null;
}

export function frameFacts(event: DeviceEvent): FrameFacts {
  return {
    fCntUp: 'fCntUp' in event ? event.fCntUp : null,
    fPort: 'fPort' in event ? event.fPort : null,
    signal: 'receptions' in event ? (event.receptions[0]?.esp ?? null) : null,
    spreadingFactor: 'radio' in event ? event.radio.spreadingFactor : null,
  };
}
