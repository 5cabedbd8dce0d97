import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { hintDevices } from '#server/live/hint-devices.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectAccountStates } from './accounts.sql.ts';
import { CHANGE_KINDS, CHANGE_PARTS, type SimChange, type SimsChange, type SimsChanged } from './contract.ts';
import { insertChanges, type NewChange, selectPendingChanges, supersedeChanges } from './jobs.sql.ts';
import { lockSims, type StoredSim } from './repository.ts';
import { changeRefusal, type SimState } from './rules.ts';

/**
 * Asks the platform for a change of one SIM or many: what is wanted becomes a row each, the worker does the rest. SIMs
 * that cannot be asked are left out and named; of one alone the refusal is thrown.
 */
export async function changeSims(actor: Actor, { ids, change }: SimsChange): Promise<SimsChanged> {
  const scope = authorize(actor, change.status === 'RETIRED' ? 'sims.retire' : 'sims.update');
  return tenantTransaction(scope, async (tx) => {
    const outcome = await askForChange(tx, actor, scope, ids, change);
    const [single] = outcome.refused;
    if (ids.length === 1 && single) throw new DomainError(single.code, 'conflict', single.details);
    return {
      asked: outcome.asked,
      refused: outcome.refused.map(({ id, iccid, code }) => ({ id, iccid, code })),
    };
  });
}

interface Refused {
  id: string;
  iccid: string;
  code: string;
  details: Record<string, string | number>;
}

/** The same in the transaction of another use case; who asks was authorised there. Unknown and foreign ids are refused. */
export async function askForChange(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  ids: string[],
  change: SimChange,
): Promise<{ asked: number; refused: Refused[] }> {
  const sims = await lockSims(tx, scope, ids);
  if (sims.length < new Set(ids).size) throw notFound('sims');
  const states = await simStates(tx, scope, sims);
  const refused: Refused[] = [];
  const asked: NewChange[] = [];
  const touched = new Set<string>();
  for (const [at, sim] of sims.entries()) {
    const state = states[at] as SimState;
    const refusal = changeRefusal(state, change);
    if (refusal) refused.push({ id: sim.id, iccid: sim.iccid, code: refusal.code, details: refusal.details });
    else
      for (const one of changesOfSim(sim, state, change)) {
        asked.push(one);
        touched.add(sim.id);
      }
  }
  for (const kind of CHANGE_KINDS) {
    // Whatever else is on its way is over with it.
    const isOver = (one: NewChange) => one.kind === kind || one.wanted === 'RETIRED';
    const simIds = asked.filter(isOver).map(({ simId }) => simId);
    if (simIds.length > 0) await supersedeChanges(tx, scope, { simIds, kind, states: ['pending', 'failed'] });
  }
  await insertChanges(tx, scope, actor.name, asked);
  await recordAudits(
    tx,
    actor,
    sims
      .filter(({ id }) => touched.has(id))
      .map((sim) => ({
        operation: change.status === 'RETIRED' ? ('sims.retire' as const) : ('sims.update' as const),
        object: { kind: 'sim', id: sim.id, name: sim.iccid },
        before: presentOf(sim, change),
        after: { ...change },
      })),
  );
  const inDevices = sims.flatMap(({ id, deviceId }) => (deviceId && touched.has(id) ? [deviceId] : []));
  await hintDevices(tx, scope, inDevices);
  return { asked: touched.size, refused };
}

/** What decides over each of them, in their order. */
export async function simStates(tx: Tx, scope: TenantScope, sims: StoredSim[]): Promise<SimState[]> {
  const accountIds = sims.flatMap(({ accountId }) => accountId ?? []);
  const accounts = await selectAccountStates(tx, scope, [...new Set(accountIds)]);
  const pending = new Map<string, SimState['pending']>();
  for (const { simId, kind, wanted } of await selectPendingChanges(
    tx,
    scope,
    sims.map(({ id }) => id),
  ))
    pending.set(simId, { ...pending.get(simId), [kind]: wanted });
  return sims.map(({ id, status, accountId }) => ({
    status,
    account: (accountId && accounts.get(accountId)) || null,
    pending: pending.get(id) ?? {},
  }));
}

/** What is there already, and not about to change, need not be asked for. */
function changesOfSim(sim: StoredSim, { pending }: SimState, change: SimChange): NewChange[] {
  return CHANGE_PARTS.flatMap(({ part, kind }) => {
    const [before, wanted] = [sim[part], change[part]];
    const expected = pending[kind] ?? before;
    if (wanted === undefined || wanted === expected) return [];
    return [{ accountId: sim.accountId as string, simId: sim.id, kind, before, wanted }];
  });
}

function presentOf(sim: StoredSim, change: SimChange): Record<string, unknown> {
  const { status, communicationPlan, ratePlan } = sim;
  const names = Object.keys(change) as (keyof SimChange)[];
  return Object.fromEntries(names.map((name) => [name, { status, communicationPlan, ratePlan }[name]]));
}
