import { z } from 'zod';
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
  'withdrawn',
  'superseded',
] as const;
export type EndReason = (typeof END_REASONS)[number];

export const firmwareUploadSchema = z.strictObject({
  deviceTypeId: idSchema,
  version: lineSchema(64).refine((text) => text.length > 0, 'must not be empty'),
  notes: textSchema(2_000)
    .nullish()
    .transform((text) => text || null),
  fileName: lineSchema(255).refine((text) => text.length > 0, 'must not be empty'),
});
export type FirmwareUpload = z.output<typeof firmwareUploadSchema>;

/** How long a version is offered. */
export const offerDaysSchema = z.number().int().min(1).max(90);

export const firmwareOfferSchema = z.strictObject({
  firmwareVersionId: idSchema,
  deviceId: idSchema,
  days: offerDaysSchema.default(14),
});
export type FirmwareOffer = z.output<typeof firmwareOfferSchema>;

export interface FirmwareVersion {
  id: string;
  version: string;
  notes: string | null;
  fileName: string;
  size: number;
  sha256: string;
  deviceType: { id: string; name: string };
  createdAt: Date;
  createdBy: string;
  counts: Record<FirmwareStatus, number>;
}

export interface FirmwareAssignment {
  id: string;
  device: { id: string; name: string; identifier: string | null };
  version: { id: string; version: string; size: number };
  status: FirmwareStatus;
  statusAt: Date;
  fetchedBytes: number;
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
