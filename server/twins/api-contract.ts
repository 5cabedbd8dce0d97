import { z } from 'zod';
import { timeSchema } from '#server/http/contract.ts';
import { desiredSetSchema, metadataReplaceSchema, type Twin } from './twin-contract.ts';

export const metadataBodySchema = metadataReplaceSchema.pick({ metadata: true });
export const desiredBodySchema = desiredSetSchema.pick({ desired: true });

export const twinBodySchema = z
  .strictObject({
    deviceId: z.guid(),
    reported: z.record(
      z.string(),
      z.strictObject({
        value: z.union([z.number(), z.string(), z.boolean()]),
        unit: z.string().nullable(),
        time: timeSchema,
        section: z.enum(['device', 'other']),
      }),
    ),
    desired: z.record(
      z.string(),
      z.strictObject({
        value: z.union([z.number(), z.string(), z.boolean()]),
        unit: z.string().nullable(),
        requestedAt: timeSchema,
        state: z.enum(['requested', 'under-way', 'delivered', 'in-sync', 'drifted', 'failed']),
        downlinkId: z.guid(),
      }),
    ),
    observed: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.string()),
    version: z.number().int().meta({ description: 'Counts changes; also the ETag.' }),
    modifiedAt: timeSchema.nullable(),
  })
  .meta({ id: 'DeviceTwin' });

export function twinBody(twin: Twin) {
  const { deviceId, observed, metadata, version, modifiedAt } = twin;
  const reported = Object.fromEntries(
    twin.reported.map(({ name, value, unit, at, section }) => [name, { value, unit, time: at, section }]),
  );
  const desired = Object.fromEntries(
    twin.desired.map(({ name, reason: _, changedAt: _changed, ...wish }) => [name, wish]),
  );
  return { deviceId, reported, desired, observed, metadata, version, modifiedAt };
}
