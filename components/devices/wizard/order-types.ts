import type { DeviceType } from '#server/device-types/contract.ts';

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
