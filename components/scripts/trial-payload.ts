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

/** What a test keeps, in one line; null where it is nothing that can be put into the editor. */
export function inputLine(input: KeptInput): string | null {
  if (input.kind === 'data') return JSON.stringify(input.data);
  if (input.kind === 'pack') return JSON.stringify(input.pack);
  const payload = payloadOf(input);
  return payload && `FPort ${payload.fPort} · ${payload.frmPayload}`;
}
