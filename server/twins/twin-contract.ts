import { z } from 'zod';
import type { Control } from '#server/device-types/contract.ts';
import type { DownlinkReason } from '#server/downlinks/contract.ts';
import { idSchema, lineSchema, textSchema } from '#server/platform/contract.ts';
import type { DesiredState, Observed, OnlineState, TwinSection } from './contract.ts';

/** A device's twin as pages and programs see it, and what they may change of it. */

export const MAX_METADATA = 50;
const MAX_DESIRED = 50;

export const metadataKeySchema = lineSchema(100).refine(
  (key) => key !== '' && key !== '__proto__',
  'must be a name',
);

/** Tags of the part that the change may be based on (the API's If-Match); where it is none of them, that is a conflict. */
const basedOnSchema = z.array(z.string().max(200)).max(10);

export const metadataSetSchema = z.strictObject({
  deviceId: idSchema,
  key: metadataKeySchema,
  value: textSchema(1000),
  basedOn: basedOnSchema.optional(),
});
export type MetadataSet = z.output<typeof metadataSetSchema>;

export const metadataDeleteSchema = z.strictObject({
  deviceId: idSchema,
  key: metadataKeySchema,
  basedOn: basedOnSchema.optional(),
});
export type MetadataDelete = z.output<typeof metadataDeleteSchema>;

/** All of it, in the place of what is there. */
export const metadataReplaceSchema = z.strictObject({
  deviceId: idSchema,
  metadata: z
    .record(metadataKeySchema, textSchema(1000))
    .refine(
      (metadata) => Object.keys(metadata).length <= MAX_METADATA,
      `must hold at most ${MAX_METADATA} entries`,
    ),
  basedOn: basedOnSchema.optional(),
});
export type MetadataReplace = z.output<typeof metadataReplaceSchema>;

export const MAX_RESENDS = 10;
const MAX_PAUSE_MINUTES = 7 * 24 * 60;

export const resendSchema = z
  .strictObject({
    most: z.int().min(1).max(MAX_RESENDS).meta({ description: 'So often in all.' }),
    pauseMinutes: z
      .int()
      .min(1)
      .max(MAX_PAUSE_MINUTES)
      .meta({ description: 'Not sooner than so long after it was sent last.' }),
  })
  .meta({ id: 'TwinResend', description: 'Sends a wish again by itself when the device drifts from it.' });

/** By name; told to the device as one instruction. */
export const desiredSetSchema = z.strictObject({
  deviceId: idSchema,
  desired: z
    .record(metadataKeySchema, z.union([z.number(), z.string().max(1000), z.boolean()]))
    .refine((desired) => Object.keys(desired).length > 0, 'must hold a name')
    .refine(
      (desired) => Object.keys(desired).length <= MAX_DESIRED,
      `must hold at most ${MAX_DESIRED} names`,
    ),
  /** SenML units of the numbers, by name. */
  units: z.record(metadataKeySchema, lineSchema(50)).optional(),
  /** Sent again by itself where the device says something else than it was told; without it nothing is. */
  resend: resendSchema.nullish(),
  /** By name, the downlink of the wish that this one is thought to replace; null: there was none. Another one is a conflict. */
  replaces: z.record(metadataKeySchema, idSchema.nullable()).optional(),
  basedOn: basedOnSchema.optional(),
});
export type DesiredSet = z.output<typeof desiredSetSchema>;

export const desiredWithdrawSchema = z.strictObject({
  deviceId: idSchema,
  name: metadataKeySchema,
  /** The downlink of the wish that is meant. */
  replaces: idSchema.optional(),
  basedOn: basedOnSchema.optional(),
});
export type DesiredWithdraw = z.output<typeof desiredWithdrawSchema>;

export const twinOfSchema = z.strictObject({ deviceId: idSchema });

export interface ReportedEntry {
  name: string;
  section: TwinSection;
  value: number | string | boolean;
  kind: 'number' | 'text' | 'boolean' | 'data';
  /** null where it has none, or one that says nothing (enum, /, string). */
  unit: string | null;
  at: Date;
}

export interface DesiredEntry {
  name: string;
  value: number | string | boolean;
  kind: ReportedEntry['kind'];
  unit: string | null;
  requestedAt: Date;
  state: DesiredState;
  downlinkId: string;
  /** Of a downlink that failed, where there is one. */
  reason: DownlinkReason | null;
  /** When its downlink last went on; null before. */
  changedAt: Date | null;
  /** Where it is sent again by itself. */
  resend: (z.output<typeof resendSchema> & { sent: number }) | null;
}

/** What is derived when it is looked at: it changes while nothing comes in. */
export interface ObservedNow extends Partial<Omit<Observed, 'sessions' | 'bursts'>> {
  /** One digit a frame counter, newest last: 1 heard, 0 missing; a hundred at most. */
  frames: string;
  /** Newest of its session; −1 after a join, null where unknown. */
  lastFCntUp: number | null;
  state: OnlineState;
  /** Of the device type; null where it tells none. */
  expectedIntervalSeconds: number | null;
  /** Middle of the intervals between the last messages, a hundred of them at most; null before the second. */
  medianIntervalSeconds: number | null;
}

/** Change with what they stand for, and with nothing else: of the whole as it is told, of what is changed by itself. */
export interface TwinTags {
  metadata: string;
  desired: string;
  reported: string;
}

export interface Twin {
  deviceId: string;
  reported: ReportedEntry[];
  desired: DesiredEntry[];
  observed: ObservedNow;
  metadata: Record<string, string>;
  /** Counts changes of any part, messages too. */
  version: number;
  tags: TwinTags;
  modifiedAt: Date | null;
  /** In no flow nothing feeds it. */
  linked: boolean;
  /** Own types only. */
  editable: boolean;
  /** What its type lets it be asked to be; other names can be wished for, too. */
  controls: Control[];
}
