import { devicePathSchema, pageOfDevices, pagingQuerySchema } from '#server/devices/api-contract.ts';
import { getDeviceBody } from '#server/devices/search-devices.ts';
import {
  deviceGroupLinkPathSchema,
  deviceGroupLinkSchema,
  deviceGroupPathSchema,
  deviceOfGroupSchema,
  pageOfDeviceGroups,
} from '#server/flows/api-contract.ts';
import { linkDevices, unlinkDevices } from '#server/flows/link-device.ts';
import {
  getDeviceGroup,
  getDeviceGroupLink,
  listDevicesOfGroup,
  listGroupsOfDevice,
} from '#server/flows/search-device-groups.ts';
import { type ApiOperation, apiOperation, NOTHING } from '../api-operation.ts';

const tag = 'Device groups';

export const deviceGroupLinkOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/device-groups/{deviceGroupId}/devices',
    name: 'searchDevicesOfDeviceGroup',
    tag,
    summary: 'Retrieve the devices linked to a device group.',
    operation: 'flows.read',
    params: deviceGroupPathSchema,
    query: pagingQuerySchema,
    reply: pageOfDevices,
    run: async (actor, { params, query }) => ({
      page: await listDevicesOfGroup(actor, { id: params.deviceGroupId, paging: query }),
    }),
  }),
  apiOperation({
    method: 'POST',
    path: '/device-groups/{deviceGroupId}/devices',
    name: 'linkDeviceToDeviceGroup',
    tag,
    summary: 'Link a device to a device group.',
    operation: 'flows.update',
    params: deviceGroupPathSchema,
    body: deviceOfGroupSchema,
    status: 201,
    unchanged: 'It is linked already.',
    reply: deviceGroupLinkSchema,
    run: async (actor, { params: { deviceGroupId }, body }) => {
      await getDeviceGroup(actor, { id: deviceGroupId });
      const { id: deviceId } = await getDeviceBody(actor, body);
      const { linked } = await linkDevices(actor, { flowId: deviceGroupId, deviceIds: [deviceId] });
      return {
        body: await getDeviceGroupLink(actor, { deviceId, deviceGroupId }),
        headers: { location: `/api/devices/${deviceId}/device-groups/${deviceGroupId}` },
        ...(linked === 0 ? { status: 200 } : {}),
      };
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: '/device-groups/{deviceGroupId}/devices/{deviceId}',
    name: 'unlinkDeviceFromDeviceGroup',
    tag,
    summary: 'Unlink a device from a device group.',
    operation: 'flows.update',
    params: deviceGroupLinkPathSchema,
    status: 204,
    run: async (actor, { params: { deviceGroupId, deviceId } }) => {
      await getDeviceGroup(actor, { id: deviceGroupId });
      const { id } = await getDeviceBody(actor, { deviceId });
      await unlinkDevices(actor, { flowId: deviceGroupId, deviceIds: [id] });
      return NOTHING;
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/device-groups',
    name: 'searchDeviceGroupsOfDevice',
    tag,
    summary: 'Retrieve the device groups a device is linked to.',
    operation: 'flows.read',
    params: devicePathSchema,
    query: pagingQuerySchema,
    reply: pageOfDeviceGroups,
    run: async (actor, { params, query }) => ({
      page: await listGroupsOfDevice(actor, { deviceId: params.deviceId, paging: query }),
    }),
  }),
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/device-groups/{deviceGroupId}',
    name: 'getDeviceGroupLink',
    tag,
    summary: 'Retrieve the link between a device and a device group.',
    operation: 'flows.read',
    params: deviceGroupLinkPathSchema,
    reply: deviceGroupLinkSchema,
    run: async (actor, { params }) => ({ body: await getDeviceGroupLink(actor, params) }),
  }),
];
