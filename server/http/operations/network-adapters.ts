import {
  type NetworkAdapterAdd,
  type NetworkAdapterChange,
  networkAdapterAddedSchema,
  networkAdapterAddSchema,
  networkAdapterChangeSchema,
  networkAdapterPathSchema,
  networkAdapterSchema,
  pageOfNetworkAdapters,
} from '#server/devices/adapter-api-contract.ts';
import type { AdapterRow } from '#server/devices/api.sql.ts';
import { devicePathSchema } from '#server/devices/api-contract.ts';
import { changeAdapter, type WantedAdapter } from '#server/devices/change-adapter.ts';
import { linkToNetwork } from '#server/devices/link-to-network.ts';
import type { LoraLink, NetworkLink } from '#server/devices/network-contract.ts';
import { getNetworkAdapter, listNetworkAdapters, resolveDevice } from '#server/devices/search-devices.ts';
import { unlinkFromNetwork } from '#server/devices/unlink-from-network.ts';
import { notFound } from '#server/platform/errors.ts';
import { type ApiOperation, apiOperation, NOTHING, wholePage } from '../api-operation.ts';
import { refuseOtherwise } from '../fixed-fields.ts';
import { credentialsBody } from './credentials.ts';

const IDENTIFIER = { lora: 'devEui', cellular: 'imei', generic: 'dvnUuid' } as const;

const adapterBody = ({ identifier, iccId, ...adapter }: AdapterRow) => ({
  ...adapter,
  [IDENTIFIER[adapter.type]]: identifier,
  ...(iccId ? { iccId } : {}),
});

function linkOf(id: string, body: NetworkAdapterAdd): NetworkLink | LoraLink {
  switch (body.type) {
    case 'lora': {
      const { devEui, appEui, appKey } = body;
      return {
        id,
        network: 'lora',
        info: appEui && appKey ? { devEui, joinEui: appEui, appKey } : { devEui },
      };
    }
    case 'cellular': {
      const { imei, iccId: iccid, sharedSecret } = body;
      return { id, network: 'cellular', info: { imei, iccid, sharedSecret } };
    }
    case 'generic': {
      const { dvnUuid, sharedSecret } = body;
      return { id, network: 'generic', info: { dvnUuid, sharedSecret } };
    }
  }
}

function wantedOf(body: NetworkAdapterChange): WantedAdapter {
  switch (body.type) {
    case 'lora':
      return { network: 'lora', identifier: body.devEui, field: 'devEui' };
    case 'cellular':
      return { network: 'cellular', identifier: body.imei, iccId: body.iccId, field: 'imei' };
    case 'generic':
      return { network: 'generic', identifier: body.dvnUuid, field: 'dvnUuid' };
  }
}

const tag = 'Devices';
const path = '/devices/{deviceId}/network-adapters';

export const networkAdapterOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path,
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
  apiOperation({
    method: 'POST',
    path,
    name: 'addNetworkAdapter',
    tag,
    summary: 'Add a network adapter to a device.',
    operation: 'devices.update',
    params: devicePathSchema,
    body: networkAdapterAddSchema,
    status: 201,
    reply: networkAdapterAddedSchema,
    run: async (actor, { params, body }) => {
      const id = await resolveDevice(actor, params.deviceId);
      const { credentials } = await linkToNetwork(actor, linkOf(id, body));
      const adapters = await listNetworkAdapters(actor, { deviceId: id });
      const adapter = adapters.find(({ type }) => type === body.type);
      if (!adapter) throw notFound('network-adapters');
      return {
        body: { ...adapterBody(adapter), ...credentialsBody(credentials) },
        headers: { location: `/api/devices/${id}/network-adapters/${adapter.id}` },
      };
    },
  }),
  apiOperation({
    method: 'GET',
    path: `${path}/{networkAdapterId}`,
    name: 'getNetworkAdapter',
    tag,
    summary: 'Retrieve a network adapter of a device.',
    operation: 'devices.read',
    params: networkAdapterPathSchema,
    reply: networkAdapterSchema,
    run: async (actor, { params }) => ({ body: adapterBody(await getNetworkAdapter(actor, params)) }),
  }),
  apiOperation({
    method: 'PUT',
    path: `${path}/{networkAdapterId}`,
    name: 'updateNetworkAdapter',
    tag,
    summary: 'Update a network adapter; its identifier never changes.',
    operation: 'devices.update',
    params: networkAdapterPathSchema,
    body: networkAdapterChangeSchema,
    reply: networkAdapterSchema,
    run: async (actor, { params: { networkAdapterId, ...params }, body }) => {
      const deviceId = await resolveDevice(actor, params.deviceId);
      const adapter = await getNetworkAdapter(actor, { deviceId, networkAdapterId });
      refuseOtherwise(adapter, { id: body.id });
      return {
        body: adapterBody(await changeAdapter(actor, { deviceId, networkAdapterId }, wantedOf(body))),
      };
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: `${path}/{networkAdapterId}`,
    name: 'deleteNetworkAdapter',
    tag,
    summary: 'Take a network adapter from a device: its identifier is free again, its keys are gone.',
    operation: 'devices.update',
    params: networkAdapterPathSchema,
    status: 204,
    run: async (actor, { params }) => {
      const id = await resolveDevice(actor, params.deviceId);
      await unlinkFromNetwork(actor, { id, adapterId: params.networkAdapterId });
      return NOTHING;
    },
  }),
];
