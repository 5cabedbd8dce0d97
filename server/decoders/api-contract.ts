import { z } from 'zod';
import { pageOf, timeSchema } from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import type { ScriptOutcome } from '#server/scripts/contract.ts';
import { type DecoderListItem, scriptRunSchema } from './script-contract.ts';

export const decoderPathSchema = z.strictObject({ decoderId: idSchema });

export const decoderBodySchema = z
  .strictObject({
    id: z.guid(),
    name: z.string(),
    description: z.string().nullable(),
    kind: z.enum(['built-in', 'script']),
    currentVersion: z.number().int().nullable(),
    deviceSpecificationIds: z.array(z.guid()),
    createdAt: timeSchema,
    modifiedAt: timeSchema,
  })
  .meta({ id: 'Decoder' });

export const decoderBody = (row: DecoderListItem) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  kind: row.kind,
  currentVersion: row.currentVersion,
  deviceSpecificationIds: row.deviceTypes.map((type) => type.id),
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
});

export const pageOfDecoders = pageOf(decoderBodySchema, 'PageOfDecoders');

export const dryRunSchema = scriptRunSchema.omit({ mapping: true }).meta({ id: 'DecoderRun' });

export const dryRunResultSchema = z
  .strictObject({
    output: z.unknown(),
    logs: z.array(z.strictObject({ level: z.string(), message: z.string() })),
    error: z
      .strictObject({
        name: z.string(),
        message: z.string(),
        line: z.number().int().nullable(),
        column: z.number().int().nullable(),
      })
      .nullable(),
    durationMs: z.number(),
  })
  .meta({
    id: 'DecoderRunResult',
    description: 'A failure of the script itself is an answer, not an error.',
  });

export const dryRunResult = ({ output, logs, error, durationMs }: ScriptOutcome) => ({
  output: output ?? null,
  logs,
  error,
  durationMs,
});
