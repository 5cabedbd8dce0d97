import { devicePathSchema, pageOfDevices, pagingQuerySchema } from '#server/devices/api-contract.ts';
import {
  deviceGroupLinkPathSchema,
  deviceGroupLinkSchema,
  deviceGroupPathSchema,
  deviceGroupSchema,
  deviceGroupsQuerySchema,
  pageOfDeviceGroups,
} from '#server/flows/api-contract.ts';
import {
  getDeviceGroup,
  getDeviceGroupLink,
  listDevicesOfGroup,
  listGroupsOfDevice,
  searchDeviceGroups,
} from '#server/flows/search-device-groups.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Device groups';

export const deviceGroupOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/device-groups',
    name: 'searchDeviceGroups',
    tag,
    summary: 'Retrieve device groups matching the search criteria.',
    operation: 'flows.read',
    query: deviceGroupsQuerySchema,
    reply: pageOfDeviceGroups,
    run: async (actor, { query }) => ({ page: await searchDeviceGroups(actor, query) }),
  }),
  apiOperation({
    method: 'GET',
    path: '/device-groups/{deviceGroupId}',
    name: 'getDeviceGroup',
    tag,
    summary: 'Retrieve a device group.',
    operation: 'flows.read',
    params: deviceGroupPathSchema,
    reply: deviceGroupSchema,
    run: async (actor, { params }) => ({ body: await getDeviceGroup(actor, { id: params.deviceGroupId }) }),
  }),
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
