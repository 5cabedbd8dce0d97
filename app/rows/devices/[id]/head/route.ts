import { getDeviceHead } from '#server/devices/list-device-rows.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getDeviceHead);
