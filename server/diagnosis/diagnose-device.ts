import { type Actor, authorize } from '#server/access/actor.ts';
import { selectDevice } from '#server/devices/repository.ts';
import { batteryOf } from '#server/devices/rules.ts';
import { readFlowFacts } from '#server/flows/read-facts.ts';
import { selectFlowsOfDevice } from '#server/flows/repository.ts';
import { selectConnections, selectUnknownDevices } from '#server/lora-networks/repository.ts';
import { selectLoraDetail } from '#server/lora-registrations/list.sql.ts';
import { selectMetric } from '#server/measurements/read-measurements.ts';
import { selectMqttBinding } from '#server/mqtt/repository.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectProject } from '#server/projects/list.sql.ts';
import { selectSim } from '#server/sims/detail.sql.ts';
import { findSimOfDevice } from '#server/sims/repository.ts';
import type { Reported } from '#server/twins/contract.ts';
import { reportedOf } from '#server/twins/read-twin.ts';
import { selectDeviceRefusals } from '#server/uplinks/refusals.sql.ts';
import type { Diagnosis } from './contract.ts';
import type { ConnectionFact, DeviceFacts, Frame, SimFact } from './facts-contract.ts';
import { selectDecodingSince, selectFailures, selectFates, selectFrames } from './frames.sql.ts';
import { readBacklog } from './read-backlog.ts';
import { diagnoseDevice as judge } from './rules.ts';
import { selectDeliveriesOf, selectOthersOf, selectRefusalsOf, selectSuspended } from './ways.sql.ts';

const REFUSAL_HOURS = 48;

/** "No data?": how far a device's messages get, and why no farther. */
export async function diagnoseDevice(
  actor: Actor,
  { id }: { id: string },
  clock: Clock = systemClock,
): Promise<Diagnosis> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => judge(await factsOf(tx, scope, id, clock.now())));
}

async function factsOf(tx: Tx, scope: TenantScope, id: string, now: Date): Promise<DeviceFacts> {
  const device = await selectDevice(tx, scope, id, now);
  if (!device) throw notFound('devices');
  const isLora = device.adapters.some(({ network }) => network === 'lora');
  const registration = isLora ? await selectLoraDetail(tx, scope, id) : null;
  const frames = await selectFrames(tx, scope, id);
  const fates = await selectFates(tx, scope, frames);
  const flows = await readFlowFacts(tx, scope, await selectFlowsOfDevice(tx, scope, id), {
    counts: false,
    deviceId: id,
  });
  const decoderIds = flows.flatMap(({ types }) =>
    types.flatMap((type) => type.decoders.map((one) => one.id)),
  );
  const reported = await reportedOf(tx, scope, id);
  const lost = flows.length === 0 || flows.some(({ destinations }) => destinations.length === 0);
  return {
    now,
    device,
    registration,
    hasPassword: !isLora && (await selectMqttBinding(tx, scope, id)) !== null,
    sim: isLora ? null : await simOf(tx, scope, id),
    connections: isLora
      ? await connectionsOf(tx, scope, { id, registeredAt: registration?.connection?.id, frames })
      : [],
    unknown: isLora ? await selectUnknownDevices(tx, scope) : [],
    frames,
    refusals: await selectDeviceRefusals(tx, scope, id, REFUSAL_HOURS),
    reported,
    batteryTrend: await batteryTrendOf(tx, scope, { deviceId: id, reported, frames, now }),
    fates,
    backlog: await readBacklog(tx, scope, { id, messageIds: frames.map((frame) => frame.id) }),
    failures: await selectFailures(tx, scope, { deviceId: id }),
    suspended: await selectSuspended(tx, scope, decoderIds),
    decodingSince: await selectDecodingSince(tx, scope, id),
    flows,
    deliveries: await selectDeliveriesOf(tx, scope, fates),
    // Counts all of the project: asked only where its limits may be the reason.
    project: lost ? await selectProject(tx, scope, device.project.id) : null,
  };
}

const TREND_DAYS = 30;
/** Four hours each: a day has some, whatever its hour. */
const TREND_POINTS = 180;

/** As it measures it itself, else as it answered its network server; of the newest messages only where that is all. */
async function batteryTrendOf(
  tx: Tx,
  scope: TenantScope,
  of: { deviceId: string; reported: Reported; frames: readonly Frame[]; now: Date },
): Promise<DeviceFacts['batteryTrend']> {
  const battery = batteryOf(of.reported);
  if (battery) {
    const from = new Date(of.now.getTime() - TREND_DAYS * 86_400_000);
    const query = { deviceId: of.deviceId, from, to: of.now, points: TREND_POINTS };
    const { unit, points } = await selectMetric(tx, scope, query, battery.name);
    return {
      unit: unit ?? battery.unit,
      points: points.map(({ at, avg, n }) => ({ at, value: avg, n })),
    };
  }
  const points = of.frames.flatMap(({ battery: value, at }) => (value === null ? [] : [{ at, value, n: 1 }]));
  return points.length > 0 ? { unit: '%', points } : null;
}

async function simOf(tx: Tx, scope: TenantScope, deviceId: string): Promise<SimFact | null> {
  const simId = await findSimOfDevice(tx, scope, deviceId);
  const sim = simId ? await selectSim(tx, scope, simId) : null;
  if (!sim) return null;
  const change = sim.changes.find(({ kind }) => kind === 'status');
  const { id, iccid, status, sessionStartedAt, usageReadAt, cycleSessions } = sim;
  return {
    ...{ id, iccid, status, sessionStartedAt, usageReadAt, cycleSessions },
    change: change ? { wanted: change.wanted, state: change.state, error: change.error } : null,
  };
}

/** The one that it is registered through and the one that told of it last; of a device that neither is known of, all. */
async function connectionsOf(
  tx: Tx,
  scope: TenantScope,
  device: { id: string; registeredAt: string | undefined; frames: readonly Frame[] },
): Promise<ConnectionFact[]> {
  const told = device.frames.find(({ connectionId }) => connectionId !== null)?.connectionId;
  const known = new Set([device.registeredAt, told]);
  const rows = (await selectConnections(tx, scope)).map((row) => ({
    ...row,
    isOwn: row.customerId === scope.customerId,
  }));
  const mine = rows.filter(({ id }) => known.has(id));
  // Nobody registers devices at the platform's connections but through the portal.
  const relevant = mine.length > 0 ? mine : rows.filter(({ isOwn }) => isOwn);
  const ids = relevant.map(({ id }) => id);
  const refusals = await selectRefusalsOf(tx, scope, ids);
  const others = await selectOthersOf(tx, scope, ids, device.id);
  return relevant.map(({ id, name, provider, status, isOwn, lastMessageAt }) => ({
    ...{ id, name, provider, isOwn },
    enabled: status === 'active',
    lastMessageAt: isOwn ? lastMessageAt : null,
    others: others.get(id) ?? 0,
    refusals: refusals.get(id) ?? [],
  }));
}
