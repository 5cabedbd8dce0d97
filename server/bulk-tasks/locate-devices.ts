import type { Network } from '#server/device-types/contract.ts';
import type { Reason } from './contract.ts';
import { type Entry, reason, type TaskContext } from './definition.ts';
import type { DeviceState } from './device-state.ts';
import { selectDeviceStates, selectOwnByIdentifier } from './device-states.sql.ts';
import type { Field } from './sheet/columns-contract.ts';

/** By which columns a device that is there can be meant. */
export const LOCATORS = ['deviceId', 'devEui', 'imei', 'dvnUuid'] as const satisfies Field[];

const NETWORK_OF: { field: Field; network: Network }[] = [
  { field: 'devEui', network: 'lora' },
  { field: 'imei', network: 'cellular' },
  { field: 'dvnUuid', network: 'generic' },
];

export const identifiersOf = (entry: Entry): { field: Field; network: Network; identifier: string }[] =>
  NETWORK_OF.flatMap(({ field, network }) => {
    const identifier = entry.values[field];
    return identifier ? [{ field, network, identifier }] : [];
  });

export type Located = { ok: true; state: DeviceState } | { ok: false; reason: Reason };

/**
 * The customer's own device that each row means. Unknown and another customer's are the same answer, and a row whose
 * identifiers belong to different devices means none.
 */
export async function locateDevices(
  { tx, scope }: Pick<TaskContext, 'tx' | 'scope'>,
  entries: readonly Entry[],
): Promise<Map<number, Located>> {
  const byIdentifier = await selectOwnByIdentifier(tx, scope, entries.flatMap(identifiersOf));
  const claims = new Map<number, Claim[]>();
  for (const entry of entries) {
    const id = entry.objectId ?? entry.values.deviceId;
    claims.set(entry.number, [
      ...(id ? [{ id, field: entry.objectId ? null : ('deviceId' as const) }] : []),
      ...identifiersOf(entry).map(({ field, network, identifier }) => ({
        id: byIdentifier.get(`${network}|${identifier}`),
        field,
      })),
    ]);
  }
  const ids = new Set([...claims.values()].flat().flatMap(({ id }) => id ?? []));
  const states = await selectDeviceStates(tx, scope, [...ids], { lock: false });
  return new Map(entries.map((entry) => [entry.number, locatedOf(claims.get(entry.number) ?? [], states)]));
}

interface Claim {
  id: string | undefined;
  field: Field | null;
}

function locatedOf(claims: Claim[], states: Map<string, DeviceState>): Located {
  if (claims.length === 0) return { ok: false, reason: reason('no-identifier') };
  const unknown = claims.find(({ id }) => !id || !states.has(id));
  if (unknown) return { ok: false, reason: reason('device-unknown', {}, unknown.field) };
  const [first, ...others] = claims as [Claim, ...Claim[]];
  const stranger = others.find(({ id }) => id !== first.id);
  if (stranger) return { ok: false, reason: reason('different-devices', {}, stranger.field) };
  return { ok: true, state: states.get(first.id ?? '') as DeviceState };
}
