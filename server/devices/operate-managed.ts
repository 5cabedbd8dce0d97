import { systemActor } from '#server/access/system-actor.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { DeviceCreated, NewDevice } from './contract.ts';
import { createDevice } from './create-device.ts';
import { deleteDevice } from './delete-device.ts';
import {
  selectSystemCustomersNamed,
  selectSystemManagedDevices,
  selectSystemManagedTypesNamed,
  selectSystemProjectsNamed,
} from './managed.sql.ts';

// What the platform's operator alone does (product 02): bought devices come to a customer and go. By the same use cases as
// everybody's, as the system; the audit log names who it was.

export interface ManagedPlace {
  customer: string;
  project: string;
  type: string;
}

/** Where they go, once for many. */
export async function findManagedPlace({ customer, project, type }: ManagedPlace) {
  const customerId = await findCustomer(customer);
  const projectId = only('projects', project, await selectSystemProjectsNamed(customerId, project));
  return { customerId, projectId, deviceTypeId: await findManagedType(type) };
}

export const findCustomer = async (named: string) =>
  only('customers', named, await selectSystemCustomersNamed(named));

export const findManagedType = async (named: string) =>
  only('device-types', named, await selectSystemManagedTypesNamed(named));

export async function addManagedDevice(
  operator: string,
  { customerId, ...place }: Awaited<ReturnType<typeof findManagedPlace>>,
  device: NewDevice,
): Promise<DeviceCreated> {
  return createDevice(systemActor(customerId, operator), { ...device, ...place, flowIds: [] });
}

/** By its id or an identifier of it; a customer's own devices are not found this way. */
export async function removeManagedDevice(
  operator: string,
  { customer, device }: { customer: string; device: string },
): Promise<{ id: string; name: string }> {
  const customerId = await findCustomer(customer);
  const plain = device.replace(/[\s:.-]/g, '').toUpperCase();
  const found = await selectSystemManagedDevices(customerId, { named: device, plain });
  const id = only(
    'devices',
    device,
    found.map((one) => one.id),
  );
  await deleteDevice(systemActor(customerId, operator), { id });
  return { id, name: found[0]?.name ?? '' };
}

function only(noun: string, named: string, ids: string[]): string {
  const [id, another] = ids;
  if (id === undefined) throw notFound(noun);
  if (another !== undefined) throw new DomainError(`${noun}.name-not-unique`, 'conflict', { named });
  return id;
}
