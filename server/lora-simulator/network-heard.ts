import type { GatewayReception, LoraEvent, LoraLog, RadioSettings } from '#server/protocols/lorawan/event.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';

/** How a frame reached the network server. */
export interface Heard {
  devEui: string;
  at: Date;
  radio: RadioSettings;
  /** Strongest first, never empty. */
  receptions: GatewayReception[];
}

/** What the network server tells, and what it sends back. */
export interface Reaction {
  events: LoraEvent[];
  downlink: Uint8Array | null;
}

/** The network server's own remark; codes as ChirpStack names them. */
export function remark(
  heard: Heard,
  code: string,
  description: string,
  level: LoraLog['level'] = 'error',
): LoraLog {
  const { devEui, at } = heard;
  const occurredAt = at.toISOString();
  return {
    kind: 'log',
    devEui,
    occurredAt,
    identity: hashedIdentity('log', [devEui, occurredAt, code, description]),
    level,
    code,
    description,
    context: {},
  };
}
