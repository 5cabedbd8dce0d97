import {
  deviceGroupAddSchema,
  deviceGroupChangeSchema,
  deviceGroupPathSchema,
  deviceGroupSchema,
  deviceGroupsQuerySchema,
  pageOfDeviceGroups,
} from '#server/flows/api-contract.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { deleteFlow } from '#server/flows/delete-flow.ts';
import { getDeviceGroup, searchDeviceGroups } from '#server/flows/search-device-groups.ts';
import { updateFlow } from '#server/flows/update-flow.ts';
import { type ApiOperation, apiOperation, NOTHING } from '../api-operation.ts';
import { refuseOtherwise } from '../fixed-fields.ts';

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
    method: 'POST',
    path: '/device-groups',
    name: 'createDeviceGroup',
    tag,
    summary: 'Create a new device group.',
    operation: 'flows.create',
    body: deviceGroupAddSchema,
    status: 201,
    reply: deviceGroupSchema,
    run: async (actor, { body: { clientId, ...group } }) => {
      refuseOtherwise({ clientId: actor.scope.customerId }, { clientId });
      const { id } = await createFlow(actor, group);
      return { body: await getDeviceGroup(actor, { id }), headers: { location: `/api/device-groups/${id}` } };
    },
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
    method: 'PUT',
    path: '/device-groups/{deviceGroupId}',
    name: 'updateDeviceGroup',
    tag,
    summary: 'Update a device group.',
    operation: 'flows.update',
    params: deviceGroupPathSchema,
    body: deviceGroupChangeSchema,
    reply: deviceGroupSchema,
    run: async (actor, { params, body: { name, description, ...given } }) => {
      const { createdAt: _made, modifiedAt: _changed, ...fixed } = given;
      refuseOtherwise(await getDeviceGroup(actor, { id: params.deviceGroupId }), fixed);
      await updateFlow(actor, { id: params.deviceGroupId, name, description });
      return { body: await getDeviceGroup(actor, { id: params.deviceGroupId }) };
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: '/device-groups/{deviceGroupId}',
    name: 'deleteDeviceGroup',
    tag,
    summary: 'Delete a device group; its devices stay.',
    operation: 'flows.delete',
    params: deviceGroupPathSchema,
    status: 204,
    run: async (actor, { params }) => {
      await deleteFlow(actor, { id: params.deviceGroupId });
      return NOTHING;
    },
  }),
];
