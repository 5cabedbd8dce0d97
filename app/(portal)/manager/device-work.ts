import type { DeviceRights, DeviceWork } from '#components/devices/device-work.ts';
import { firmwareOption } from '#components/devices/firmware-option.ts';
import { plansOf } from '#components/lora/plans-of.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadFirmware } from '#server/firmware/loaders.ts';
import type { RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';
import { loadSimPlans } from '#server/sims/loaders.ts';

type Named = { id: string; name: string };
const inBrief = ({ id, name }: Named): Named => ({ id, name });

/** What there is to do with devices, in whichever list they stand, for who is asking. */
export async function loadDeviceWork(
  projects: readonly Named[],
): Promise<{ work: DeviceWork; targets: RegistrationTarget[] }> {
  const [rights, targets, firmware, simPlans] = await Promise.all([
    deviceRights(),
    loadRegistrationTargets(),
    loadFirmware(),
    loadSimPlans(),
  ]);
  const work = {
    rights,
    projects: projects.map(inBrief),
    plans: plansOf(targets).map(inBrief),
    firmware: firmware.map(firmwareOption),
    simPlans: simPlans.items,
  };
  return { work, targets };
}

async function deviceRights(): Promise<DeviceRights> {
  const may = await allowed(
    'devices.create',
    'devices.update',
    'devices.delete',
    'flows.update',
    'lora-registrations.update',
    'firmware.assign',
    'downlinks.send',
    'sims.update',
    'sims.retire',
  );
  return {
    create: may['devices.create'],
    update: may['devices.update'],
    delete: may['devices.delete'],
    link: may['flows.update'],
    network: may['lora-registrations.update'],
    firmware: may['firmware.assign'],
    send: may['downlinks.send'],
    sims: may['sims.update'],
    retire: may['sims.retire'],
  };
}
