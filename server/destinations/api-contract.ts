import { z } from 'zod';
import { pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import { idSchema, lineSchema } from '#server/platform/contract.ts';
import type { Destination, DestinationListItem } from './contract.ts';
import { mergerSchema } from './merger-contract.ts';

export const destinationsQuerySchema = z.strictObject({
  ...pagingShape,
  q: lineSchema(200).min(1).optional(),
});

export const destinationPathSchema = z.strictObject({ destinationId: idSchema });

const shape = {
  id: z.guid(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.string(),
  status: z.enum(['active', 'paused', 'suspended']),
  deviceGroupIds: z.array(z.guid()),
  lastError: z.string().nullable(),
  createdAt: timeSchema,
  modifiedAt: timeSchema,
};

export const destinationItemSchema = z.strictObject(shape).meta({ id: 'DestinationItem' });
export const destinationBodySchema = z
  .strictObject({
    ...shape,
    settings: z.record(z.string(), z.unknown()),
    merger: mergerSchema.nullable().meta({ description: 'null: never set.' }),
  })
  .meta({ id: 'Destination', description: 'Secrets are write-only and never in an answer.' });

export const pageOfDestinations = pageOf(destinationItemSchema, 'PageOfDestinations');

export const destinationItem = (row: DestinationListItem) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  type: row.kind,
  status: row.status,
  deviceGroupIds: row.flows.map((flow) => flow.id),
  lastError: row.lastError,
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
});

export const destinationBody = (row: Destination) => ({
  ...destinationItem(row),
  settings: row.settings,
  merger: row.merger,
});
