import { z } from 'zod';
import { descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { apnSchema, planNameSchema, type SimPlan } from './contract.ts';

/** Settings and credentials are the driver's (server/drivers/sim-platforms); here they are any JSON object. */
const configurationSchema = z.record(z.string().max(100), z.unknown());

export const simAccountCreateSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema,
  platform: z.string().min(1).max(50),
  settings: configurationSchema,
  credentials: configurationSchema.default({}),
});
export type SimAccountCreate = z.output<typeof simAccountCreateSchema>;

export const simAccountUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  status: z.enum(['active', 'disabled']).optional(),
  settings: configurationSchema.optional(),
  /** Only those given are replaced; the others stay as they are. */
  credentials: configurationSchema.optional(),
});
export type SimAccountUpdate = z.output<typeof simAccountUpdateSchema>;

/** With `id`, credentials that are not given are those stored. */
export const simAccountTestSchema = z.strictObject({
  id: idSchema.optional(),
  platform: z.string().min(1).max(50),
  settings: configurationSchema,
  credentials: configurationSchema.default({}),
});
export type SimAccountTest = z.output<typeof simAccountTestSchema>;

export const simPlanSetSchema = z.strictObject({
  accountId: idSchema,
  kind: z.enum(['communication', 'rate']),
  name: planNameSchema,
  /** Of a communication plan. */
  apns: z.array(apnSchema).max(10).default([]),
});
export type SimPlanSet = z.output<typeof simPlanSetSchema>;

export const simPlanRemoveSchema = z.strictObject({ accountId: idSchema, planId: idSchema });

export interface SimAccount {
  id: string;
  name: string;
  description: string | null;
  platform: string;
  status: 'active' | 'disabled';
  sims: number;
  linked: number;
  /** Changes and syncs that wait. */
  waiting: number;
  failed: number;
  lastSyncAt: Date | null;
  lastSync: ListingOutcome | null;
  syncErrorCode: string | null;
  syncError: string | null;
  pausedUntil: Date | null;
  syncing: boolean;
  createdAt: Date;
  modifiedAt: Date;
}

export interface SimAccountDetail extends SimAccount {
  /** Without credentials, which are never shown. */
  settings: Record<string, unknown>;
  credentialsSet: string[];
  plans: SimPlan[];
}

/** What came of listing all SIMs of an account. */
export interface ListingOutcome {
  found: number;
  added: number;
  changed: number;
  /** Of other customers here, or with a number that is no ICCID: left alone. */
  refused: number;
}

export interface SimAccountTested {
  ok: boolean;
  durationMs: number;
  /** Stable code and the platform's own words where it failed. */
  code: string | null;
  message: string | null;
  /** How the platform names the account, and how many SIMs it found. */
  account: string | null;
  sims: number | null;
}
