import { z } from 'zod';
import { expectedRecordSchema } from '#server/device-types/contract.ts';
import type { Measurement } from '#server/measurements/contract.ts';
import { bigIdSchema, descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { LIMITS, type SandboxError, type SandboxLog } from '#server/sandbox/contract.ts';

/** Scripts of a customer's own: made, tried, published, rolled back. */

export const SCRIPT_CONTRACTS = ['things', 'ts013'] as const;
export type ScriptContract = (typeof SCRIPT_CONTRACTS)[number];
export const SCRIPT_FUNCTIONS = ['decodeUplink', 'encodeDownlink', 'decodeDownlink', 'main'] as const;

const sourceSchema = z
  .string()
  .min(1)
  .max(LIMITS.sourceBytes)
  .refine((source) => !source.includes('\0'), 'must not hold NUL');

/** ts013 only: which leaf of `data` becomes which record. */
export const mappingSchema = z.record(
  z.string().min(1).max(200),
  z.strictObject({
    name: z.string().min(1).max(100).optional(),
    unit: z.string().max(50).optional(),
    factor: z.number().optional(),
  }),
);

const scriptSchema = {
  contract: z.enum(SCRIPT_CONTRACTS),
  source: sourceSchema,
  mapping: mappingSchema.default({}),
};

export const decoderCreateSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema,
  /** The type that offers it first. */
  deviceTypeId: idSchema,
  records: z.array(expectedRecordSchema).max(100).default([]),
  ...scriptSchema,
});
export type DecoderCreate = z.output<typeof decoderCreateSchema>;

export const decoderUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  records: z.array(expectedRecordSchema).max(100).optional(),
});
export type DecoderUpdate = z.output<typeof decoderUpdateSchema>;

/** Replaces the draft, if there is one; published versions never change. */
export const draftSaveSchema = z.strictObject({ decoderId: idSchema, ...scriptSchema });
export type DraftSave = z.output<typeof draftSaveSchema>;

/** The draft, or an earlier version to go back to. */
export const versionPublishSchema = z.strictObject({ decoderId: idSchema, versionId: idSchema });
export type VersionPublish = z.output<typeof versionPublishSchema>;

/** A try-out of a script on a message that was really received. */
export const uplinkTestSchema = z.strictObject({
  ...scriptSchema,
  uplinkId: bigIdSchema,
});
export type UplinkTest = z.output<typeof uplinkTestSchema>;

/** A try-out on a payload that somebody typed, as if a device had sent it just now. */
export const payloadTestSchema = z.strictObject({
  ...scriptSchema,
  frmPayload: z
    .string()
    .transform((hex) => hex.replace(/[\s:-]|0x/gi, '').toLowerCase())
    .pipe(z.string().regex(/^([0-9a-f]{2}){1,242}$/, 'must be 1 to 242 bytes in hexadecimal digits')),
  fPort: z.number().int().min(1).max(223),
});
export type PayloadTest = z.output<typeof payloadTestSchema>;

/** A try-out on pasted input: the contract's own input object; also the API's dry run. */
export const scriptRunSchema = z.strictObject({
  script: sourceSchema,
  contract: z.enum(SCRIPT_CONTRACTS),
  function: z.enum(SCRIPT_FUNCTIONS).optional(),
  input: z.unknown(),
  mapping: mappingSchema.optional(),
});
export type ScriptRun = z.output<typeof scriptRunSchema>;

export interface DecoderListItem {
  id: string;
  name: string;
  description: string | null;
  kind: 'built-in' | 'script';
  own: boolean;
  /** Number of the version that runs; null for built-in ones and for a script never published. */
  currentVersion: number | null;
  hasDraft: boolean;
  deviceTypes: { id: string; name: string }[];
  /** Flows of this customer that have it enabled. */
  flowCount: number;
  failures24h: number;
  /** The platform stopped running the published version. */
  suspension: { at: Date; reason: 'killed' } | null;
  createdAt: Date;
  modifiedAt: Date;
}

export interface DecoderVersion {
  id: string;
  number: number;
  contract: ScriptContract;
  createdBy: string;
  createdAt: Date;
  publishedAt: Date | null;
  current: boolean;
}

export interface DecoderSource extends DecoderVersion {
  source: string;
  mapping: Record<string, { name?: string; unit?: string; factor?: number }>;
}

export interface DecoderDetail extends DecoderListItem {
  records: z.output<typeof expectedRecordSchema>[];
  /** Newest first; the draft, if any, comes first. */
  versions: DecoderVersion[];
  /** What the editor opens: the draft, else the version that runs; null for built-in decoders. */
  editing: DecoderSource | null;
  /** The newest failures on real messages. */
  /** Messages that it could make nothing of, as long as messages are kept: counted so far. */
  failed: { count: number; more: boolean; versions: number[] };
  lastFailures: {
    uplinkId: number;
    deviceId: string;
    deviceName: string;
    at: Date;
    error: SandboxError;
  }[];
}

export interface ScriptOutcome {
  output: unknown;
  logs: SandboxLog[];
  error: SandboxError | null;
  durationMs: number;
  /** Records as they would be kept; null where there is nothing of it or an error. */
  records: Measurement[] | null;
  /** What the script was given. */
  input: unknown;
}

/** What a built-in decoder makes of a message, shown on its page. */
export interface ShownExample {
  description: string;
  /** The message, as the platform keeps it. */
  event: unknown;
  /** SenML; null where it makes nothing of the message. */
  expected: unknown;
}
