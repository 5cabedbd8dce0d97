import { destinationPathSchema } from '#server/destinations/api-contract.ts';
import { devicePathSchema } from '#server/devices/api-contract.ts';
import { resolveDevice } from '#server/devices/search-devices.ts';
import { diagnosisSchema } from '#server/diagnosis/contract.ts';
import { diagnoseDevice } from '#server/diagnosis/diagnose-device.ts';
import { diagnoseDestination, diagnoseFlow } from '#server/diagnosis/diagnose-flows.ts';
import { deviceGroupPathSchema } from '#server/flows/api-contract.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Diagnoses';

export const diagnosisOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/diagnosis',
    name: 'diagnoseDevice',
    tag,
    summary: 'Find out how far the data of a device gets, and why no farther.',
    operation: 'devices.read',
    params: devicePathSchema,
    reply: diagnosisSchema,
    run: async (actor, { params }) => ({
      body: await diagnoseDevice(actor, { id: await resolveDevice(actor, params.deviceId) }),
    }),
  }),
  apiOperation({
    method: 'GET',
    path: '/device-groups/{deviceGroupId}/diagnosis',
    name: 'diagnoseDeviceGroup',
    tag,
    summary: 'Find out how far the data of the devices of a device group gets, and why no farther.',
    operation: 'flows.read',
    params: deviceGroupPathSchema,
    reply: diagnosisSchema,
    run: async (actor, { params }) => ({ body: await diagnoseFlow(actor, { id: params.deviceGroupId }) }),
  }),
  apiOperation({
    method: 'GET',
    path: '/destinations/{destinationId}/diagnosis',
    name: 'diagnoseDestination',
    tag,
    summary: 'Find out what of all that should reach a destination does not, and why.',
    operation: 'destinations.read',
    params: destinationPathSchema,
    reply: diagnosisSchema,
    run: async (actor, { params }) => ({
      body: await diagnoseDestination(actor, { id: params.destinationId }),
    }),
  }),
];
