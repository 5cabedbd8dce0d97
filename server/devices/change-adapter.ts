import { type Actor, authorize } from '#server/access/actor.ts';
import { DomainError } from '#server/platform/errors.ts';
import { linkSim } from '#server/sims/link-sim.ts';
import type { AdapterRow } from './api.sql.ts';
import { getNetworkAdapter } from './search-devices.ts';

/** What a caller says an adapter is; the SIM alone can be another one. */
export interface WantedAdapter {
  network: AdapterRow['type'];
  identifier: string;
  iccId?: string | undefined;
  /** Of the field that holds the identifier, for the refusal. */
  field: string;
}

/** An identifier never changes: the same one is no change, another one is refused (rest-api §3). */
export async function changeAdapter(
  actor: Actor,
  path: { deviceId: string; networkAdapterId: string },
  { network, identifier, iccId, field }: WantedAdapter,
): Promise<AdapterRow> {
  authorize(actor, 'devices.update');
  const adapter = await getNetworkAdapter(actor, path);
  const wrong = network !== adapter.type ? 'type' : identifier !== adapter.identifier ? field : null;
  if (wrong)
    throw new DomainError('devices.identifier-fixed', 'invalid', {}, [
      { path: wrong, message: 'cannot be changed' },
    ]);
  if (iccId === undefined || iccId === adapter.iccId) return adapter;
  await linkSim(actor, { deviceId: path.deviceId, iccid: iccId, replace: true });
  return getNetworkAdapter(actor, path);
}
