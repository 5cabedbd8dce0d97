import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';

/** Long enough for a geolocation (15 s: 99 % of them are there), short enough that nobody takes the silence for a fault. */
export const MERGER_TTL = { min: 1, max: 300, default: 10 } as const;
const MAX_DECODERS = 50;

/** What becomes of a pack whose partners did not come in time. */
export const orphanStrategies = ['FORWARD', 'DISCARD'] as const;

/**
 * Packs that these decoders make of one device wait for each other at the destination, and go as one message. While `merge`
 * is false the rest is only remembered.
 */
export const mergerSchema = z
  .strictObject({
    merge: z.boolean(),
    decoderIds: z.array(idSchema).max(MAX_DECODERS),
    /** Seconds. */
    ttl: z.number().int().min(MERGER_TTL.min).max(MERGER_TTL.max).default(MERGER_TTL.default),
    orphanStrategy: z.enum(orphanStrategies).default('FORWARD'),
  })
  .refine(({ decoderIds }) => new Set(decoderIds).size === decoderIds.length, {
    path: ['decoderIds'],
    message: 'destinations.merger-twice',
  })
  .refine(({ merge, decoderIds }) => !merge || decoderIds.length > 1, {
    path: ['decoderIds'],
    message: 'destinations.merger-needs-two',
  });
export type Merger = z.output<typeof mergerSchema>;

/** As stored; null where it was never set. */
export function storedMerger(stored: unknown): Merger | null {
  return mergerSchema.safeParse(stored).data ?? null;
}

/** The same; null where nothing is merged. */
export function activeMerger(stored: unknown): Merger | null {
  const merger = storedMerger(stored);
  return merger?.merge ? merger : null;
}

/** The decoders that one device type has on in a flow to the destination. */
export interface MergerRoute {
  flow: { id: string; name: string };
  deviceType: { id: string; name: string };
  devices: number;
  decoderIds: string[];
}

/** What can be merged at a destination: by what comes to it, and by what its merger names already. */
export interface MergerChoices {
  decoders: { id: string; name: string }[];
  routes: MergerRoute[];
}
