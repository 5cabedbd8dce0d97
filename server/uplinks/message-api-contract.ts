import { z } from 'zod';
import { deliveryItem, deliveryItemSchema } from '#server/deliveries/api-contract.ts';
import { recordSchema } from '#server/measurements/api-contract.ts';
import { bigIdSchema } from '#server/platform/contract.ts';
import { uplinkBody, uplinkBodySchema } from './api-contract.ts';
import type { Uplink, UplinkStep } from './contract.ts';

export const uplinkPathSchema = z.strictObject({ uplinkId: bigIdSchema });

export const failureSchema = z.strictObject({
  name: z.string(),
  message: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
});

export const valueSchema = recordSchema.omit({ n: true }).nullable();

const named = z.strictObject({ id: z.guid(), name: z.string() });

const stepSchema = z.strictObject({
  decoderId: z.guid(),
  decoder: z.string(),
  version: z.number().int().nullable().meta({ description: 'Of a script: the version that ran.' }),
  deviceGroups: z.array(named).meta({ description: 'Flows of the device that have this decoder on now.' }),
  senml: z.array(z.record(z.string(), z.unknown())).nullable(),
  records: z
    .array(
      z.strictObject({
        record: recordSchema,
        effect: z.enum(['new', 'changed', 'same', 'older', 'ahead']),
        before: valueSchema,
      }),
    )
    .nullable()
    .meta({
      description:
        'What each record was to the twin, and what the twin said until then; `older` and `ahead` (by more than a day) were not taken.',
    }),
  failure: failureSchema.nullable(),
  logs: z.array(z.strictObject({ level: z.string(), message: z.string() })),
});

export const messageBodySchema = uplinkBodySchema
  .extend({
    connection: named.extend({ provider: z.string() }).nullable(),
    raw: z.strictObject({
      length: z.number().int(),
      base64: z.string().meta({ description: 'The exact bytes as they came.' }),
    }),
    steps: z.array(stepSchema),
    deliveryLog: z.array(deliveryItemSchema),
  })
  .meta({ id: 'Message' });

/** Without the order that breaks ties, which is the twin's own business. */
export function plainValue<V extends { o: string }>(value: V | null): Omit<V, 'o'> | null {
  if (value === null) return null;
  const { o: _, ...rest } = value;
  return rest;
}

function stepBody({ decoder, version, flows, senml, records, effects, failure, logs }: UplinkStep) {
  return {
    decoderId: decoder.id,
    decoder: decoder.name,
    version: version?.number ?? null,
    deviceGroups: flows,
    senml,
    records:
      records?.flatMap((record, index) => {
        const told = effects[index];
        return told ? [{ record, effect: told.effect, before: plainValue(told.before) }] : [];
      }) ?? null,
    failure: failure && {
      name: failure.name,
      message: failure.message,
      line: failure.line,
      column: failure.column,
    },
    logs: logs.map(({ level, message }) => ({ level, message })),
  };
}

export function messageBody({
  connection,
  raw,
  steps,
  deliveryLog,
  device: _device,
  macExchanges: _mac,
  replays: _replays,
  ...item
}: Uplink) {
  return {
    ...uplinkBody(item),
    connection,
    raw: { length: raw.length, base64: raw.base64 },
    steps: steps.map(stepBody),
    deliveryLog: deliveryLog.map(deliveryItem),
  };
}
