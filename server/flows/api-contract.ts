import { z } from 'zod';
import { deviceIdSchema, listShape, pageOf, readOnlyShape, timeSchema } from '#server/http/contract.ts';
import { descriptionSchema, idSchema, nameSchema } from '#server/platform/contract.ts';
import { type Flow, flowUpdateSchema, WARNING_CODES } from './contract.ts';

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

/** What a device group does with messages and instructions: as the portal calls it, a flow. */

const FLOW_ID = '36e75427-4c6e-438c-89b5-0cbdb0d4068c';
const switchSchema = z.strictObject({ id: z.guid(), name: z.string(), enabled: z.boolean() });

export const flowPathSchema = z.strictObject({ flowId: idSchema });
export const flowDecoderPathSchema = z.strictObject({
  flowId: idSchema,
  deviceTypeId: idSchema,
  decoderId: idSchema,
});
export const flowEncoderPathSchema = z.strictObject({
  flowId: idSchema,
  deviceTypeId: idSchema,
  encoderId: idSchema,
});
export const flowDestinationPathSchema = z.strictObject({ flowId: idSchema, destinationId: idSchema });

export const flowSchema = z
  .strictObject({
    id: z.guid(),
    name: z.string(),
    projectId: z.guid(),
    deviceTypes: z.array(
      z.strictObject({
        id: z.guid(),
        name: z.string(),
        devices: z.int(),
        decoders: z.array(switchSchema),
        encoders: z.array(switchSchema),
      }),
    ),
    destinations: z.array(
      z.strictObject({
        id: z.guid(),
        name: z.string(),
        status: z.enum(['active', 'paused', 'suspended']),
        deliveredLastHour: z.int(),
        failedLastHour: z.int(),
      }),
    ),
    warnings: z.array(
      z.strictObject({
        code: z.enum(WARNING_CODES),
        object: z.strictObject({ kind: z.string(), id: z.guid(), name: z.string() }),
        details: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
  })
  .meta({
    id: 'Flow',
    description:
      'The device types of its devices, what is switched on for each, destinations, and what is wrong.',
    example: {
      id: FLOW_ID,
      name: 'Cooling',
      projectId: EXAMPLE.projectId,
      deviceTypes: [
        {
          id: DEVICE_ID,
          name: 'Elsys ERS',
          devices: 12,
          decoders: [
            { id: 'ad77f15c-5ddb-4339-8856-d3bdc4606e08', name: '= Raw LoRa payload', enabled: true },
          ],
          encoders: [],
        },
      ],
      destinations: [],
      warnings: [
        {
          code: 'flows.no-destination',
          object: { kind: 'flow', id: FLOW_ID, name: 'Cooling' },
          details: {},
        },
      ],
    },
  });

const switchOf = ({ id, name, enabled }: { id: string; name: string; enabled: boolean }) => ({
  id,
  name,
  enabled,
});

export const flowBody = ({ id, name, project, types, destinations, warnings }: Flow) => ({
  id,
  name,
  projectId: project.id,
  deviceTypes: types.map(({ deviceType, devices, decoders, encoders }) => ({
    id: deviceType.id,
    name: deviceType.name,
    devices,
    decoders: decoders.map(switchOf),
    encoders: encoders.map(switchOf),
  })),
  destinations: destinations.map((destination) => ({
    id: destination.id,
    name: destination.name,
    status: destination.status,
    deliveredLastHour: destination.lastHour.delivered,
    failedLastHour: destination.lastHour.failed,
  })),
  warnings,
});
