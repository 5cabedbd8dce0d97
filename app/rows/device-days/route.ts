import { listDeviceRows } from '#server/devices/list-device-rows.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listDeviceRows);
