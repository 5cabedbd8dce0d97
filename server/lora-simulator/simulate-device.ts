import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { appKeyPlace } from '#server/devices/lora-keys.ts';
import { knownKeyPlace } from '#server/drivers/lora-networks/simulated/devices.sql.ts';
import { systemClock } from '#server/platform/clock.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { unseal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { simulatedDeviceSchema } from './contract.ts';
import { openMemory, sealMemory, takeKeys } from './memory.ts';
import { refusalOf } from './read-simulation.ts';
import { settingsOf, simulatedDeviceOf } from './rules.ts';
import {
  countSimulatedOthers,
  lockSimulatable,
  type Simulatable,
  setDue,
  writeSimulated,
} from './simulation.sql.ts';
import { MOST_SIMULATED, type Simulate } from './simulation-contract.ts';

const OPERATION = 'lora-simulator.run';

/**
 * Has the LoRa simulator live as this device, from now on or for one message. One that it was before keeps its counters
 * and its session, as a device does whose owner changes its settings.
 */
export async function simulateDevice(actor: Actor, { deviceId, settings, repeats }: Simulate): Promise<void> {
  const scope = authorize(actor, OPERATION);
  const now = systemClock.now();
  await tenantTransaction(scope, async (tx) => {
    const { keys, connection, kept, ...found } = await hold(tx, scope, deviceId);
    await refuseTooMany(tx, scope, deviceId);
    const { devEui, joinEui } = found;
    const made = simulatedDeviceOf({ devEui, joinEui, appKey: keys.portal }, settings, now);
    const remembering = { customerId: scope.customerId, devEui };
    const memory = kept ? await openMemory(tx, remembering, kept.memory) : made.memory;
    takeKeys(memory, made.device, keys);
    const isOurs = await writeSimulated(tx, scope, devEui, {
      deviceId,
      name: found.name,
      connectionCustomerId: connection.customerId,
      connectionId: connection.id,
      device: made.device,
      memory: await sealMemory(tx, remembering, memory),
      nextAt: now,
      repeats,
    });
    if (!isOurs) throw new DomainError('lora-simulator.identifier-in-use', 'conflict');
    await recordAudit(tx, actor, {
      operation: OPERATION,
      object: { kind: 'device', id: deviceId, name: found.name },
      before: kept && saidOf(settingsOf(simulatedDeviceSchema.parse(kept.device))),
      after: { simulation: repeats ? 'started' : 'once', ...saidOf(settings) },
    });
  });
}

/** One message at once, beside those that come by themselves. */
export async function sendSimulated(actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  const scope = authorize(actor, OPERATION);
  const now = systemClock.now();
  await tenantTransaction(scope, async (tx) => {
    const { kept, name } = await hold(tx, scope, deviceId);
    if (!kept) throw notFound('lora-simulator');
    if (kept.nextAt === null) await refuseTooMany(tx, scope, deviceId);
    await setDue(tx, scope, deviceId, { nextAt: now });
    await recordAudit(tx, actor, {
      operation: OPERATION,
      object: { kind: 'device', id: deviceId, name },
      after: { simulation: 'once' },
    });
  });
}

export async function stopSimulation(actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  const scope = authorize(actor, OPERATION);
  await tenantTransaction(scope, async (tx) => {
    const found = await lockSimulatable(tx, scope, deviceId);
    if (!found) throw notFound('devices');
    if (!found.kept) throw notFound('lora-simulator');
    await setDue(tx, scope, deviceId, { nextAt: null, repeats: false });
    await recordAudit(tx, actor, {
      operation: OPERATION,
      object: { kind: 'device', id: deviceId, name: found.name },
      after: { simulation: 'stopped' },
    });
  });
}

/** With its keys opened, or a refusal. */
async function hold(tx: Tx, scope: TenantScope, deviceId: string) {
  const found = await lockSimulatable(tx, scope, deviceId);
  if (!found) throw notFound('devices');
  const refusal = refusalOf(found);
  if (refusal) throw new DomainError(`lora-simulator.${refusal}`, 'conflict');
  const { devEui, joinEui, appKey, there, connection, ...rest } = found as Ready;
  const dataKey = await dataKeyOf(tx, scope.customerId);
  const keys = {
    portal: unseal(dataKey, appKeyPlace(deviceId), appKey),
    network: unseal(dataKey, knownKeyPlace(devEui), there.appKey),
  };
  return { ...rest, devEui, joinEui, connection, keys };
}

/** What nothing stands against (`refusalOf`). */
type Ready = Simulatable & {
  devEui: string;
  joinEui: string;
  appKey: string;
  there: NonNullable<Simulatable['there']>;
  connection: NonNullable<Simulatable['connection']>;
};

async function refuseTooMany(tx: Tx, scope: TenantScope, deviceId: string): Promise<void> {
  if ((await countSimulatedOthers(tx, scope, deviceId)) < MOST_SIMULATED) return;
  throw new DomainError('lora-simulator.too-many', 'limit', { limit: MOST_SIMULATED });
}

type Said = Pick<
  ReturnType<typeof settingsOf>,
  'model' | 'behaviour' | 'intervalSeconds' | 'site' | 'gateways'
>;

function saidOf({ model, behaviour, intervalSeconds, site, gateways }: Said) {
  return { model, behaviour, intervalSeconds, site, gateways };
}
