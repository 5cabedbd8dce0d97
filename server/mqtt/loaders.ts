import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { mqttUrl } from '#server/platform/env.ts';
import { mqttBindingRemoveSchema } from './contract.ts';
import { getMqttAccess } from './read-mqtt.ts';

/** With the address that devices reach the broker at; null: there is none. */
export const loadMqttAccess = async (deviceId: string) => ({
  access: await loadWith(mqttBindingRemoveSchema, { deviceId }, getMqttAccess),
  mqttUrl: mqttUrl(),
});
