import { type Actor, authorize } from '#server/access/actor.ts';
import { type AuditEntry, recordAudits } from '#server/audit/record-audit.ts';
import { canRegister, plansOf } from '#server/lora-networks/connection-api.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { NetworkWish, RegistrationTarget, WishesOutcome } from './contract.ts';
import {
  insertRegistrations,
  lockNetworkedDevices,
  type NetworkedDevice,
  type NewRegistration,
  selectActiveConnections,
  showStatus,
  wishRegistrations,
} from './repository.ts';
import { decideWish, type RegistrationState, statusOf } from './rules.ts';

/**
 * Wishes something for devices at their network server: a row before it is a call, which the worker makes. One device:
 * what cannot be granted is thrown; several: it is told device by device.
 */
export async function wishOnNetwork(
  actor: Actor,
  { deviceIds, wish }: { deviceIds: string[]; wish: NetworkWish },
): Promise<WishesOutcome> {
  const scope = authorize(actor, 'lora-registrations.update');
  const ids = [...new Set(deviceIds)];
  return tenantTransaction(scope, async (tx) => {
    const outcome = await wishInTransaction(tx, actor, ids, wish);
    const [first] = outcome.refused;
    if (first?.code === 'devices.not-found') throw notFound('devices');
    if (ids.length === 1 && first) throw new DomainError(first.code, 'conflict');
    return outcome;
  });
}

/**
 * For other use cases and for bulk, in their transaction and after their own authorisation: the rows, their audit, and
 * per device what was refused. Ids that are no device of the customer are refused with `devices.not-found`.
 */
export async function wishInTransaction(
  tx: Tx,
  actor: Actor,
  deviceIds: string[],
  wish: NetworkWish,
): Promise<WishesOutcome> {
  const { scope } = actor;
  const devices = await lockNetworkedDevices(tx, scope, deviceIds);
  const targets = await targetsOf(tx, scope);
  const sorted = sort(devices, targets, wish);
  const known = new Set(devices.map(({ id }) => id));
  for (const deviceId of deviceIds)
    if (!known.has(deviceId)) sorted.refused.push({ deviceId, code: 'devices.not-found' });
  await store(tx, scope, sorted);
  await recordAudits(tx, actor, sorted.entries);
  return { changed: sorted.entries.map(({ object }) => object.id), refused: sorted.refused };
}

/** What there is to be registered through; the first is where a device goes without a choice. */
export async function targetsOf(tx: Tx, scope: TenantScope): Promise<RegistrationTarget[]> {
  const connections = await selectActiveConnections(tx, scope);
  return connections
    .filter((one) => canRegister(one))
    .map((one) => ({ id: one.id, name: one.name, provider: one.provider, plans: plansOf(one) }))
    .filter(({ plans }) => plans.length > 0);
}

interface Wished {
  wish: 'ACTIVE' | 'DEACTIVATED' | 'DELETED';
  plan: string;
  status: ReturnType<typeof statusOf>;
  deviceIds: string[];
}

interface Sorted {
  fresh: NewRegistration[];
  /** Those that become the same together, by what they become. */
  wished: Map<string, Wished>;
  refused: WishesOutcome['refused'];
  entries: AuditEntry[];
}

function sort(devices: NetworkedDevice[], targets: RegistrationTarget[], wish: NetworkWish): Sorted {
  const sorted: Sorted = { fresh: [], wished: new Map(), refused: [], entries: [] };
  for (const device of devices) {
    const refusal = device.registration
      ? changeOne(device, device.registration, targets, wish, sorted)
      : registerOne(device, targets, wish, sorted);
    if (refusal) sorted.refused.push({ deviceId: device.id, code: refusal });
  }
  return sorted;
}

/** The code of a refusal, or null. */
function registerOne(
  { id, name, devEui, hasAppKey }: NetworkedDevice,
  targets: RegistrationTarget[],
  wish: NetworkWish,
  sorted: Sorted,
): string | null {
  if (devEui === null || !hasAppKey) return 'lora-registrations.no-keys';
  if (wish.kind === 'deregister') return null;
  if (wish.kind !== 'register') return 'lora-registrations.not-registered';
  const target = wish.connectionId ? targets.find((one) => one.id === wish.connectionId) : targets[0];
  if (!target) return 'lora-registrations.no-connection';
  const plan = wish.plan ?? target.plans[0]?.id;
  if (plan === undefined || !target.plans.some((one) => one.id === plan))
    return 'lora-registrations.no-such-plan';
  sorted.fresh.push({ deviceId: id, devEui, connectionId: target.id, plan });
  sorted.entries.push(entryOf({ id, name }, null, { wish: 'ACTIVE', plan, connectionId: target.id }));
  return null;
}

type Stored = NonNullable<NetworkedDevice['registration']>;

export function stateOf(row: Stored): RegistrationState {
  const { wish, present, plan, nextAt, failureCode } = row;
  return { wish, present, plan, isDue: nextAt !== null, hasFailure: failureCode !== null };
}

function changeOne(
  device: NetworkedDevice,
  row: Stored,
  targets: RegistrationTarget[],
  wish: NetworkWish,
  sorted: Sorted,
): string | null {
  if (wish.kind === 'register' && wish.connectionId && wish.connectionId !== row.connectionId)
    return 'lora-registrations.on-other-connection';
  const plan = 'plan' in wish ? wish.plan : undefined;
  const target = targets.find((one) => one.id === row.connectionId);
  if (plan !== undefined && !target?.plans.some((one) => one.id === plan))
    return 'lora-registrations.no-such-plan';
  const state = stateOf(row);
  const decision = decideWish(state, wish);
  if (decision.kind === 'refused') return decision.refusal.code;
  if (decision.kind === 'unchanged') return null;
  const status = statusOf({ ...state, wish: decision.wish, isDue: true, hasFailure: false });
  const key = `${decision.wish}/${decision.plan}/${status}`;
  const group = sorted.wished.get(key) ?? { wish: decision.wish, plan: decision.plan, status, deviceIds: [] };
  group.deviceIds.push(device.id);
  sorted.wished.set(key, group);
  const { wish: before, plan: planBefore } = row;
  const after = {
    wish: decision.wish,
    plan: decision.plan,
    ...(wish.kind === 'retry' ? { again: true } : {}),
  };
  sorted.entries.push(entryOf(device, { wish: before, plan: planBefore }, after));
  return null;
}

function entryOf(
  { id, name }: { id: string; name: string },
  before: Record<string, unknown> | null,
  after: Record<string, unknown>,
): AuditEntry {
  return { operation: 'lora-registrations.update', object: { kind: 'device', id, name }, before, after };
}

async function store(tx: Tx, scope: TenantScope, { fresh, wished }: Sorted): Promise<void> {
  await insertRegistrations(tx, scope, fresh);
  const byPlan = Map.groupBy(fresh, ({ plan }) => plan);
  for (const [plan, ones] of byPlan)
    await showStatus(
      tx,
      scope,
      ones.map(({ deviceId }) => deviceId),
      { status: 'PENDING_CREATE', plan },
    );
  for (const { wish, plan, status, deviceIds } of wished.values()) {
    await wishRegistrations(tx, scope, deviceIds, { wish, plan });
    await showStatus(tx, scope, deviceIds, { status, plan });
  }
}
