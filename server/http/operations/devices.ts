import {
  deviceBodySchema,
  devicePathSchema,
  devicesQuerySchema,
  pageOfDevices,
  pageOfNetworkAdapters,
} from '#server/devices/api-contract.ts';
import type { NetworkAdapter } from '#server/devices/contract.ts';
import { getDeviceBody, listNetworkAdapters, searchDevices } from '#server/devices/search-devices.ts';
import { type ApiOperation, apiOperation, wholePage } from '../api-operation.ts';

const IDENTIFIER = { lora: 'devEui', cellular: 'imei', generic: 'dvnUuid' } as const;

const adapterBody = ({ id, network, identifier, createdAt, modifiedAt }: NetworkAdapter) => ({
  id,
  type: network,
  [IDENTIFIER[network]]: identifier,
  createdAt,
  modifiedAt,
});

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
    method: 'GET',
    path: '/devices/{deviceId}/network-adapters',
    name: 'searchNetworkAdapters',
    tag,
    summary: 'Retrieve the network adapters attached to a device.',
    operation: 'devices.read',
    params: devicePathSchema,
    reply: pageOfNetworkAdapters,
    run: async (actor, { params }) => ({
      page: wholePage((await listNetworkAdapters(actor, params)).map(adapterBody)),
    }),
  }),
];
