import { listDevices } from '#server/devices/read-devices.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listDevices);
