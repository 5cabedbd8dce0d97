import { z } from 'zod';
import {
  deviceIdSchema,
  listShape,
  pageOf,
  pagingShape,
  readOnlyShape,
  timeSchema,
} from '#server/http/contract.ts';
import {
  descriptionSchema,
  idSchema,
  lineSchema,
  nameSchema,
  tagsSchema,
} from '#server/platform/contract.ts';
import { barcodeSchema, deviceUpdateSchema, locationSchema } from './contract.ts';

/** Devices as programs see them (product/10). */

const EXAMPLE = {
  projectId: '0c86079d-9bf4-41be-9f38-d6c877a27d8c',
  name: 'Parking sensor 12',
  description: 'Level 2, beside the lift',
  barcode: '8717953012345',
  deviceSpecificationId: 'd2723e99-1fe4-4d60-9b6d-8061f7414b24',
  tags: ['level-2'],
  location: { latitude: 52.0907, longitude: 5.1214, altitude: null },
};
const ADDED = {
  id: '4fa05eed-4db6-4fe5-8cb1-744893286db1',
  clientId: 'b7b953c9-b137-4d28-8d29-d266c720bc78',
  ...EXAMPLE,
  status: 'ACTIVE',
  createdAt: '2025-01-02T12:04:32.982Z',
  modifiedAt: '2025-01-02T12:04:32.982Z',
};

const placeSchema = z
  .strictObject({ latitude: z.number(), longitude: z.number(), altitude: z.number().nullable() })
  .meta({
    id: 'Location',
    description: 'Where the device was put: WGS 84, degrees; metres above sea.',
    example: EXAMPLE.location,
  });

export const deviceBodySchema = z
  .strictObject({
    id: z.guid(),
    clientId: z.guid(),
    projectId: z.guid(),
    name: z.string(),
    description: z.string().nullable(),
    barcode: z.string().nullable(),
    deviceSpecificationId: z.guid().meta({ description: 'The device type.' }),
    status: z.enum(['ACTIVE', 'DEACTIVATED']),
    tags: z.array(z.string()),
    location: placeSchema.nullable(),
    createdAt: timeSchema,
    modifiedAt: timeSchema,
  })
  .meta({ id: 'Device', example: ADDED });

/** What the platform made; what the caller brought is never among it. */
export const credentialsSchema = z
  .strictObject({
    devEui: z.string().optional(),
    appEui: z.string().optional(),
    appKey: z.string().optional(),
    dvnUuid: z.string().optional(),
    sharedSecret: z.string().optional(),
  })
  .meta({
    id: 'Credentials',
    description: 'What the platform made for the device: in this answer, and never in another one.',
  });
export type Credentials = z.output<typeof credentialsSchema>;

export const deviceAddedSchema = deviceBodySchema
  .extend({ credentials: credentialsSchema.optional() })
  .meta({ id: 'DeviceAdded', example: ADDED });

export const deviceAddSchema = z
  .strictObject({
    clientId: idSchema.optional().meta({ description: 'The owner: nobody but the customer of the key.' }),
    projectId: idSchema,
    deviceSpecificationId: idSchema.meta({ description: 'The device type.' }),
    name: nameSchema,
    description: descriptionSchema,
    barcode: barcodeSchema,
    tags: tagsSchema.default([]),
    location: locationSchema.nullish(),
    status: z.literal('ACTIVE').optional().meta({ description: 'A device begins active.' }),
  })
  .meta({ id: 'DeviceToAdd', example: EXAMPLE });

export const deviceChangeSchema = z
  .strictObject({
    ...readOnlyShape,
    clientId: idSchema.optional(),
    projectId: idSchema.optional(),
    deviceSpecificationId: idSchema.optional(),
    name: nameSchema,
    description: deviceUpdateSchema.shape.description,
    barcode: deviceUpdateSchema.shape.barcode,
    tags: deviceUpdateSchema.shape.tags,
    location: deviceUpdateSchema.shape.location,
    status: deviceUpdateSchema.shape.status,
  })
  .meta({
    id: 'DeviceToChange',
    description:
      'What is left out stays as it is; null empties it. Identifiers, owner, project and device type never change.',
    example: { name: 'Parking sensor 12', description: null, status: 'DEACTIVATED' },
  });

export const devicesQuerySchema = z.strictObject({
  ...listShape,
  projectId: idSchema.optional(),
  barcode: lineSchema(100).min(1).optional().meta({ description: 'Matches in part.' }),
  deviceSpecificationId: z
    .union([idSchema.transform((id) => [id]), z.array(idSchema).max(100)])
    .optional()
    .meta({ description: 'May be repeated.' }),
});
export type DevicesQuery = z.output<typeof devicesQuerySchema>;

export const devicePathSchema = z.strictObject({ deviceId: deviceIdSchema });

export const pageOfDevices = pageOf(deviceBodySchema, 'PageOfDevices');

export const pagingQuerySchema = z.strictObject(pagingShape);
