import { type Actor, authorize } from '#server/access/actor.ts';
import { type AuditEntry, recordAudits } from '#server/audit/record-audit.ts';
import { canRegister, plansOf } from '#server/lora-networks/connection-api.ts';
import { isGlobal, ownerOf } from '#server/lora-networks/global-connection.ts';
import { selectActiveConnections } from '#server/lora-networks/repository.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceWish, RegistrationTarget } from './contract.ts';
import { type Decided, decideFor } from './decide-for-device.ts';
import {
  insertRegistrations,
  lockNetworkedDevices,
  type NetworkedDevice,
  showStatus,
  wishRegistrations,
} from './repository.ts';

/** Wishes something for a device at its network server: a row before it is a call, which the worker makes. */
export async function wishOnNetwork(actor: Actor, { deviceId, wish }: DeviceWish): Promise<void> {
  const scope = authorize(actor, 'lora-registrations.update');
  await tenantTransaction(scope, async (tx) => {
    const [device] = await lockNetworkedDevices(tx, scope, [deviceId]);
    if (!device) throw notFound('devices');
    const decided = decideFor(device, await targetsOf(tx, scope), wish);
    if (decided.kind === 'refused') throw new DomainError(decided.code, 'conflict');
    await storeWishes(tx, actor, [{ device, decided, again: wish.kind === 'retry' }]);
  });
}

/** What there is to be registered through; the first is where a device goes without a choice. */
export async function targetsOf(tx: Tx, scope: TenantScope): Promise<RegistrationTarget[]> {
  const connections = await selectActiveConnections(tx, scope);
  return connections
    .filter((one) => canRegister(one))
    .map((one) => ({
      id: one.id,
      name: one.name,
      provider: one.provider,
      isGlobal: isGlobal(one),
      plans: plansOf(one),
    }));
}

export interface Wished {
  device: NetworkedDevice;
  decided: Decided;
  /** It was wished before and failed. */
  again?: boolean;
}

/** For bulk too, after its own authorisation and of locked devices: the rows and their audit. */
export async function storeWishes(tx: Tx, actor: Actor, wishes: readonly Wished[]): Promise<void> {
  const { scope } = actor;
  const fresh = wishes.flatMap(({ device: { id, devEui }, decided }) =>
    decided.kind === 'registered' && devEui !== null
      ? [{ deviceId: id, devEui, plan: decided.plan, ...placeOf(decided.target, scope) }]
      : [],
  );
  await insertRegistrations(tx, scope, fresh);
  for (const [plan, ones] of Map.groupBy(fresh, (one) => one.plan)) {
    const ids = ones.map(({ deviceId }) => deviceId);
    await showStatus(tx, scope, ids, { status: 'PENDING_CREATE', plan });
  }
  const changed = wishes.flatMap(({ device, decided }) =>
    decided.kind === 'wished' ? [{ id: device.id, ...decided }] : [],
  );
  // Those that become the same are stored together.
  const alike = Map.groupBy(changed, ({ wish, plan, status }) => `${wish}/${plan}/${status}`);
  for (const group of alike.values()) {
    const [{ wish, plan, status }] = group as [(typeof changed)[number]];
    const ids = group.map(({ id }) => id);
    await wishRegistrations(tx, scope, ids, { wish, plan });
    await showStatus(tx, scope, ids, { status, plan });
  }
  await recordAudits(tx, actor, wishes.flatMap(entryOf));
}

const placeOf = (target: RegistrationTarget, scope: TenantScope) => ({
  connectionId: target.id,
  connectionCustomerId: ownerOf(target, scope),
});

function entryOf({ device: { id, name, registration }, decided, again }: Wished): AuditEntry[] {
  const entry = { operation: 'lora-registrations.update' as const, object: { kind: 'device', id, name } };
  if (decided.kind === 'registered') {
    const { target, plan } = decided;
    return [{ ...entry, after: { wish: 'ACTIVE', plan, connectionId: target.id } }];
  }
  if (decided.kind !== 'wished') return [];
  const { wish, plan } = decided;
  const before = registration && { wish: registration.wish, plan: registration.plan };
  return [{ ...entry, before, after: { wish, plan, ...(again ? { again } : {}) } }];
}
