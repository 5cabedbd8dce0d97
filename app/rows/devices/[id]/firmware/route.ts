import { getDeviceFirmware } from '#server/firmware/read-firmware.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getDeviceFirmware);
