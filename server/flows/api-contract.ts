import { z } from 'zod';
import { deviceIdSchema, listShape, pageOf, readOnlyShape, timeSchema } from '#server/http/contract.ts';
import { descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { flowUpdateSchema } from './contract.ts';

/** Flows as programs see them: device groups. */

const EXAMPLE = {
  name: 'Parking sensors device group',
  description: 'This is a group of devices containing parking sensor devices.',
  projectId: '0c86079d-9bf4-41be-9f38-d6c877a27d8c',
};
const DEVICE_ID = '4fa05eed-4db6-4fe5-8cb1-744893286db1';
const MOMENT = '2025-01-02T12:04:32.982Z';

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
  .meta({
    id: 'DeviceGroup',
    description: 'A group of devices; in the portal a flow.',
    example: {
      id: '36e75427-4c6e-438c-89b5-0cbdb0d4068c',
      clientId: 'b7b953c9-b137-4d28-8d29-d266c720bc78',
      ...EXAMPLE,
      createdAt: MOMENT,
      modifiedAt: MOMENT,
    },
  });

const clientId = idSchema.optional().meta({ description: 'The owner: nobody but the customer of the key.' });

export const deviceGroupAddSchema = z
  .strictObject({ clientId, projectId: idSchema, name: nameSchema, description: descriptionSchema })
  .meta({ id: 'DeviceGroupToAdd', example: EXAMPLE });

export const deviceGroupChangeSchema = z
  .strictObject({
    ...readOnlyShape,
    clientId,
    projectId: idSchema,
    name: nameSchema,
    description: flowUpdateSchema.shape.description,
  })
  .meta({
    id: 'DeviceGroupToChange',
    description: 'A description that is left out stays as it is; null empties it. The project never changes.',
    example: EXAMPLE,
  });

export const deviceOfGroupSchema = z
  .strictObject({ deviceId: deviceIdSchema })
  .meta({ id: 'DeviceOfGroup', example: { deviceId: DEVICE_ID } });

export const deviceGroupsQuerySchema = z.strictObject({ ...listShape, projectId: idSchema.optional() });
export type DeviceGroupsQuery = z.output<typeof deviceGroupsQuerySchema>;

export const deviceGroupPathSchema = z.strictObject({ deviceGroupId: idSchema });
export const deviceGroupLinkPathSchema = z.strictObject({
  deviceId: deviceIdSchema,
  deviceGroupId: idSchema,
});

export const deviceGroupLinkSchema = z
  .strictObject({ deviceId: z.guid(), deviceGroupId: z.guid(), createdAt: timeSchema })
  .meta({
    id: 'DeviceGroupLink',
    example: {
      deviceId: DEVICE_ID,
      deviceGroupId: '36e75427-4c6e-438c-89b5-0cbdb0d4068c',
      createdAt: MOMENT,
    },
  });

export const pageOfDeviceGroups = pageOf(deviceGroupSchema, 'PageOfDeviceGroups');
