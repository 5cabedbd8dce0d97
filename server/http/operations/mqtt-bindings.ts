import type { Actor } from '#server/access/actor.ts';
import { resolveDevice } from '#server/devices/search-devices.ts';
import {
  mqttBindingAddedSchema,
  mqttBindingAddSchema,
  mqttBindingChangeSchema,
  mqttBindingPathSchema,
  mqttBindingSchema,
  mqttBindingsQuerySchema,
  pageOfMqttBindings,
} from '#server/mqtt/api-contract.ts';
import { getMqttBinding, searchMqttBindings } from '#server/mqtt/read-mqtt.ts';
import {
  type MqttPasswordStored,
  removeMqttBinding,
  setMqttPassword,
} from '#server/mqtt/set-mqtt-password.ts';
import { type ApiOperation, apiOperation, NOTHING } from '../api-operation.ts';
import { refuseOtherwise } from '../fixed-fields.ts';

const tag = 'Connector bindings';
const path = '/mqtt/bindings';

async function stored(actor: Actor, { id, credentials }: MqttPasswordStored) {
  return { ...(await getMqttBinding(actor, { id })), ...(credentials ? { credentials } : {}) };
}

export const mqttBindingOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path,
    name: 'searchMqttBindings',
    tag,
    summary: 'Retrieve MQTT bindings matching the search criteria.',
    operation: 'devices.read',
    query: mqttBindingsQuerySchema,
    reply: pageOfMqttBindings,
    run: async (actor, { query }) => ({ page: await searchMqttBindings(actor, query) }),
  }),
  apiOperation({
    method: 'POST',
    path,
    name: 'addMqttBinding',
    tag,
    summary: 'Bind a device to the MQTT connector: it can sign in with its URN and this password.',
    operation: 'devices.update',
    body: mqttBindingAddSchema,
    status: 201,
    reply: mqttBindingAddedSchema,
    run: async (actor, { body: { deviceId: reference, password } }) => {
      const deviceId = await resolveDevice(actor, reference);
      const binding = await setMqttPassword(actor, { deviceId, password }, { mustBeFirst: true });
      return { body: await stored(actor, binding), headers: { location: `/api${path}/${binding.id}` } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: `${path}/{bindingId}`,
    name: 'getMqttBinding',
    tag,
    summary: 'Retrieve an MQTT binding.',
    operation: 'devices.read',
    params: mqttBindingPathSchema,
    reply: mqttBindingSchema,
    run: async (actor, { params }) => ({ body: await getMqttBinding(actor, { id: params.bindingId }) }),
  }),
  apiOperation({
    method: 'PUT',
    path: `${path}/{bindingId}`,
    name: 'updateMqttBinding',
    tag,
    summary: 'Replace the password of an MQTT binding.',
    operation: 'devices.update',
    params: mqttBindingPathSchema,
    body: mqttBindingChangeSchema,
    reply: mqttBindingAddedSchema,
    run: async (actor, { params, body: { id, deviceId, password } }) => {
      const binding = await getMqttBinding(actor, { id: params.bindingId });
      refuseOtherwise({ ...binding }, { id, deviceId });
      return {
        body: await stored(actor, await setMqttPassword(actor, { deviceId: binding.deviceId, password })),
      };
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: `${path}/{bindingId}`,
    name: 'deleteMqttBinding',
    tag,
    summary: 'Delete an MQTT binding: the device cannot sign in any more, its connections end.',
    operation: 'devices.update',
    params: mqttBindingPathSchema,
    status: 204,
    run: async (actor, { params }) => {
      const { deviceId } = await getMqttBinding(actor, { id: params.bindingId });
      await removeMqttBinding(actor, { deviceId });
      return NOTHING;
    },
  }),
];
