'use server';
import { action } from '#server/http/action.ts';
import { mqttBindingRemoveSchema, mqttPasswordSetSchema } from './contract.ts';
import { removeMqttBinding as remove, setMqttPassword as set } from './set-mqtt-password.ts';

export const setMqttPassword = action(mqttPasswordSetSchema, (actor, input) => set(actor, input));
export const removeMqttBinding = action(mqttBindingRemoveSchema, remove);
