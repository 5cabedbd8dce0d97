import { z } from 'zod';
import { pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import type { PackItem } from './series-contract.ts';

const momentSchema = z.iso.datetime({ offset: true });

export const measurementsQuerySchema = z.strictObject({
  ...pagingShape,
  from: momentSchema.optional().meta({ description: 'Default: 24 hours before `to`.' }),
  to: momentSchema.optional().meta({ description: 'Default: now.' }),
  name: z
    .union([
      z
        .string()
        .max(200)
        .transform((name) => [name]),
      z.array(z.string().max(200)).max(50),
    ])
    .optional()
    .meta({ description: 'Only records of this name; may be repeated.' }),
});

export const measurementPackSchema = z
  .strictObject({
    messageId: z.number().int(),
    decoderId: z.guid(),
    time: timeSchema,
    receivedAt: timeSchema,
    records: z.array(
      z.strictObject({
        n: z.string(),
        u: z.string().optional(),
        v: z.number().optional(),
        vs: z.string().optional(),
        vb: z.boolean().optional(),
        vd: z.string().optional(),
        s: z.number().optional(),
        t: z.number().meta({ description: 'Unix seconds.' }),
      }),
    ),
  })
  .meta({ id: 'MeasurementPack', description: 'The records that one decoder made of one message.' });

export const pageOfMeasurements = pageOf(measurementPackSchema, 'PageOfMeasurements');

export const packBody = ({ uplinkId, decoderId, time, receivedAt, records }: PackItem) => ({
  messageId: uplinkId,
  decoderId,
  time,
  receivedAt,
  records,
});
