import { z } from 'zod';
import { expectedRecordSchema } from '#server/device-types/contract.ts';
import { bigIdSchema, descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import type { SandboxError } from '#server/sandbox/contract.ts';
import {
  DECODER_CONTRACTS,
  hexPayloadSchema,
  mappingSchema,
  type ScriptSource,
  type ScriptVersion,
  scriptShape,
  sourceSchema,
} from '#server/scripts/contract.ts';
import type { VersionRule } from './version-rule-contract.ts';

/** Decoders: built in, or scripts of a customer's own. */

export const SCRIPT_FUNCTIONS = ['decodeUplink', 'encodeDownlink', 'decodeDownlink', 'main'] as const;

/** What a decoder's script may keep. */
const decoderScript = { ...scriptShape, contract: z.enum(DECODER_CONTRACTS) };

export const decoderCreateSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema,
  /** The type that offers it first. */
  deviceTypeId: idSchema,
  records: z.array(expectedRecordSchema).max(100).default([]),
  ...decoderScript,
});
export type DecoderCreate = z.output<typeof decoderCreateSchema>;

export const decoderUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  records: z.array(expectedRecordSchema).max(100).optional(),
});
export type DecoderUpdate = z.output<typeof decoderUpdateSchema>;

/** A try-out of a script on a message that was really received. */
export const uplinkTestSchema = z.strictObject({
  ...decoderScript,
  uplinkId: bigIdSchema,
});
export type UplinkTest = z.output<typeof uplinkTestSchema>;

/** A try-out on a payload that somebody typed, as if a device had sent it just now. */
export const payloadTestSchema = z.strictObject({
  ...decoderScript,
  frmPayload: hexPayloadSchema,
  fPort: z.number().int().min(1).max(223),
});
export type PayloadTest = z.output<typeof payloadTestSchema>;

/** A try-out on pasted input: the contract's own input object; also the API's dry run. */
export const scriptRunSchema = z.strictObject({
  script: sourceSchema,
  contract: decoderScript.contract,
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

export interface DecoderDetail extends DecoderListItem {
  records: z.output<typeof expectedRecordSchema>[];
  /** Which messages go through another version than the published one. */
  versionRules: VersionRule[];
  /** Newest first; the draft, if any, comes first. */
  versions: ScriptVersion[];
  /** What the editor opens: the draft, else the version that runs; null for built-in decoders. */
  editing: ScriptSource | null;
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

/** What a built-in decoder makes of a message, shown on its page. */
export interface ShownExample {
  description: string;
  /** The message, as the platform keeps it. */
  event: unknown;
  /** Port and payload of a LoRa frame. */
  frame: { fPort: number; frmPayload: string } | null;
  /** SenML; null where it makes nothing of the message. */
  expected: ShownRecord[] | null;
  /** The sentence with which the message fails. */
  refusal: string | null;
}

export interface ShownRecord {
  n?: string;
  u?: string;
  v?: number;
  vs?: string;
  vb?: boolean;
  vd?: string;
  t?: number;
  bn?: string;
  bt?: number;
}

/** What is told of a built-in decoder beside its records. */
export interface BuiltInFacts {
  examples: ShownExample[];
  /** Where its bytes are described in public. */
  source: { title: string; url: string } | null;
  /** What it does right that the version before it did not. */
  fixes: string[];
}
