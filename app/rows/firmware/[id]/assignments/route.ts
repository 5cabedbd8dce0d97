import { listFirmwareAssignments } from '#server/firmware/read-firmware.ts';
import { tableRowsOf } from '#server/http/table-rows.ts';

export const GET = tableRowsOf(listFirmwareAssignments);
