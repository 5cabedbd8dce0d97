import { z } from 'zod';
import { pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import { MAX_POINTS, type PackItem, type Series } from './series-contract.ts';

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

/** One value of a device, by its name within the device and at its own time. */
export const recordSchema = z.strictObject({
  n: z.string(),
  t: z.number().meta({ description: 'Unix seconds.' }),
  u: z.string().optional(),
  v: z.number().optional(),
  vs: z.string().optional(),
  vb: z.boolean().optional(),
  vd: z.string().optional(),
  s: z.number().optional(),
});

export const measurementPackSchema = z
  .strictObject({
    messageId: z.number().int(),
    decoderId: z.guid(),
    time: timeSchema,
    receivedAt: timeSchema,
    records: z.array(recordSchema),
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

const nameSchema = z.string().min(1).max(200);

export const seriesApiQuerySchema = z.strictObject({
  from: momentSchema.optional().meta({ description: 'Default: 24 hours before `to`.' }),
  to: momentSchema.optional().meta({ description: 'Default: now.' }),
  name: z
    .union([nameSchema.transform((name) => [name]), z.array(nameSchema).min(1).max(2)])
    .optional()
    .meta({ description: 'What was measured; may stand twice. Default: the number that came most often.' }),
  points: z.coerce
    .number()
    .int()
    .min(10)
    .max(MAX_POINTS)
    .default(500)
    .meta({ description: 'At most; a shorter series comes as it was measured.' }),
});

export const seriesBodySchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        name: z.string(),
        unit: z.string().nullable(),
        bucketSeconds: z
          .number()
          .nullable()
          .meta({ description: 'null: the points are single measurements.' }),
        points: z.array(
          z.strictObject({
            time: timeSchema,
            avg: z.number(),
            min: z.number(),
            max: z.number(),
            count: z.number().int(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'MeasurementSeries' });

export const seriesBody = ({ points, ...series }: Series) => ({
  ...series,
  points: points.map(({ at, n, ...values }) => ({ time: at, ...values, count: n })),
});
