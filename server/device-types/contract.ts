import { z } from 'zod';
import { descriptionSchema, idSchema, lineSchema, nameSchema } from '#server/platform/contract.ts';

/** The networks that an adapter can be of. */
export const NETWORKS = ['lora', 'cellular', 'generic'] as const;
export type Network = (typeof NETWORKS)[number];

/** One record that a decoder is expected to make. */
export const expectedRecordSchema = z.object({
  name: z.string().min(1).max(100),
  type: z.enum(['number', 'string', 'boolean', 'data']).default('number'),
  unit: z.string().max(50).nullish(),
  example: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  description: z.string().max(500).nullish(),
});
export type ExpectedRecord = z.infer<typeof expectedRecordSchema>;

export const LORA_KEYS = ['generated', 'preset'] as const;

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];
export const MAX_PICTURE_BYTES = 512 * 1024;

const YEAR_SECONDS = 366 * 86_400;

const ownTypeShape = {
  name: nameSchema,
  description: descriptionSchema,
  networks: z.array(z.enum(NETWORKS)).min(1).max(NETWORKS.length),
  /** Of a LoRa type: who makes the keys of its devices. */
  loraKeys: z.enum(LORA_KEYS).nullable().default(null),
  expectedIntervalSeconds: z.number().int().min(1).max(YEAR_SECONDS).nullable().default(null),
  batteryChemistry: lineSchema(50)
    .nullish()
    .transform((text) => text || null),
  /** Measurement names that tell of the device itself, beside the usual ones. */
  deviceNames: z
    .array(lineSchema(100).min(1))
    .max(50)
    .transform((names) => [...new Set(names)].sort())
    .default([]),
  /** Whether what its devices measure is kept. */
  keepsHistory: z.boolean().default(true),
  /** Decoders that it offers; scripts of the customer are added to it where they are made. */
  decoderIds: z.array(idSchema).max(50).default([]),
};

export const CONTROL_KINDS = ['number', 'text', 'boolean', 'choice'] as const;

const CONTROL_NAME = /^[0-9A-Za-z][-0-9A-Za-z:./_]*$/;

/** What a twin can be asked to be by one name. */
const controlSchema = z
  .strictObject({
    /** Of the record that tells it and is wished for (RFC 8428 §4.5.1). */
    name: lineSchema(100).regex(CONTROL_NAME, 'must be a name of a SenML record'),
    kind: z.enum(CONTROL_KINDS),
    unit: lineSchema(50).optional(),
    choices: z.array(lineSchema(200).min(1)).min(1).max(100).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    /** The command of an encoder of the type that a change sends, its value that of the wish; without it SenML tells the device. */
    command: lineSchema(100).min(1).optional(),
  })
  .refine(({ kind, choices }) => (kind === 'choice') === (choices !== undefined), {
    path: ['choices'],
    message: 'must be given for a choice, and for nothing else',
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ['max'],
    message: 'must not be below the least',
  });
export type Control = z.input<typeof controlSchema>;

export const controlsSetSchema = z.strictObject({
  id: idSchema,
  controls: z
    .array(controlSchema)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must not name one twice'),
});
export type ControlsSet = z.output<typeof controlsSetSchema>;

const keysFitNetworks = (type: { networks: Network[]; loraKeys: string | null }) =>
  type.networks.includes('lora') === (type.loraKeys !== null);
const KEYS_MISFIT = { path: ['loraKeys'], message: 'must be given for a LoRa type, and for no other' };

export const deviceTypeCreateSchema = z.strictObject(ownTypeShape).refine(keysFitNetworks, KEYS_MISFIT);
export type DeviceTypeCreate = z.output<typeof deviceTypeCreateSchema>;

export const deviceTypeUpdateSchema = z
  .strictObject({ id: idSchema, ...ownTypeShape })
  .refine(keysFitNetworks, KEYS_MISFIT);
export type DeviceTypeUpdate = z.output<typeof deviceTypeUpdateSchema>;

/** What a decoder reads or an encoder writes: payloads of LoRa frames, or messages of devices that speak IP. */
export type PayloadFamily = 'lora' | 'ip';

/** A decoder as a device type offers it. */
export interface OfferedDecoder {
  id: string;
  name: string;
  description: string | null;
  kind: 'built-in' | 'script';
  /** The customer's own script, which can be edited. */
  own: boolean;
  records: ExpectedRecord[];
  /** False for a script that was never published: it cannot be enabled. */
  runnable: boolean;
}

/** What can be told to a device; without values hex is given as it is. */
export interface Command {
  name: string;
  /** FPort of its downlinks, where it is of one. */
  port?: number;
  values: {
    value: string;
    /** One downlink each, in this order. */
    hex: string[];
  }[];
}

/** An encoder as a device type offers it. */
export interface OfferedEncoder {
  id: string;
  kind: 'table' | 'raw-lora' | 'senml' | 'script';
  name: string;
  description: string | null;
  /** The customer's own, which can be changed. */
  own: boolean;
  /** Whether one downlink may carry several of its commands. */
  combines: boolean;
  commands: Command[];
}

/** A decoder that its devices are known by, but that the platform cannot be. */
export interface UnreadDecoder {
  name: string;
  uuid: string | null;
  description: string | null;
  /** layout: how its bytes are laid out is not public. */
  missing: 'layout';
  /** Names of its records with their units, as receivers know them. */
  records: string[];
  /** What it does right that the version before it did not. */
  fixes?: string[];
}

export interface DeviceType {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  /** managed: bought with the platform, locked; own: brought by the customer. */
  category: 'managed' | 'own';
  group: string;
  networks: Network[];
  loraKeys: 'generated' | 'preset' | null;
  expectedIntervalSeconds: number | null;
  batteryChemistry: string | null;
  deviceNames: string[];
  keepsHistory: boolean;
  /** What twins of it can be asked to be. */
  controls: Control[];
  /** SHA-256 of its picture, hex; null: it has none. */
  picture: string | null;
  /** Defined by this customer, not by the platform's catalogue. */
  own: boolean;
  decoders: OfferedDecoder[];
  encoders: OfferedEncoder[];
  unreadDecoders: UnreadDecoder[];
}
