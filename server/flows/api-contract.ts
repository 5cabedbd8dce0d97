import { z } from 'zod';
import { deviceIdSchema, listShape, pageOf, timeSchema } from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';

/** Flows as programs see them: device groups. */

export const deviceGroupSchema = z
  .strictObject({
    id: z.guid(),
    clientId: z.guid(),
    name: z.string(),
    description: z.string().nullable(),
    projectId: z.guid(),
    createdAt: timeSchema,
    modifiedAt: timeSchema,
  })
  .meta({ id: 'DeviceGroup', description: 'A group of devices; in the portal a flow.' });

export const deviceGroupsQuerySchema = z.strictObject({ ...listShape, projectId: idSchema.optional() });
export type DeviceGroupsQuery = z.output<typeof deviceGroupsQuerySchema>;

export const deviceGroupPathSchema = z.strictObject({ deviceGroupId: idSchema });
export const deviceGroupLinkPathSchema = z.strictObject({
  deviceId: deviceIdSchema,
  deviceGroupId: idSchema,
});

export const deviceGroupLinkSchema = z
  .strictObject({ deviceId: z.guid(), deviceGroupId: z.guid(), createdAt: timeSchema })
  .meta({ id: 'DeviceGroupLink' });

export const pageOfDeviceGroups = pageOf(deviceGroupSchema, 'PageOfDeviceGroups');
