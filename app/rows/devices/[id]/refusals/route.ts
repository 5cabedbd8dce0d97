import { portalReadById } from '#server/http/table-rows.ts';
import { listDeviceRefusals } from '#server/uplinks/read-refusals.ts';

export const GET = portalReadById(listDeviceRefusals);
