import type { SimulatedSender } from '#server/device-simulator/contract.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { sha256 } from './sha256.ts';

/** One value of the phone or of the hand. */
export interface Reading {
  n: string;
  u?: string;
  v?: number;
  vs?: string;
  vb?: boolean;
}

export interface Sent {
  at: number;
  body: string;
  /** 0: no answer came. */
  status: number;
  messageId: string | null;
  /** What the answer carried for the device. */
  downlink: SenmlRecord[];
  /** Of a refusal. */
  problem: { code: string; detail: string } | null;
}

/** Base name and time in the first record, as devices send it. */
export function packOf(urn: string, readings: readonly Reading[], atMs: number): SenmlRecord[] {
  return readings.map((reading, index) => (index === 0 ? { bn: urn, bt: atMs / 1000, ...reading } : reading));
}

/** `Things-Message-Token`: over the bytes that are sent, followed by the secret. */
export async function tokenOf(body: string, sharedSecret: string): Promise<string> {
  const bytes = new TextEncoder().encode(body + sharedSecret);
  const { subtle } = globalThis.crypto ?? {};
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sends like any device: to the ingestion, with no cookie. */
export async function sendPack(
  sender: Pick<SimulatedSender, 'urn' | 'path' | 'sharedSecret'>,
  readings: readonly Reading[],
): Promise<Sent> {
  const at = Date.now();
  const body = JSON.stringify(packOf(sender.urn, readings, at));
  const sent: Sent = { at, body, status: 0, messageId: null, downlink: [], problem: null };
  try {
    const answer = await fetch(sender.path, {
      method: 'POST',
      credentials: 'omit',
      headers: {
        'content-type': 'application/json',
        'things-message-token': await tokenOf(body, sender.sharedSecret),
      },
      body,
    });
    const told: unknown = await answer.json().catch(() => null);
    sent.status = answer.status;
    sent.messageId = answer.headers.get('things-message-id');
    if (answer.ok) sent.downlink = Array.isArray(told) ? (told as SenmlRecord[]) : [];
    else sent.problem = problemOf(told, answer.status);
  } catch {
    // No network: the next one tries again, as a device would.
  }
  return sent;
}

function problemOf(told: unknown, status: number): { code: string; detail: string } {
  const { code, detail, title } = (told ?? {}) as Record<string, unknown>;
  return { code: String(code ?? `http-${status}`), detail: String(detail ?? title ?? '') };
}
