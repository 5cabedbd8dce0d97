import { z } from 'zod';
import { idSchema, nameSchema } from '#server/platform/contract.ts';

export const PROVIDERS = ['simulated', 'chirpstack', 'things-stack', 'thingpark'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** ThingPark's LRC-AS key is made over there and typed in here; every other secret is made by the portal. */
const lrcAsKeySchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits');

export const connectionCreateSchema = z
  .strictObject({ name: nameSchema, provider: z.enum(PROVIDERS), lrcAsKey: lrcAsKeySchema.optional() })
  .refine((input) => input.provider === 'thingpark' || input.lrcAsKey === undefined, {
    path: ['lrcAsKey'],
    message: 'belongs to ThingPark only',
  });
export type ConnectionCreate = z.output<typeof connectionCreateSchema>;

export const connectionUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  status: z.enum(['active', 'disabled']).optional(),
});
export type ConnectionUpdate = z.output<typeof connectionUpdateSchema>;

export const connectionRotateSchema = z.strictObject({ id: idSchema, lrcAsKey: lrcAsKeySchema.optional() });

export const unknownDeviceSchema = z.strictObject({
  connectionId: idSchema,
  network: z.string().max(20),
  identifier: z.string().max(64),
});

export interface Connection {
  id: string;
  name: string;
  provider: Provider;
  status: 'active' | 'disabled';
  lastMessageAt: Date | null;
  /** On the portal's own origin, and on the lean ingestion server. */
  webhookUrl: string;
  ingestUrl: string;
  refusedLastHour: number;
  unknownDevices: number;
  createdAt: Date;
  modifiedAt: Date;
}

/** Messages refused for one reason in one hour. */
export interface Refusal {
  hour: Date;
  reason: string;
  count: number;
  lastAt: Date;
  lastDetail: string | null;
}

/** A device that nobody registered was heard; `takenHere` when it is registered meanwhile. */
export interface UnknownDevice {
  connectionId: string;
  connectionName: string;
  network: string;
  identifier: string;
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

export interface ConnectionDetail extends Connection {
  /** Of the last 48 hours, newest first. */
  refusals: Refusal[];
  unknown: UnknownDevice[];
}

export interface ConnectionSecret {
  id: string;
  secret: string;
  webhookUrl: string;
  ingestUrl: string;
}
