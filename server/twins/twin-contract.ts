import { z } from 'zod';
import { idSchema, lineSchema, textSchema } from '#server/platform/contract.ts';
import type { Observed, TwinSection } from './contract.ts';

/** A device's twin as pages and programs see it, and what they may change of it. */

export const metadataKeySchema = lineSchema(100).refine(
  (key) => key !== '' && key !== '__proto__',
  'must be a name',
);

export const metadataSetSchema = z.strictObject({
  deviceId: idSchema,
  key: metadataKeySchema,
  value: textSchema(1000),
  /** The version that the change is based on (the API's If-Match); another one in between is a conflict. */
  version: z.number().int().nonnegative().optional(),
});
export type MetadataSet = z.output<typeof metadataSetSchema>;

export const metadataDeleteSchema = z.strictObject({
  deviceId: idSchema,
  key: metadataKeySchema,
  version: z.number().int().nonnegative().optional(),
});
export type MetadataDelete = z.output<typeof metadataDeleteSchema>;

export const twinOfSchema = z.strictObject({ deviceId: idSchema });

export const MAX_METADATA = 50;

export interface ReportedEntry {
  name: string;
  section: TwinSection;
  value: number | string | boolean;
  kind: 'number' | 'text' | 'boolean' | 'data';
  /** null where it has none, or one that says nothing (enum, /, string). */
  unit: string | null;
  at: Date;
}

export interface Twin {
  deviceId: string;
  reported: ReportedEntry[];
  desired: Record<string, unknown>;
  observed: Partial<Observed>;
  metadata: Record<string, string>;
  version: number;
  modifiedAt: Date | null;
  /** In no flow nothing feeds it. */
  linked: boolean;
  /** Own types only. */
  editable: boolean;
}
