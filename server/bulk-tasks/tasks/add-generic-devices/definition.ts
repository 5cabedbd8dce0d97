import { addDevices } from '../../add-devices.ts';

export const addGenericDevices = addDevices('add-generic-devices', 'generic', ['dvnUuid', 'sharedSecret']);
