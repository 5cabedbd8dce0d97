import { z } from 'zod';
import { bigIdSchema, idSchema } from '#server/platform/contract.ts';
import type { AttemptOutcome, DeliveryState } from './contract.ts';

/** The delivery log as pages and programs see it: what waits and what is final, one list. */

export const deliveryByIdSchema = z.strictObject({ id: bigIdSchema });

export const replaySchema = z.strictObject({ ids: z.array(bigIdSchema).min(1).max(500) });
export type Replay = z.output<typeof replaySchema>;

/** Every failed delivery of a destination, or those since a moment. */
export const replayFailedSchema = z.strictObject({
  destinationId: idSchema,
  since: z.iso.datetime({ offset: true }).optional(),
});
export type ReplayFailed = z.output<typeof replayFailedSchema>;

export const statisticsQuerySchema = z.strictObject({
  destinationId: idSchema,
  hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 31)
    .default(24),
});
export type StatisticsQuery = z.output<typeof statisticsQuerySchema>;

interface Named {
  id: string;
  name: string;
}

export interface DeliveryLogItem {
  id: number;
  state: DeliveryState;
  /** Names are '' where what they name is deleted; the log outlives it. */
  destination: Named & { kind: string };
  device: Named & { identifier: string | null };
  flow: Named;
  uplinkId: number;
  packId: number;
  /** When the message was accepted. */
  receivedAt: Date;
  /** Final deliveries only. */
  finishedAt: Date | null;
  /** Waiting deliveries only. */
  nextAt: Date | null;
  attempts: number;
  statusCode: number | null;
  /** Of the last attempt. */
  durationMs: number | null;
  /** Of the last attempt: what went wrong before an answer. */
  error: string | null;
  replayOf: number | null;
  /** Its message was run through its decoders again. */
  replayId: string | null;
  /** It waits for its partners until then at most. */
  heldUntil: Date | null;
  /** How many others went along with it. */
  mergedCount: number;
  /** The delivery that it went along with. */
  mergedInto: number | null;
}

/** One pack of a merged message. */
export interface MergedPart {
  deliveryId: number;
  uplinkId: number;
  receivedAt: Date;
  decoder: string;
}

export interface Delivery extends DeliveryLogItem {
  attemptLog: AttemptOutcome[];
  /** As it is or would be sent now, headers masked; null when the pack is gone or the destination cannot be opened. */
  request: { method: string; address: string; headers: Record<string, string>; body: string } | null;
  /** What it was merged from, its own pack first; empty where it went alone. */
  parts: MergedPart[];
  mayReplay: boolean;
}

export interface DeliveryHour {
  hour: Date;
  delivered: number;
  failed: number;
  /** Found no partner, where nothing may go alone. */
  discarded: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface DeliveryStatistics {
  hours: DeliveryHour[];
  total: {
    delivered: number;
    failed: number;
    discarded: number;
    successRate: number | null;
    p50Ms: number | null;
    p95Ms: number | null;
  };
  backlog: { waiting: number; oldestAt: Date | null };
}

export interface StatisticsWithBacklog extends DeliveryStatistics {
  /** What waited at the end of each hour; `at` is its beginning, milliseconds since 1970. */
  backlogHours: { at: number; waiting: number }[];
}
