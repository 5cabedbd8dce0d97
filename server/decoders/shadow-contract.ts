import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';
import type { Difference, NameChange } from '#server/scripts/contract.ts';

/** A candidate beside the version that runs: tried on messages as they come; nothing of it is kept or sent. */

export const SHADOW_HOURS = { least: 1, most: 168, usual: 24 } as const;

/** Begins anew where one is under way. */
export const shadowStartSchema = z.strictObject({
  id: idSchema,
  /** The draft, or an earlier version. */
  versionId: idSchema,
  hours: z.number().int().min(SHADOW_HOURS.least).max(SHADOW_HOURS.most).default(SHADOW_HOURS.usual),
});
export type ShadowStart = z.output<typeof shadowStartSchema>;

export interface ShadowExample {
  uplinkId: number;
  deviceName: string;
  at: string;
  differences: Difference[];
}

export interface ShadowReport {
  /** Of the version as it was when the shadow began. */
  number: number;
  startedBy: string;
  startedAt: Date;
  until: Date;
  /** Still looking at what comes. */
  active: boolean;
  messages: number;
  differing: number;
  /** Messages that the version that runs could make nothing of, and that the candidate could not. */
  failedBefore: number;
  failedAfter: number;
  names: NameChange[];
  /** The newest messages that differ, newest first. */
  examples: ShadowExample[];
}
