import { z } from 'zod';
import {
  chirpstackSecretsSchema,
  chirpstackSettingsSchema,
} from '#server/drivers/lora-networks/chirpstack/settings-contract.ts';
import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';
import {
  thingparkSecretsSchema,
  thingparkSettingsSchema,
} from '#server/drivers/lora-networks/thingpark/settings-contract.ts';
import {
  thingsStackSecretsSchema,
  thingsStackSettingsSchema,
} from '#server/drivers/lora-networks/things-stack/settings-contract.ts';
import { idSchema, nameSchema } from '#server/platform/contract.ts';

export const PROVIDERS = ['simulated', 'chirpstack', 'things-stack', 'thingpark', 'digital-matter'] as const;
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

/** How the API of the connection's network server is reached; secrets that are not given stay. */
export const connectionApiSchema = z.discriminatedUnion('provider', [
  z.strictObject({
    id: idSchema,
    provider: z.literal('chirpstack'),
    settings: chirpstackSettingsSchema,
    secrets: chirpstackSecretsSchema.optional(),
  }),
  z.strictObject({
    id: idSchema,
    provider: z.literal('things-stack'),
    settings: thingsStackSettingsSchema,
    secrets: thingsStackSecretsSchema.optional(),
  }),
  z.strictObject({
    id: idSchema,
    provider: z.literal('thingpark'),
    settings: thingparkSettingsSchema,
    secrets: thingparkSecretsSchema.optional(),
  }),
]);
export type ConnectionApi = z.output<typeof connectionApiSchema>;

/** A line of a test: what was looked at, and what is wrong with it. */
export interface ConnectionTestStep {
  step: 'address' | 'key' | 'application' | 'rights' | 'plan';
  subject: string | null;
  failure: { code: string; reason: string } | null;
}

export interface ConnectionTest {
  ok: boolean;
  steps: ConnectionTestStep[];
}

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
  /** quiet: on, and nothing came in yet. */
  state: 'active' | 'quiet' | 'disabled';
  /** The platform's: every customer's devices may be registered through it. */
  isGlobal: boolean;
  /** It is the reader's own; of others it is not told what comes in there. */
  isOwn: boolean;
  lastMessageAt: Date | null;
  refusedLastHour: number | null;
  unknownDevices: number | null;
  /** Devices can be registered through it. */
  canRegister: boolean;
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

/** How many unknown devices are remembered: of each connection, and of the doors of devices. Beyond it the one heard longest ago is forgotten. */
export const MOST_UNKNOWN = 1_000;

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

/** What a connection's owner alone sees. */
export interface ConnectionInside {
  /** On the portal's own origin, and on the lean ingestion server. */
  webhookUrl: string;
  ingestUrl: string;
  /** Of the last 48 hours, newest first. */
  refusals: Refusal[];
  /** Messages of the last 48 hours that it told more than once; each is stored once. */
  repeated: number;
  unknown: UnknownDevice[];
  /** As they were saved, without what is secret; null: none yet. */
  apiSettings: ConnectionApi['settings'] | null;
}

export interface ConnectionDetail extends Connection {
  plans: ConnectivityPlan[];
  /** Devices at the network server through this connection: of all customers for its owner, for others theirs. */
  registered: { total: number; pending: number; failed: number };
  inside: ConnectionInside | null;
}

export interface ConnectionSecret {
  id: string;
  secret: string;
  webhookUrl: string;
  ingestUrl: string;
}
