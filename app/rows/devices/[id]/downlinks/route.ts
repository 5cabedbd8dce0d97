import { listDeviceDownlinks } from '#server/downlinks/read-downlinks.ts';
import { tableRowsOf } from '#server/http/table-rows.ts';

export const GET = tableRowsOf(listDeviceDownlinks);
