import { listDeviceHistory } from '#server/devices/list-history.ts';
import { tableRowsOf } from '#server/http/table-rows.ts';

export const GET = tableRowsOf(listDeviceHistory);
