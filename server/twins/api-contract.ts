import { z } from 'zod';
import { devicePathSchema } from '#server/devices/api-contract.ts';
import { timeSchema } from '#server/http/contract.ts';
import {
  desiredSetSchema,
  metadataKeySchema,
  metadataReplaceSchema,
  resendSchema,
  type Twin,
} from './twin-contract.ts';

export const metadataBodySchema = metadataReplaceSchema.pick({ metadata: true }).meta({
  id: 'TwinMetadata',
  description: 'All of it, in the place of what is there.',
  example: { metadata: { 'installed by': 'North crew', room: '2.14' } },
});
export const desiredBodySchema = desiredSetSchema.pick({ desired: true, units: true, resend: true }).meta({
  id: 'TwinDesired',
  description: 'What the device is asked to be, by name of the record.',
  example: { desired: { interval: 600 }, resend: { most: 3, pauseMinutes: 60 } },
});

export const desiredPathSchema = devicePathSchema.extend({ name: metadataKeySchema });

const EXAMPLE = {
  deviceId: '2f6a2c4e-5b0f-4b4e-8d0a-6a1f4c0f1f9e',
  reported: {
    temperature: { value: 21.5, unit: 'Cel', time: '2026-11-02T09:30:00.000Z', section: 'other' },
  },
  desired: {
    interval: {
      value: 600,
      unit: 's',
      requestedAt: '2026-11-02T09:31:00.000Z',
      state: 'under-way',
      downlinkId: '0b9c6d6e-3f1b-4a55-9a55-0c8e4b1f2a77',
      resend: { most: 3, sent: 1, pauseMinutes: 60 },
    },
  },
  observed: { state: 'online' },
  metadata: { room: '2.14' },
  version: 12,
  modifiedAt: '2026-11-02T09:31:00.000Z',
};

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
        resend: resendSchema
          .extend({ sent: z.number().int() })
          .nullable()
          .meta({ description: 'How often it may be sent again by itself, and was.' }),
      }),
    ),
    observed: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.string()),
    version: z.number().int().meta({ description: 'Counts changes of any part, messages too.' }),
    modifiedAt: timeSchema.nullable(),
  })
  .meta({ id: 'DeviceTwin', example: EXAMPLE });

export function twinBody(twin: Twin) {
  const { deviceId, observed, metadata, version, modifiedAt } = twin;
  const reported = Object.fromEntries(
    twin.reported.map(({ name, value, unit, at, section }) => [name, { value, unit, time: at, section }]),
  );
  const desired = Object.fromEntries(
    twin.desired.map(({ name, reason: _, changedAt: _changed, kind: _kind, ...wish }) => [name, wish]),
  );
  return { deviceId, reported, desired, observed, metadata, version, modifiedAt };
}
