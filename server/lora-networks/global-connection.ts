import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { NetworkFailure } from '#server/drivers/lora-networks/contract.ts';

interface Owned {
  customerId: string;
}

/** A connection of the platform's own customer: every customer's devices may go through it (decision 0016). */
export const isGlobal = (connection: Owned): boolean => connection.customerId === PLATFORM_CUSTOMER_ID;

/** Of whom a connection is that may be used in a scope. */
export const ownerOf = ({ isGlobal }: { isGlobal: boolean }, scope: Owned): string =>
  isGlobal ? PLATFORM_CUSTOMER_ID : scope.customerId;

/** Whether its network server may tell of a device: of its owner's, a global one of everybody's. */
export const mayTellOf = (connection: Owned, device: Owned): boolean =>
  device.customerId === connection.customerId || isGlobal(connection);

/**
 * What a failure says to the customer whose device it is. In its own words a network server that is not theirs may name
 * what is its operator's: addresses, applications, other devices. The code says it without.
 */
export function toldTo(reader: Owned, connection: Owned, failure: NetworkFailure): NetworkFailure {
  if (reader.customerId === connection.customerId) return failure;
  const isOfOperator = failure.of === 'connection' || failure.code === 'lora-network.identifier-in-use';
  return isOfOperator ? { ...failure, reason: '' } : failure;
}
