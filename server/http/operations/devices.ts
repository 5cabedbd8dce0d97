import {
  deviceAddedSchema,
  deviceAddSchema,
  deviceBodySchema,
  deviceChangeSchema,
  devicePathSchema,
  devicesQuerySchema,
  pageOfDevices,
} from '#server/devices/api-contract.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { getDeviceBody, resolveDevice, searchDevices } from '#server/devices/search-devices.ts';
import { updateDevice } from '#server/devices/update-device.ts';
import { type ApiOperation, apiOperation, NOTHING } from '../api-operation.ts';
import { refuseOtherwise } from '../fixed-fields.ts';
import { credentialsBody } from './credentials.ts';

const tag = 'Devices';

export const deviceOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/devices',
    name: 'searchDevices',
    tag,
    summary: 'Retrieve devices, filtered by search term and / or client ID.',
    operation: 'devices.read',
    query: devicesQuerySchema,
    reply: pageOfDevices,
    run: async (actor, { query }) => ({ page: await searchDevices(actor, query) }),
  }),
  apiOperation({
    method: 'POST',
    path: '/devices',
    name: 'createDevice',
    tag,
    summary: 'Create a new device.',
    operation: 'devices.create',
    body: deviceAddSchema,
    status: 201,
    reply: deviceAddedSchema,
    run: async (actor, { body: { clientId, deviceSpecificationId, status: _active, ...device } }) => {
      refuseOtherwise({ clientId: actor.scope.customerId }, { clientId });
      const { id, credentials } = await createDevice(actor, {
        ...device,
        deviceTypeId: deviceSpecificationId,
        flowIds: [],
      });
      return {
        body: { ...(await getDeviceBody(actor, { deviceId: id })), ...credentialsBody(credentials) },
        headers: { location: `/api/devices/${id}` },
      };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}',
    name: 'getDevice',
    tag,
    summary: 'Retrieve a device.',
    operation: 'devices.read',
    params: devicePathSchema,
    reply: deviceBodySchema,
    run: async (actor, { params }) => ({ body: await getDeviceBody(actor, params) }),
  }),
  apiOperation({
    method: 'PUT',
    path: '/devices/{deviceId}',
    name: 'updateDevice',
    tag,
    summary: 'Update a device; with a status it is activated or deactivated.',
    operation: 'devices.update',
    params: devicePathSchema,
    body: deviceChangeSchema,
    reply: deviceBodySchema,
    run: async (actor, { params, body }) => {
      const { createdAt: _made, modifiedAt: _changed, ...given } = body;
      const { id, clientId, projectId, deviceSpecificationId, ...wanted } = given;
      const present = await getDeviceBody(actor, params);
      refuseOtherwise(present, { id, clientId, projectId, deviceSpecificationId });
      await updateDevice(actor, { id: present.id, ...wanted });
      return { body: await getDeviceBody(actor, { deviceId: present.id }) };
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: '/devices/{deviceId}',
    name: 'deleteDevice',
    tag,
    summary: 'Delete a device with its history.',
    operation: 'devices.delete',
    params: devicePathSchema,
    status: 204,
    run: async (actor, { params }) => {
      await deleteDevice(actor, { id: await resolveDevice(actor, params.deviceId) });
      return NOTHING;
    },
  }),
];
