import { z } from 'zod';
import { deviceIdSchema, listShape, pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import { idSchema, lineSchema } from '#server/platform/contract.ts';

/** Devices as programs see them (product/10). */

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
    createdAt: timeSchema,
    modifiedAt: timeSchema,
  })
  .meta({ id: 'Device' });

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

const adapterTimes = { createdAt: timeSchema, modifiedAt: timeSchema };

export const networkAdapterSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ id: z.guid(), type: z.literal('lora'), devEui: z.string(), ...adapterTimes }),
    z.strictObject({ id: z.guid(), type: z.literal('cellular'), imei: z.string(), ...adapterTimes }),
    z.strictObject({ id: z.guid(), type: z.literal('generic'), dvnUuid: z.string(), ...adapterTimes }),
  ])
  .meta({ id: 'NetworkAdapter' });

export const pageOfNetworkAdapters = pageOf(networkAdapterSchema, 'PageOfNetworkAdapters');

export const pagingQuerySchema = z.strictObject(pagingShape);
