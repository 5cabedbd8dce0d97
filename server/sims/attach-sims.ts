import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { insertTypedSims, lockSimsByIccid, setSimDevice } from './repository.ts';
import { linkRefusal } from './rules.ts';

export type SimRefusal = 'sims.linked-elsewhere' | 'sims.retired' | 'sims.iccid-taken';

/**
 * For the use cases that add devices, in their transaction: puts SIMs into new devices, by the number on the card.
 * Answers with the devices whose SIM cannot be had and why; what was stored of these is the caller's to take back.
 */
export async function attachSims(
  tx: Tx,
  scope: TenantScope,
  wanted: { deviceId: string; iccid: string }[],
): Promise<ReadonlyMap<string, SimRefusal>> {
  const refused = new Map<string, SimRefusal>();
  if (wanted.length === 0) return refused;
  const iccids = [...new Set(wanted.map(({ iccid }) => iccid))];
  const known = new Map((await lockSimsByIccid(tx, scope, iccids)).map((sim) => [sim.iccid, sim]));
  const given = new Set<string>();
  const typed: typeof wanted = [];
  for (const one of wanted) {
    const sim = known.get(one.iccid);
    const refusal = sim && linkRefusal(sim);
    if (given.has(one.iccid)) refused.set(one.deviceId, 'sims.linked-elsewhere');
    else if (refusal) refused.set(one.deviceId, refusal.code as SimRefusal);
    else if (sim) await setSimDevice(tx, scope, sim.id, one.deviceId);
    else typed.push(one);
    given.add(one.iccid);
  }
  const stored = new Set((await insertTypedSims(tx, scope, typed)).map(({ iccid }) => iccid));
  for (const one of typed) if (!stored.has(one.iccid)) refused.set(one.deviceId, 'sims.iccid-taken');
  return refused;
}
