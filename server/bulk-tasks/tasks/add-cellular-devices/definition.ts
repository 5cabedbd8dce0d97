import { addDevices } from '../../add-devices.ts';

export const addCellularDevices = addDevices('add-cellular-devices', 'cellular', [
  'imei',
  'iccid',
  'sharedSecret',
]);
