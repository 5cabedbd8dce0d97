import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit, recordAudits } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectedAlerts } from './acknowledge-alerts.ts';
import type { Mute, MuteAlerts, MuteTarget } from './contract.ts';
import { deleteMute, insertMutes, selectAlertDevices } from './repository.ts';
import { notifyAlerts } from './round.sql.ts';

/** Nobody is told of silences that belong to it, for a time or for good; they are in the list all the same. */
export async function muteAlerts(actor: Actor, { target, id, hours, reason }: Mute): Promise<void> {
  const scope = authorize(actor, 'alerts.mute');
  await tenantTransaction(scope, async (tx) => {
    const done = await mute(tx, actor, scope, { target, targetIds: [id], hours, reason });
    if (done === 0) throw notFound('alerts');
  });
}

/** The devices of these alerts; of an incident, all that are part of it. */
export async function muteDevices(
  actor: Actor,
  { rows, hours, reason }: MuteAlerts,
): Promise<{ count: number }> {
  const scope = authorize(actor, 'alerts.mute');
  return tenantTransaction(scope, async (tx) => {
    const targetIds = await selectAlertDevices(tx, scope, await selectedAlerts(tx, scope, rows));
    return { count: await mute(tx, actor, scope, { target: 'device', targetIds, hours, reason }) };
  });
}

interface Wanted {
  target: MuteTarget;
  targetIds: string[];
  hours: number | null;
  reason: string;
}

async function mute(tx: Tx, actor: Actor, scope: TenantScope, { hours, ...wanted }: Wanted): Promise<number> {
  const until = hours === null ? null : new Date(Date.now() + hours * 3_600_000);
  const done = await insertMutes(tx, scope, { ...wanted, until, by: actor.name });
  await recordAudits(
    tx,
    actor,
    done.map(({ id, name }) => ({
      operation: 'alerts.mute',
      object: { kind: wanted.target, id, name },
      after: { muted: true, until: until?.toISOString() ?? null, reason: wanted.reason },
    })),
  );
  await notifyAlerts(tx, [scope.customerId]);
  return done.length;
}

export async function unmuteAlerts(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'alerts.mute');
  await tenantTransaction(scope, async (tx) => {
    const mute = await deleteMute(tx, scope, id);
    if (!mute) throw notFound('alerts');
    await recordAudit(tx, actor, {
      operation: 'alerts.mute',
      object: { kind: mute.target, id: mute.targetId, name: mute.name },
      before: { muted: true, reason: mute.reason },
      after: { muted: false },
    });
    await notifyAlerts(tx, [scope.customerId]);
  });
}
