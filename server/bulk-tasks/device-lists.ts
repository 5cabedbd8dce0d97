import { selectMatchingDeviceIds } from '#server/devices/matching-ids.sql.ts';
import { selectMatchingLoraIds } from '#server/lora-registrations/list.sql.ts';

/** Lists whose rows are devices: what is done with many of them can be done from each. */
export const DEVICE_LISTS = { devices: selectMatchingDeviceIds, lora: selectMatchingLoraIds };
