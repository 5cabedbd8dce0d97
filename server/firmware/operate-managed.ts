import { systemActor } from '#server/access/system-actor.ts';
import { findCustomer, findManagedType } from '#server/devices/operate-managed.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { ManagedFirmware } from './contract.ts';
import { createFirmware } from './create-firmware.ts';
import { deleteFirmware } from './delete-firmware.ts';
import { selectSystemOwnersOfType, selectSystemVersionsNamed } from './managed.sql.ts';

// Commands of managed types come from the platform's operator: a payload of a customer's own could leave a bought device
// beyond reach. By the same use cases as everybody's, as the system; the audit log names who it was.

export interface Given {
  customerId: string;
  /** null: it was refused. */
  id: string | null;
  refused: string | null;
}

/** Of one customer, or of all that have devices of the type now. */
async function customersOf(customer: string | undefined, deviceTypeId: string): Promise<string[]> {
  return customer === undefined ? selectSystemOwnersOfType(deviceTypeId) : [await findCustomer(customer)];
}

export async function addManagedFirmware(
  operator: string,
  { customer, type }: { customer: string | undefined; type: string },
  firmware: ManagedFirmware,
): Promise<Given[]> {
  const deviceTypeId = await findManagedType(type);
  const file = { fileName: null, bytes: new Uint8Array() };
  return each(await customersOf(customer, deviceTypeId), async (customerId) => {
    const { id } = await createFirmware(systemActor(customerId, operator), {
      ...firmware,
      ...file,
      deviceTypeId,
    });
    return id;
  });
}

/** Where no device is getting it. */
export async function removeManagedFirmware(
  operator: string,
  { customer, type, version }: { customer: string | undefined; type: string; version: string },
): Promise<Given[]> {
  const deviceTypeId = await findManagedType(type);
  const customerIds = await customersOf(customer, deviceTypeId);
  const versions = await selectSystemVersionsNamed(customerIds, deviceTypeId, version);
  if (versions.length === 0) throw notFound('firmware');
  const ids = new Map(versions.map(({ customerId, id }) => [customerId, id]));
  return each([...ids.keys()], async (customerId) => {
    const id = ids.get(customerId) as string;
    await deleteFirmware(systemActor(customerId, operator), { id });
    return id;
  });
}

/** What one is refused does not keep it from the others. */
async function each(customerIds: string[], work: (customerId: string) => Promise<string>): Promise<Given[]> {
  const given: Given[] = [];
  for (const customerId of customerIds) {
    try {
      given.push({ customerId, id: await work(customerId), refused: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      given.push({ customerId, id: null, refused: error.code });
    }
  }
  return given;
}
