import { DomainError } from '#server/platform/errors.ts';

/** Name for programs: readable, and another one for each type of that name. */
export function slugOf(name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${words || 'type'}-${id.slice(0, 8)}`;
}

/** What devices hold on to: with one of them there its networks and keys stay as they are. */
export function changeRefusal(
  present: { networks: string[]; loraKeys: string | null },
  wanted: { networks: string[]; loraKeys: string | null },
  devices: number,
): DomainError | null {
  if (devices === 0) return null;
  const same = (a: string[], b: string[]) => a.toSorted().join() === b.toSorted().join();
  return same(present.networks, wanted.networks) && present.loraKeys === wanted.loraKeys
    ? null
    : new DomainError('device-types.networks-fixed', 'conflict', { devices });
}

export function deleteRefusal(devices: number): DomainError | null {
  return devices === 0 ? null : new DomainError('device-types.in-use', 'conflict', { devices });
}
