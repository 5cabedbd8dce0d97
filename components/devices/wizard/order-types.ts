import type { DeviceType, Network } from '#server/device-types/contract.ts';

/** What most people look for: any device at all, before particular ones. */
const GENERAL = [
  'own-lora',
  'generic-lora-preset',
  'generic-m2m',
  'generic-internet',
  'device-simulator',
  'generic-m2m-internet',
];

/** The customer's own types first, then the general ones, the particular ones by name, what cannot be added here last. */
export function orderTypes(types: readonly DeviceType[]): DeviceType[] {
  const rank = (type: DeviceType) => {
    if (type.category === 'managed') return 1000;
    if (type.own) return 0;
    const general = GENERAL.indexOf(type.slug);
    return general < 0 ? 100 : 1 + general;
  };
  return types.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** null: all of them. */
export interface Allowing {
  allowedNetworks: Network[] | null;
  allowedDeviceTypeIds: string[] | null;
}

/** What the subscription of the project lets in. */
export function isAllowed(type: Pick<DeviceType, 'id' | 'networks'>, project: Allowing | undefined): boolean {
  if (!project) return true;
  const { allowedDeviceTypeIds, allowedNetworks } = project;
  return (
    (!allowedDeviceTypeIds || allowedDeviceTypeIds.includes(type.id)) &&
    (!allowedNetworks || type.networks.every((network) => allowedNetworks.includes(network)))
  );
}

/**
 * A DevEUI that was heard already belongs to a device that has its keys; which one it is nobody knows, so it begins as
 * one of no particular kind, where the project lets that in.
 */
export function typeOfHeard(types: readonly DeviceType[], project: Allowing | undefined): DeviceType | null {
  return types.find((type) => type.slug === 'generic-lora-preset' && isAllowed(type, project)) ?? null;
}
