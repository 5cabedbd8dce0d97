import { z } from 'zod';
import { descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { type Merger, mergerSchema } from './merger-contract.ts';

/** Settings and secrets are the driver's (server/drivers/destinations); here they are any JSON object. */
const configurationSchema = z.record(z.string().max(100), z.unknown());

export const destinationCreateSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema,
  kind: z.string().min(1).max(50),
  settings: configurationSchema,
  secrets: configurationSchema.default({}),
  /** Linked at once, in the same transaction. */
  flowId: idSchema.optional(),
});
export type DestinationCreate = z.output<typeof destinationCreateSchema>;

export const destinationUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  settings: configurationSchema.optional(),
  /** Only those given are replaced; the others stay as they are. */
  secrets: configurationSchema.optional(),
});
export type DestinationUpdate = z.output<typeof destinationUpdateSchema>;

/** paused by a user; only the platform suspends. Activating closes the breaker as well. */
export const destinationStatusSchema = z.strictObject({
  id: idSchema,
  status: z.enum(['active', 'paused']),
});

/** A test message before saving: with `id`, secrets that are not given are those stored. */
export const destinationTestSchema = z.strictObject({
  id: idSchema.optional(),
  kind: z.string().min(1).max(50),
  settings: configurationSchema,
  secrets: configurationSchema.default({}),
});
export type DestinationTest = z.output<typeof destinationTestSchema>;

export const destinationMergerSchema = mergerSchema.safeExtend({ id: idSchema });
export type DestinationMerger = z.output<typeof destinationMergerSchema>;

export interface LinkedFlow {
  id: string;
  name: string;
}

export interface DestinationListItem {
  id: string;
  name: string;
  description: string | null;
  kind: string;
  status: 'active' | 'paused' | 'suspended';
  failuresInARow: number;
  failingSince: Date | null;
  lastError: string | null;
  flows: LinkedFlow[];
  delivered24h: number;
  failed24h: number;
  backlog: number;
  createdAt: Date;
  modifiedAt: Date;
}

/** One hour of a destination, for its day at a glance. */
export interface DestinationHour {
  /** Beginning of the hour, milliseconds since 1970. */
  at: number;
  delivered: number;
  failed: number;
}

export interface DestinationRowItem extends DestinationListItem {
  hours: DestinationHour[];
}

export interface Destination extends DestinationListItem {
  /** Without secrets, which are never shown. */
  settings: Record<string, unknown>;
  /** Names of the secrets that are set; of headers `headers.<name>`. */
  secretsSet: string[];
  /** null: never set. */
  merger: Merger | null;
}

/** What a test message met at the receiver. */
export interface TestOutcome {
  ok: boolean;
  status: number | null;
  durationMs: number;
  /** Code of what went wrong before an answer, e.g. `outgoing.timeout`. */
  error: string | null;
  message: string | null;
  /** Beginning of the receiver's answer. */
  response: string | null;
  /** What was sent, headers masked. */
  request: { method: string; address: string; headers: Record<string, string>; body: string };
}

export interface DestinationCreated {
  id: string;
  /** Secrets that the portal made, by name; shown once. */
  generatedSecrets: Record<string, string>;
}

/** Why a destination cannot be sent anything as it is set up. */
export type DestinationFault = 'unknown-kind' | 'secrets-unreadable' | 'settings';
