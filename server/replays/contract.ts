import { z } from 'zod';
import type { Measurement } from '#server/measurements/contract.ts';
import { bigIdSchema, idSchema } from '#server/platform/contract.ts';
import type { SandboxError, SandboxLog } from '#server/sandbox/contract.ts';
import type { ReportedChange } from '#server/twins/contract.ts';

/** What a replay is made with and where its records go; for one message and for many. */
export const replayOptionsSchema = z
  .strictObject({
    /** Only this decoder; without it all that the flows of each device have enabled now. */
    decoderId: idSchema.optional(),
    /** A stored version of that decoder; without it the present one. */
    versionId: idSchema.optional(),
    history: z.boolean().default(true),
    twin: z.boolean().default(true),
    destinationIds: z.array(idSchema).max(50).default([]),
  })
  .refine(({ decoderId, versionId }) => versionId === undefined || decoderId !== undefined, {
    path: ['decoderId'],
    message: 'is needed with a version',
  });
export type ReplayOptions = z.output<typeof replayOptionsSchema>;

export const replayUplinkSchema = z.strictObject({
  id: bigIdSchema,
  dryRun: z.boolean().default(true),
  options: replayOptionsSchema,
});
export type ReplayUplink = z.output<typeof replayUplinkSchema>;

export const STEP_VERDICTS = ['same', 'changed', 'succeeds', 'fails', 'still-fails', 'removed'] as const;
/** What a decoder makes of a message now, against what it made of it before. */
export type StepVerdict = (typeof STEP_VERDICTS)[number];

export const MESSAGE_VERDICTS = ['same', 'changed', 'succeeds', 'fails'] as const;
export type MessageVerdict = (typeof MESSAGE_VERDICTS)[number];

export interface RecordChange {
  name: string;
  /** null: it is new. */
  before: Measurement | null;
  /** null: it goes. */
  after: Measurement | null;
}

export interface ReplayStep {
  decoder: { id: string; name: string };
  /** Of what is stored: null where it was nothing or no script. */
  before: { version: number | null; records: Measurement[] | null; failure: SandboxError | null };
  after: {
    version: number | null;
    records: Measurement[] | null;
    failure: SandboxError | null;
    logs: SandboxLog[];
  };
  verdict: StepVerdict;
  changes: RecordChange[];
}

export interface ReplayReport {
  uplinkId: number;
  /** Of the replay, as receivers are told it; null for a dry run and where nothing was to be done. */
  replayId: string | null;
  verdict: MessageVerdict;
  steps: ReplayStep[];
  /** What the twin's reported values would become, or became. */
  twin: ReportedChange[];
  /** New deliveries, by destination. */
  deliveries: { destinationId: string; flowId: string }[];
}

export interface ReplayChoices {
  /** Published ones, the newest of each script first. */
  versions: { id: string; decoderId: string; decoder: string; number: number; current: boolean }[];
  destinations: { id: string; name: string }[];
}
