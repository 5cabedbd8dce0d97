import { z } from 'zod';
import type { ExpectedRecord, Network } from '#server/device-types/contract.ts';
import { REGISTRATION_STATUSES, type RegistrationStatus } from '#server/lora-registrations/contract.ts';
import {
  descriptionSchema,
  idSchema,
  lineSchema,
  nameSchema,
  tagsSchema,
} from '#server/platform/contract.ts';
import type { OnlineState } from '#server/twins/contract.ts';
import { type LoraKeys, networkInfoShape } from './network-contract.ts';

export const barcodeSchema = lineSchema(100)
  .nullish()
  .transform((text) => text || null);

/** Where a device was put: WGS 84, degrees; altitude in metres above sea. */
export const locationSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  altitude: z
    .number()
    .min(-12_000)
    .max(100_000)
    .nullish()
    .transform((metres) => metres ?? null),
});
export type Location = z.output<typeof locationSchema>;

/** A device to be added, but for its place: project and type. */
export const newDeviceSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema,
  barcode: barcodeSchema,
  tags: tagsSchema.default([]),
  location: locationSchema.nullish(),
  ...networkInfoShape,
});
export type NewDevice = z.output<typeof newDeviceSchema>;

export const deviceCreateSchema = newDeviceSchema.extend({
  projectId: idSchema,
  deviceTypeId: idSchema,
  flowIds: z.array(idSchema).max(20).default([]),
  /** A flow that is made with it, in its project. */
  newFlow: nameSchema.optional(),
});
export type DeviceCreate = z.output<typeof deviceCreateSchema>;

export const deviceUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  barcode: barcodeSchema.optional(),
  tags: tagsSchema.optional(),
  status: z.enum(['ACTIVE', 'DEACTIVATED']).optional(),
  /** null: nowhere in particular. */
  location: locationSchema.nullable().optional(),
});
export type DeviceUpdate = z.output<typeof deviceUpdateSchema>;

/** Bulk by selection: at most as many as a page of the list shows. */
export const devicesStatusSchema = z.strictObject({
  ids: z.array(idSchema).min(1).max(500),
  status: z.enum(['ACTIVE', 'DEACTIVATED']),
});

/** online: within its rhythm · late: a message is overdue · silent: long overdue · never: none yet. */
export const ACTIVITIES = ['online', 'late', 'silent', 'never'] as const satisfies OnlineState[];
export type Activity = OnlineState;

export type DeviceStatus = 'ACTIVE' | 'DEACTIVATED';
/** What the portal shows: a device in no flow is not linked yet, whatever its status. */
export type Processing = 'active' | 'deactivated' | 'not-linked';
export type LoraStatus = RegistrationStatus;

/** Of one network of a device; of what its type can have and it has not, that it is not linked. */
export const CONNECTIVITIES = ['NOT_LINKED', ...REGISTRATION_STATUSES] as const;
export type Connectivity = (typeof CONNECTIVITIES)[number];

export interface NetworkState {
  network: Network;
  state: Connectivity;
}

export interface LinkedIdentifier {
  network: Network;
  identifier: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface DeviceListItem {
  id: string;
  name: string;
  /** The first that it had. */
  identifier: string | null;
  /** One of each network that it is linked to, the first before the others. */
  identifiers: LinkedIdentifier[];
  barcode: string | null;
  deviceType: Named & { category: 'managed' | 'own'; group: string; networks: Network[] };
  project: Named;
  flows: Named[];
  tags: string[];
  status: DeviceStatus;
  processing: Processing;
  /** Of each network of its type. */
  connectivity: NetworkState[];
  activity: Activity;
  lastMessageAt: Date | null;
  lastSignal: number | null;
  lastSpreadingFactor: number | null;
  /** Where it was put. */
  location: Location | null;
  /** Of its type, else learned. */
  expectedIntervalSeconds: number | null;
  createdAt: Date;
  modifiedAt: Date;
  /** By name; only those that were asked for. */
  twin?: Record<string, TwinCell>;
}

export const twinNamesSchema = z.strictObject({
  q: lineSchema(128)
    .optional()
    .transform((text) => text || undefined),
});
export type TwinNamesQuery = z.output<typeof twinNamesSchema>;

/** A reported value as a column of the list (`with=twin:temperature`). */
export interface TwinCell {
  value: number | string | boolean | null;
  unit: string | null;
  at: Date;
}

export interface NetworkAdapter {
  id: string;
  network: Network;
  identifier: string;
  /** Base name of its SenML, trailing colon included. */
  urn: string;
  createdAt: Date;
  modifiedAt: Date;
}

export interface Device extends DeviceListItem {
  description: string | null;
  barcode: string | null;
  intervalSeconds: number | null;
  /** Base name of its SenML, trailing colon included; null without an adapter. */
  urn: string | null;
  adapters: NetworkAdapter[];
  lora: {
    devEui: string;
    joinEui: string;
    hasAppKey: boolean;
    connectivityPlan: string;
    status: LoraStatus;
    createdAt: Date;
  } | null;
  /** Whether it has a shared secret, and since when; of M2M and Internet devices. */
  sharedSecretSince: Date | null;
  batteryChemistry: string | null;
  /** What its enabled decoders are expected to tell. */
  records: ExpectedRecord[];
}

/** What the platform made for a device, shown this once. */
export interface DeviceCredentials extends Partial<LoraKeys> {
  dvnUuid?: string;
  sharedSecret?: string;
}

export interface DeviceCreated {
  id: string;
  /** null where nothing was made: all that it needs was brought, or follows later. */
  credentials: DeviceCredentials | null;
}
