import { z } from 'zod';
import { NETWORKS, type Network } from '#server/device-types/contract.ts';
import { descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';

export const SUBSCRIPTIONS = ['freemium', 'explorer', 'modular', 'tailored'] as const;
export type Subscription = (typeof SUBSCRIPTIONS)[number];

/** What a subscription bounds in a project. */
export const LIMITED = ['devices', 'flows', 'destinations'] as const;
export type Limited = (typeof LIMITED)[number];

export const projectCreateSchema = z.strictObject({ name: nameSchema, description: descriptionSchema });
export type ProjectCreate = z.infer<typeof projectCreateSchema>;

export const projectUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
});
export type ProjectUpdate = z.infer<typeof projectUpdateSchema>;

/** How many of a thing; null: no limit. */
const limitSchema = z.number().int().min(0).max(100_000_000).nullable();

/** As many as any installation keeps; which of them this one does is its own to say. */
export const weeksSchema = z.number().int().min(1).max(1040);

/** All of a project's limits, as they shall be. */
export const projectLimitsSchema = z.strictObject({
  id: idSchema,
  limits: z.strictObject({ devices: limitSchema, flows: limitSchema, destinations: limitSchema }),
  networkLimits: z.strictObject({ lora: limitSchema, cellular: limitSchema, generic: limitSchema }),
  allowedNetworks: z.array(z.enum(NETWORKS)).min(1).max(NETWORKS.length).nullable(),
  allowedDeviceTypeIds: z.array(idSchema).min(1).max(500).nullable(),
  /** null: as long as the installation keeps any. */
  measurementWeeks: weeksSchema.nullable(),
});
export type ProjectLimits = z.output<typeof projectLimitsSchema>;

export interface Project {
  id: string;
  customerId: string;
  name: string;
  description: string | null;
  subscription: Subscription;
  /** null: no limit. */
  limits: Record<Limited, number | null>;
  /** A destination counts once for each flow that it is linked to. */
  used: Record<Limited, number>;
  /** Devices of one network, beside the limit of all of them; null: no limit of its own. */
  networkLimits: Record<Network, number | null>;
  /** Counted only where one of those limits stands. */
  usedByNetwork: Partial<Record<Network, number>>;
  /** What its subscription allows; null: every one. */
  allowedNetworks: Network[] | null;
  allowedDeviceTypeIds: string[] | null;
  /** How long measurements of its devices are kept; null: as long as the installation keeps any. */
  measurementWeeks: number | null;
  createdAt: Date;
  modifiedAt: Date;
}
