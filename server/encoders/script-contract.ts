import { z } from 'zod';
import { descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { type ScriptSource, type ScriptVersion, sourceSchema } from '#server/scripts/contract.ts';

/** Encoders that are a script of a customer's own: `encodeDownlink` of TS013. */

export const scriptEncoderCreateSchema = z.strictObject({
  /** The type that offers it. */
  deviceTypeId: idSchema,
  name: nameSchema,
  description: descriptionSchema,
  source: sourceSchema,
});
export type ScriptEncoderCreate = z.output<typeof scriptEncoderCreateSchema>;

export const scriptEncoderUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  description: descriptionSchema,
});
export type ScriptEncoderUpdate = z.output<typeof scriptEncoderUpdateSchema>;

export interface ScriptEncoder {
  id: string;
  name: string;
  description: string | null;
  /** Number of the version that runs; null: never published. */
  currentVersion: number | null;
  deviceTypes: { id: string; name: string }[];
  /** Flows that have it switched on. */
  flowCount: number;
  /** Newest first; the draft, if any, comes first. */
  versions: ScriptVersion[];
  /** What the editor opens: the draft, else the version that runs. */
  editing: ScriptSource | null;
}
