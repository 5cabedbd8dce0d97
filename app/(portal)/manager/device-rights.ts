import type { DeviceRights } from '#components/devices/device-bulk.tsx';
import { allowed } from '#server/access/allowed.ts';

/** What who is asking may do with devices, in whichever list they stand. */
export async function deviceRights(): Promise<DeviceRights> {
  const may = await allowed(
    'devices.create',
    'devices.update',
    'devices.delete',
    'flows.update',
    'lora-registrations.update',
    'firmware.assign',
    'downlinks.send',
  );
  return {
    create: may['devices.create'],
    update: may['devices.update'],
    delete: may['devices.delete'],
    link: may['flows.update'],
    network: may['lora-registrations.update'],
    firmware: may['firmware.assign'],
    send: may['downlinks.send'],
  };
}
