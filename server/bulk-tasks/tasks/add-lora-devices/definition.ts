import { addDevices } from '../../add-devices.ts';

export const addLoraDevices = addDevices('add-lora-devices', 'lora', ['devEui', 'joinEui', 'appKey']);
