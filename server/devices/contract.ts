import { z } from 'zod';
import type { ExpectedRecord, Network } from '#server/device-types/contract.ts';
import { REGISTRATION_STATUSES, type RegistrationStatus } from '#server/lora-registrations/contract.ts';
import type { Series } from '#server/measurements/series-contract.ts';
import {
  descriptionSchema,
  idSchema,
  lineSchema,
  nameSchema,
  tagsSchema,
} from '#server/platform/contract.ts';
import {
  checkSharedSecret,
  normaliseDvnUuid,
  normaliseIccid,
  normaliseImei,
} from '#server/protocols/device-identifiers.ts';
import { normaliseAppKey, normaliseDevEui, normaliseJoinEui } from '#server/protocols/lorawan/identifiers.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import type { OnlineState } from '#server/twins/contract.ts';
import type { PulseSlot } from '#server/uplinks/contract.ts';

/** An identifier as people write it, brought to the form we store. */
const identifier = (normalise: (text: string) => ParseResult<string>) =>
  z
    .string()
    .max(100)
    .transform((text, context) => {
      const result = normalise(text);
      if (result.ok) return result.value;
      context.addIssue({ code: 'custom', message: result.error.message });
      return z.NEVER;
    });

export const devEuiSchema = identifier(normaliseDevEui);
export const joinEuiSchema = identifier(normaliseJoinEui);
export const appKeySchema = identifier(normaliseAppKey);

/** LoRaWAN 1.0.x, OTAA: the keys of a device that brings its own. */
export const loraKeysSchema = z.strictObject({
  devEui: devEuiSchema,
  joinEui: joinEuiSchema,
  appKey: appKeySchema,
});
export type LoraKeys = z.infer<typeof loraKeysSchema>;

export const imeiSchema = identifier(normaliseImei);
export const iccidSchema = identifier(normaliseIccid);
export const dvnUuidSchema = identifier(normaliseDvnUuid);
export const sharedSecretSchema = identifier(checkSharedSecret);

/** M2M: the device and, where it is known, its SIM. Without a secret the platform makes one. */
export const cellularInfoSchema = z.strictObject({
  imei: imeiSchema,
  iccid: iccidSchema.optional(),
  sharedSecret: sharedSecretSchema.optional(),
});

/** Internet: what is not given the platform makes. */
export const genericInfoSchema = z.strictObject({
  dvnUuid: dvnUuidSchema.optional(),
  sharedSecret: sharedSecretSchema.optional(),
});

/** Network information, whose networks must be those of the device's type; may follow later. */
const networkInfoShape = {
  /** For a type with preset keys; keys that the platform makes are not given. */
  lora: loraKeysSchema.optional(),
  cellular: cellularInfoSchema.optional(),
  generic: genericInfoSchema.optional(),
};

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

/** Network information of a device that is there already. */
export const networkLinkSchema = z.discriminatedUnion('network', [
  z.strictObject({ id: idSchema, network: z.literal('cellular'), info: cellularInfoSchema }),
  z.strictObject({ id: idSchema, network: z.literal('generic'), info: genericInfoSchema }),
]);
export type NetworkLink = z.output<typeof networkLinkSchema>;

/** Off one of its networks, by the id of what links it. */
export const networkUnlinkSchema = z.strictObject({ id: idSchema, adapterId: idSchema });

/** A DevEUI may come before its keys. */
export type LoraIdentity = Pick<LoraKeys, 'devEui'> & Partial<LoraKeys>;
export type LoraLink = { id: string; network: 'lora'; info: LoraIdentity };

/** Without one the platform makes it. */
export const sharedSecretReplaceSchema = z.strictObject({
  id: idSchema,
  sharedSecret: sharedSecretSchema.optional(),
});

export const loraKeysSetSchema = z.strictObject({ id: idSchema, lora: loraKeysSchema });

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
