import type { Refusal } from '#server/lora-networks/contract.ts';

export const DOORS = ['http', 'mqtt'] as const;
export type Door = (typeof DOORS)[number];

export const CALLER_REASONS = ['unknown-device', 'other-address'] as const;

/** A device that calls at a door of devices and that nobody has. */
export interface CallerItem {
  network: string;
  identifier: string;
  door: Door;
  reason: string;
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** What is turned away at the doors that no connection stands behind. */
export interface Doors {
  callers: CallerItem[];
  /** No more are remembered. */
  most: number;
  /** By door and reason: `http-malformed`. */
  refusals: Refusal[];
}

/** How a device of ours called before anybody had it, or calls where it is not expected. */
export interface Calls {
  count: number;
  firstAt: Date;
  lastAt: Date;
  reason: string;
}
