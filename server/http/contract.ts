import { z } from 'zod';
import { cursorSchema, idSchema, lineSchema } from '#server/platform/contract.ts';

/** What all resources of the API share. */

export const pageOf = <S extends z.ZodType>(item: S, id: string) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().meta({ description: 'Absolute path of the next page; null on the last.' }),
      prev: z
        .string()
        .nullable()
        .meta({ description: 'Absolute path of the page before; null on the first.' }),
    })
    .meta({ id });

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: z.string().meta({ description: 'Stable, for programs.' }),
    requestId: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** ISO 8601 with milliseconds, as every time of ours is written. */
export const timeSchema = z.iso.datetime({ precision: 3 }).meta({ example: '2025-01-02T12:04:32.982Z' });

/** What an answer holds and a caller may send back with a PUT; it changes nothing. */
export const readOnlyShape = {
  id: idSchema.optional().meta({ readOnly: true }),
  createdAt: z.string().optional().meta({ readOnly: true }),
  modifiedAt: z.string().optional().meta({ readOnly: true }),
};

const limitSchema = z.coerce.number().int().min(1).max(500).default(50);
const sortSchema = z
  .string()
  .regex(/^-?[a-zA-Z]{1,30}(,-?[a-zA-Z]{1,30}){0,4}$/, 'fields separated by comma, - for descending')
  .meta({ example: 'createdAt,-name' });
const momentSchema = z.iso.datetime({ offset: true });

export const pagingShape = { cursor: cursorSchema.optional(), limit: limitSchema };

export const timesShape = {
  createdBefore: momentSchema.optional(),
  createdSince: momentSchema.optional(),
  modifiedBefore: momentSchema.optional(),
  modifiedSince: momentSchema.optional(),
};

export const listShape = {
  ...pagingShape,
  sort: sortSchema.optional(),
  q: lineSchema(200)
    .min(1)
    .optional()
    .meta({ description: 'Name or description contains, case-insensitive.' }),
  clientId: idSchema.optional(),
  ...timesShape,
};

/** A device's UUID, or its URN in the network (`urn:dev:DEVEUI:0059AC00001B3461:`). */
export const deviceIdSchema = z
  .string()
  .max(100)
  .refine(
    (text) => idSchema.safeParse(text).success || /^urn:dev:[A-Za-z]+:[^:]+:?$/.test(text),
    'must be a UUID or a device URN',
  )
  .meta({ id: 'DeviceId', example: '4fa05eed-4db6-4fe5-8cb1-744893286db1' });
