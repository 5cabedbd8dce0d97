import type { Series } from '#server/measurements/series-contract.ts';
import type { PulseSlot } from '#server/uplinks/contract.ts';
import type { Activity, Device, DeviceListItem } from './contract.ts';

/** What the header of a device answers before anyone asks. */
export interface DeviceHealth {
  activity: Activity;
  lastMessageAt: Date | null;
  intervalSeconds: number | null;
  /** Of the frames of seven days; null while there are too few to tell. */
  lossPercent: number | null;
  signal: number | null;
  spreadingFactor: number | null;
  battery: { name: string; value: number; unit: string; at: Date } | null;
  /** Deliveries of the last 24 hours. */
  deliveries: { delivered: number; failed: number; pending: number; destinations: number };
  uplinks24h: number;
  decodingFailures24h: number;
}

/** Thirty days of what tells how a device itself is doing; null where it tells nothing of it. */
export interface HealthTrends {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  battery: Series | null;
  signal: Series | null;
}

/** The last 24 hours of a device; slots in which nothing happened are left out. */
export interface DeviceDay {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  slotCount: number;
  slots: PulseSlot[];
}

export interface DeviceRowItem extends DeviceListItem {
  day: DeviceDay;
}

export interface DeviceHead {
  device: Device;
  health: DeviceHealth;
  day: DeviceDay;
}
