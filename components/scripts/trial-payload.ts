import type { KeptInput } from '#server/scripts/contract.ts';

export interface Payload {
  frmPayload: string;
  fPort: number | null;
}

/** The payload of a message that a test keeps; null where it is none that can be typed. */
export function payloadOf(input: KeptInput): Payload | null {
  if (input.kind !== 'message') return null;
  const { kind, frmPayload, fPort } = input.event as { kind?: string; frmPayload?: unknown; fPort?: unknown };
  if (kind !== 'uplink' || typeof frmPayload !== 'string' || typeof fPort !== 'number') return null;
  return { frmPayload, fPort };
}
