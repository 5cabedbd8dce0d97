import { z } from 'zod';
import { pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import { bigIdSchema, idSchema } from '#server/platform/contract.ts';
import { attemptOutcomeSchema, deliveryStates } from './contract.ts';
import type { Delivery, DeliveryLogItem } from './log-contract.ts';

export const deliveriesQuerySchema = z.strictObject({
  ...pagingShape,
  state: z.enum(deliveryStates).optional(),
  destinationId: idSchema.optional(),
  deviceId: idSchema.optional(),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: 'Accepted at or after.' }),
  before: z.iso.datetime({ offset: true }).optional(),
});

export const deliveryPathSchema = z.strictObject({ deliveryId: bigIdSchema });

const shape = {
  id: z.number().int(),
  state: z.enum(deliveryStates),
  destinationId: z.guid(),
  deviceId: z.guid(),
  deviceGroupId: z.guid(),
  messageId: z.number().int(),
  receivedAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  nextAt: timeSchema.nullable(),
  attempts: z.number().int(),
  statusCode: z.number().int().nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
  replayOf: z.number().int().nullable(),
  replayId: z.guid().nullable().meta({ description: 'Its message was run through its decoders again.' }),
  heldUntil: timeSchema.nullable().meta({ description: 'It waits for its partners until then at most.' }),
  mergedInto: z.number().int().nullable().meta({ description: 'The delivery that it went along with.' }),
};

export const deliveryItemSchema = z.strictObject(shape).meta({ id: 'DeliveryItem' });

export const deliveryBodySchema = z
  .strictObject({
    ...shape,
    attemptLog: z.array(attemptOutcomeSchema),
    request: z
      .strictObject({
        method: z.string(),
        address: z.string(),
        headers: z.record(z.string(), z.string()),
        body: z.string(),
      })
      .nullable(),
    mergedFrom: z
      .array(
        z.strictObject({
          deliveryId: z.number().int(),
          messageId: z.number().int(),
          receivedAt: timeSchema,
          decoder: z.string(),
        }),
      )
      .meta({
        description: 'What a merged message was made of, its own pack first; empty where it went alone.',
      }),
  })
  .meta({ id: 'Delivery' });

export const pageOfDeliveries = pageOf(deliveryItemSchema, 'PageOfDeliveries');

export const deliveryItem = (row: DeliveryLogItem) => ({
  id: row.id,
  state: row.state,
  destinationId: row.destination.id,
  deviceId: row.device.id,
  deviceGroupId: row.flow.id,
  messageId: row.uplinkId,
  receivedAt: row.receivedAt,
  finishedAt: row.finishedAt,
  nextAt: row.nextAt,
  attempts: row.attempts,
  statusCode: row.statusCode,
  durationMs: row.durationMs,
  error: row.error,
  replayOf: row.replayOf,
  replayId: row.replayId,
  heldUntil: row.heldUntil,
  mergedInto: row.mergedInto,
});

export const deliveryBody = (row: Delivery) => ({
  ...deliveryItem(row),
  attemptLog: row.attemptLog,
  request: row.request,
  mergedFrom: row.parts.map(({ uplinkId: messageId, ...part }) => ({ ...part, messageId })),
});
