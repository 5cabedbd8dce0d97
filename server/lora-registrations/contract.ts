import { z } from 'zod';
import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';
import type { Provider } from '#server/lora-networks/contract.ts';
import { idSchema } from '#server/platform/contract.ts';

/** What the portal shows of a device at its network. */
export const REGISTRATION_STATUSES = [
  'INVENTORY',
  'PENDING_CREATE',
  'ACTIVE',
  'PENDING_UPDATE',
  'PENDING_DEACTIVATE',
  'DEACTIVATED',
  'PENDING_REACTIVATE',
  'PENDING_DELETE',
  'FAILED',
] as const;
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

const planIdSchema = z.string().max(40);

/** What may be wished for devices at their network server. */
export const networkWishSchema = z.discriminatedUnion('kind', [
  /** Without a connection: the customer's first that can register, else the platform's first. Without a plan: the connection's first. */
  z.strictObject({
    kind: z.literal('register'),
    connectionId: idSchema.optional(),
    plan: planIdSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('deactivate') }),
  z.strictObject({ kind: z.literal('reactivate') }),
  z.strictObject({ kind: z.literal('change-plan'), plan: planIdSchema }),
  /** Off the server, back to the inventory. */
  z.strictObject({ kind: z.literal('deregister') }),
  z.strictObject({ kind: z.literal('retry') }),
]);
export type NetworkWish = z.output<typeof networkWishSchema>;

export const deviceWishSchema = z.strictObject({ deviceId: idSchema, wish: networkWishSchema });
export type DeviceWish = z.output<typeof deviceWishSchema>;

/** Why the last attempt did not go well. */
export interface RegistrationFailure {
  code: string;
  /** In the network server's own words. */
  reason: string;
  of: 'connection' | 'device';
  at: Date;
}

export interface LoraRow {
  /** Of the device. */
  id: string;
  devEui: string;
  joinEui: string | null;
  device: { id: string; name: string };
  project: { id: string; name: string };
  status: RegistrationStatus;
  connection: { id: string; name: string; provider: Provider } | null;
  /** null: the connection does not have it any more, or the device is at no network. */
  plan: ConnectivityPlan | null;
  failure: RegistrationFailure | null;
  lastMessageAt: Date | null;
  lastSignal: number | null;
  lastSpreadingFactor: number | null;
}

export interface RegistrationWork {
  /** Attempts since it was wished. */
  attempts: number;
  nextAt: Date | null;
  wishedAt: Date;
  settledAt: Date | null;
  /** What is at the server as far as we know. */
  present: 'ABSENT' | 'ACTIVE' | 'DEACTIVATED';
}

export interface LoraDetail extends LoraRow {
  joinEui: string;
  hasAppKey: boolean;
  deviceType: { id: string; name: string };
  processing: 'ACTIVE' | 'DEACTIVATED';
  work: RegistrationWork | null;
}

/** A connection that devices can be registered through, with what it offers. */
export interface RegistrationTarget {
  id: string;
  name: string;
  provider: Provider;
  /** The platform's, for every customer. */
  isGlobal: boolean;
  plans: ConnectivityPlan[];
}
