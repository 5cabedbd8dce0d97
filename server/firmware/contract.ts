import { z } from 'zod';
import { type DownlinkReason, type DownlinkState, loraMethodSchema } from '#server/downlinks/contract.ts';
import { idSchema, lineSchema, textSchema } from '#server/platform/contract.ts';

/** A whole image of a small device; larger ones are not sent over such networks. */
export const MAX_FIRMWARE_BYTES = 16 * 1024 * 1024;
/** The file stands in pieces of this size. */
export const CHUNK_BYTES = 64 * 1024;

export const FIRMWARE_STATUSES = ['offered', 'downloading', 'installed', 'failed', 'cancelled'] as const;
export type FirmwareStatus = (typeof FIRMWARE_STATUSES)[number];

/** Why one ended: a code. */
export const END_REASONS = [
  'never-fetched',
  'not-finished',
  'not-reported',
  'never-sent',
  'told-not-reported',
  'withdrawn',
  /** After the command had gone out: the device may take the version all the same. */
  'withdrawn-late',
  'superseded',
] as const;
/** What became of a command is told in the words of its downlink. */
export type EndReason = (typeof END_REASONS)[number] | DownlinkReason;

const { port, payloadHex } = loraMethodSchema.shape;

/** The downlink that has a device take a version, as its maker documents it. */
export const firmwareCommandSchema = z.strictObject({ port, payloadHex });
export type FirmwareCommand = z.output<typeof firmwareCommandSchema>;

const described = {
  deviceTypeId: idSchema,
  version: lineSchema(64).refine((text) => text.length > 0, 'must not be empty'),
  notes: textSchema(2_000)
    .nullish()
    .transform((text) => text || null),
};

/** As it comes in an address, beside the file: without one, the command is all there is. */
export const firmwareUploadSchema = z
  .strictObject({
    ...described,
    fileName: lineSchema(255)
      .refine((text) => text.length > 0, 'must not be empty')
      .nullish()
      .transform((text) => text ?? null),
    port: z
      .string()
      .regex(/^\d{1,3}$/, 'downlinks.bad-port')
      .transform(Number)
      .pipe(port)
      .optional(),
    payloadHex: payloadHex.optional(),
  })
  .refine((of) => (of.port === undefined) === (of.payloadHex === undefined), {
    path: ['payloadHex'],
    message: 'port and payloadHex belong together',
  })
  .transform(({ port, payloadHex, ...rest }) => ({
    ...rest,
    command: port === undefined || payloadHex === undefined ? null : { port, payloadHex },
  }));
export type FirmwareUpload = z.output<typeof firmwareUploadSchema>;

/** As the platform's operator gives it. */
export const managedFirmwareSchema = z
  .strictObject({ ...described, command: firmwareCommandSchema })
  .omit({ deviceTypeId: true });
export type ManagedFirmware = z.output<typeof managedFirmwareSchema>;

/** How long a version is offered. */
export const offerDaysSchema = z.number().int().min(1).max(90);

export const firmwareOfferSchema = z.strictObject({
  firmwareVersionId: idSchema,
  deviceId: idSchema,
  days: offerDaysSchema.default(14),
});
export type FirmwareOffer = z.output<typeof firmwareOfferSchema>;

/** A type with what versions of it can have. */
export interface FirmwareType {
  id: string;
  name: string;
  ways: { file: boolean; command: boolean };
}

export interface FirmwareVersion {
  id: string;
  version: string;
  notes: string | null;
  /** Fetched by devices with an address of the HTTP ingestion. */
  file: { name: string; size: number; sha256: string } | null;
  /** Sent to devices on LoRa. */
  command: FirmwareCommand | null;
  deviceType: { id: string; name: string; category: 'managed' | 'own' };
  createdAt: Date;
  createdBy: string;
  counts: Record<FirmwareStatus, number>;
}

export interface FirmwareAssignment {
  id: string;
  device: { id: string; name: string; identifier: string | null };
  version: { id: string; version: string; size: number | null };
  status: FirmwareStatus;
  statusAt: Date;
  fetchedBytes: number;
  /** The command on its way; null: the device fetches the file. */
  downlink: { state: DownlinkState; detail: string | null } | null;
  reason: EndReason | null;
  expiresAt: Date;
  createdAt: Date;
  createdBy: string;
  /** As the twin has it; null: the device never told. */
  reported: string | null;
}

/** What the card of a device shows. */
export interface DeviceFirmware {
  reported: { version: string; at: string } | null;
  assignments: FirmwareAssignment[];
  /** Versions that could be assigned. */
  versions: { id: string; version: string }[];
}
