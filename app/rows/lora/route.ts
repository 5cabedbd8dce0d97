import { tableRows } from '#server/http/table-rows.ts';
import { listLoraDevices } from '#server/lora-registrations/read-registrations.ts';

export const GET = tableRows(listLoraDevices);
