import { z } from 'zod';
import type { Measurement } from '#server/measurements/contract.ts';
import { bigIdSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { LIMITS, type SandboxError, type SandboxLog } from '#server/sandbox/contract.ts';

/** The life of a script, whatever it is for: written as a draft, tried, tested, published as a version, gone back to. */

export const SCRIPT_OWNERS = ['decoder', 'encoder', 'format'] as const;
export type ScriptOwnerKind = (typeof SCRIPT_OWNERS)[number];

/** What a script belongs to. */
export const ownerSchema = z.strictObject({ kind: z.enum(SCRIPT_OWNERS), id: idSchema });
export type ScriptOwner = z.output<typeof ownerSchema>;

export const SCRIPT_CONTRACTS = ['things', 'ts013', 'format'] as const;
export type ScriptContract = (typeof SCRIPT_CONTRACTS)[number];
/** What a script that decodes may keep. */
export const DECODER_CONTRACTS = ['ts013', 'things'] as const satisfies ScriptContract[];
export type DecoderContract = (typeof DECODER_CONTRACTS)[number];

/** The contracts that a script may keep, by what it belongs to; the first is the usual one. */
export const CONTRACTS_OF: Record<ScriptOwnerKind, readonly ScriptContract[]> = {
  decoder: DECODER_CONTRACTS,
  encoder: ['ts013'],
  format: ['format'],
};

export const sourceSchema = z
  .string()
  .min(1)
  .max(LIMITS.sourceBytes)
  .refine((source) => !source.includes('\0'), 'must not hold NUL');

/** ts013 decoders only: which leaf of `data` becomes which record. */
export const mappingSchema = z.record(
  z.string().min(1).max(200),
  z.strictObject({
    name: z.string().min(1).max(100).optional(),
    unit: z.string().max(50).optional(),
    factor: z.number().optional(),
  }),
);

/** A script as it stands in an editor. */
export const scriptShape = {
  contract: z.enum(SCRIPT_CONTRACTS),
  source: sourceSchema,
  mapping: mappingSchema.default({}),
};
export const scriptTextSchema = z.strictObject(scriptShape);
export type ScriptText = z.output<typeof scriptTextSchema>;

/** Replaces the draft, if there is one; published versions never change. */
export const draftSaveSchema = z.strictObject({ owner: ownerSchema, ...scriptShape });
export type DraftSave = z.output<typeof draftSaveSchema>;

/** The draft, or an earlier version. */
export const versionSchema = z.strictObject({ owner: ownerSchema, versionId: idSchema });
export type VersionOf = z.output<typeof versionSchema>;

export interface ScriptVersion {
  id: string;
  number: number;
  contract: ScriptContract;
  createdBy: string;
  createdAt: Date;
  /** null: a draft. */
  publishedAt: Date | null;
  current: boolean;
}

export interface ScriptSource extends ScriptVersion {
  source: string;
  mapping: Record<string, { name?: string; unit?: string; factor?: number }>;
}

export interface ScriptOutcome {
  output: unknown;
  logs: SandboxLog[];
  error: SandboxError | null;
  durationMs: number;
  /** Of decoders: records as they would be kept; null where there is nothing of it or an error. */
  records: Measurement[] | null;
  /** What the script was given. */
  input: unknown;
}

export const hexPayloadSchema = z
  .string()
  .transform((hex) => hex.replace(/[\s:-]|0x/gi, '').toLowerCase())
  .pipe(z.string().regex(/^([0-9a-f]{2}){1,242}$/, 'must be 1 to 242 bytes in hexadecimal digits'));

const portSchema = z.number().int().min(1).max(223);

/** What a script is tried on, and a test keeps. */
export const trialInputSchema = z.discriminatedUnion('kind', [
  /** Decoders: a payload as if a device had sent it. */
  z.strictObject({
    kind: z.literal('payload'),
    frmPayload: hexPayloadSchema,
    fPort: portSchema,
    recvTime: z.iso.datetime().optional(),
  }),
  /** Decoders: a message that was really received; a test keeps all of it, whatever becomes of the message. */
  z.strictObject({ kind: z.literal('uplink'), uplinkId: bigIdSchema }),
  /** Encoders: what `encodeDownlink` gets as `data`. */
  z.strictObject({ kind: z.literal('data'), data: z.unknown(), fPort: portSchema.optional() }),
  /** Formats: a SenML pack. */
  z.strictObject({ kind: z.literal('pack'), pack: z.array(z.record(z.string(), z.unknown())).max(10_000) }),
]);
export type TrialInput = z.output<typeof trialInputSchema>;

export const trialSchema = z.strictObject({ input: trialInputSchema, ...scriptShape });
export type Trial = z.output<typeof trialSchema>;

/** What must come out. */
export const expectationSchema = z.discriminatedUnion('kind', [
  /** Decoders: the records that are kept, in their order; null for nothing. */
  z.strictObject({
    kind: z.literal('records'),
    records: z.array(z.record(z.string(), z.unknown())).nullable(),
  }),
  /** What the script returned: of a codec's own examples `data`, of encoders `{bytes, fPort}`, of formats its answer. */
  z.strictObject({ kind: z.literal('output'), output: z.unknown() }),
  /** A refusal. Its words may change: a test asks for the class of the error only. */
  z.strictObject({ kind: z.literal('error'), name: z.string().max(100) }),
]);
export type Expectation = z.output<typeof expectationSchema>;

export const TESTS_PER_SCRIPT = 200;

/** Keeps a test; what must come out is what comes out of this text now, unless it is given (a codec's own example). */
export const testKeepSchema = z.strictObject({
  owner: ownerSchema,
  name: nameSchema,
  input: trialInputSchema,
  expected: expectationSchema.optional(),
  ...scriptShape,
});
export type TestKeep = z.output<typeof testKeepSchema>;

/** Another name, or what comes out of this text now as what must come out from here on. */
export const testUpdateSchema = z.strictObject({
  owner: ownerSchema,
  testId: idSchema,
  name: nameSchema.optional(),
  accept: scriptTextSchema.optional(),
});
export type TestUpdate = z.output<typeof testUpdateSchema>;

export const testDeleteSchema = z.strictObject({ owner: ownerSchema, testId: idSchema });
export type TestDelete = z.output<typeof testDeleteSchema>;

export const testsRunSchema = z.strictObject({ owner: ownerSchema, ...scriptShape });
export type TestsRun = z.output<typeof testsRunSchema>;

/** What a test keeps of its input, to show and to load into the editor. */
export type KeptInput =
  | {
      kind: 'message';
      /** The event as the platform keeps it. */
      event: unknown;
      urn: string;
      receivedAt: string;
      /** Base64, where the sender's own words are what scripts read. */
      raw: string | null;
    }
  | { kind: 'data'; data: unknown; fPort: number | null }
  | { kind: 'pack'; pack: unknown };

export interface ScriptTest {
  id: string;
  name: string;
  input: KeptInput;
  expected: Expectation;
  createdBy: string;
  createdAt: Date;
  modifiedAt: Date;
}

/** One thing that differs between two results of one message. Lists of records are compared by name. */
export interface Difference {
  /** Name of the record, or path in the output. */
  name: string;
  what: 'gone' | 'new' | 'value' | 'unit' | 'type' | 'time' | 'error';
  before: string | null;
  after: string | null;
}

export interface TestResult {
  testId: string;
  name: string;
  passed: boolean;
  /** Between what must come out (before) and what came out (after). */
  differences: Difference[];
  error: SandboxError | null;
  durationMs: number;
}

/** What a name of a record is, before and after. */
export interface NameChange {
  name: string;
  what: 'gone' | 'new' | 'unit' | 'type' | 'value';
  /** Unit and type, as in `Cel, number`; null where the name is not there. */
  before: string | null;
  after: string | null;
  /** In how many of the compared messages. */
  messages: number;
}

/** Seen before it is confirmed: what publishing a version would do. */
export interface PublishReview {
  version: number;
  /** The version that runs now. */
  current: number | null;
  tests: TestResult[];
  touches: {
    devices: number;
    deviceTypes: { id: string; name: string }[];
    flows: { id: string; name: string }[];
    destinations: { id: string; name: string }[];
  };
  /** Over the newest real messages; null where there is nothing to compare with. */
  changes: {
    messages: number;
    /** Messages whose result differs. */
    differing: number;
    failedBefore: number;
    failedAfter: number;
    names: NameChange[];
    /** The newest messages that differ, by their device; of encoders and formats the tests, which have no message. */
    examples: { uplinkId: number | null; name: string; at: Date | null; differences: Difference[] }[];
  } | null;
}
