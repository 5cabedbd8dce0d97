import { type Actor, authorize } from '#server/access/actor.ts';
import { addFlow } from '#server/flows/create-flow.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { DeviceCreate, DeviceCreated } from './contract.ts';
import { holdDevicePlace, type RefusalCode, registerDevices } from './register-devices.ts';

/** Adds a device. What the platform makes for it comes back once; what was brought never. */
export async function createDevice(actor: Actor, input: DeviceCreate): Promise<DeviceCreated> {
  const scope = authorize(actor, 'devices.create');
  const { projectId, deviceTypeId, flowIds, newFlow, ...device } = input;
  return tenantTransaction(scope, async (tx) => {
    const place = await holdDevicePlace(tx, actor, scope, { projectId, deviceTypeId }, 1);
    const made = newFlow ? [await addFlow(tx, actor, { projectId, name: newFlow, description: null })] : [];
    const [added] = await registerDevices(tx, actor, scope, place, [device], [...flowIds, ...made]);
    if (!added) throw new Error('a device was asked for and none came');
    if (!added.ok) throw notToBeHad(added.code);
    return { id: added.id, credentials: added.credentials };
  });
}

/** Says that an identifier or a SIM is in use, never by whom. */
export const notToBeHad = (code: RefusalCode) => new DomainError(code, 'conflict');
