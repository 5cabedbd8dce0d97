import { z } from 'zod';
import type { Network } from '#server/device-types/contract.ts';
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
  createdAt: Date;
  modifiedAt: Date;
}
