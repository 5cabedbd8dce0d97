import { urnOfEvent } from '#server/protocols/device-event.ts';
import { isForWork as isAcceptedForWork } from '../accept/message.ts';
import { type DecodeTask, decodeBatch, type ScriptRunner } from '../decode/decode-batch.ts';
import { addRawBodies } from '../decode/raw-bodies.sql.ts';
import { readsRaw } from '../decode/raw-bodies.ts';
import type { DecodableMessage } from '../decode/script-call.ts';
import { plannedRuns, type RoutedDevice, runFor, type Topology } from '../decode/topology.ts';
import type { DecodeOutcome, QueuedUplink } from '../decode/uplink.ts';
import type { Directory } from '../directory.ts';
import type { DecodedUplink } from '../record/changes.ts';
import { type QueueRow, readEvents } from '../record/queue.sql.ts';
import { type RecordContext, type RecordedDelivery, recordBatch } from '../record/record-batch.ts';
import type { RecentUplinks } from './recent-uplinks.ts';

export interface GroupContext {
  recent: RecentUplinks;
  devices: Directory<string, RoutedDevice>;
  topologies: Directory<string, Topology>;
  scripts: ScriptRunner;
  record: RecordContext;
}

/** Decodes and records rows of one customer; answers with the deliveries that were recorded. */
export async function processGroup(
  rows: readonly QueueRow[],
  context: GroupContext,
): Promise<RecordedDelivery[]> {
  const [{ customerId }] = rows as [QueueRow];
  const [uplinks, devices, topology] = await Promise.all([
    withEvents(rows, context.recent),
    findDevices(rows, context.devices),
    context.topologies.find(customerId),
  ]);
  const decoded = await decode(uplinks, devices, topology, context.scripts);
  if (uplinks.length < rows.length) decoded.push(...lostOf(rows, uplinks));
  const deliveries = await recordBatch(decoded, context.record);
  for (const { id } of rows) context.recent.forget(id);
  return deliveries;
}

async function withEvents(rows: readonly QueueRow[], recent: RecentUplinks): Promise<QueuedUplink[]> {
  const missing = rows.filter(({ id, unstored }) => !unstored && !recent.get(id));
  const read = missing.length ? await readEvents(missing) : null;
  return rows.flatMap((row) => {
    const { unstored } = row;
    if (unstored) return { ...row, kind: unstored.kind, event: unstored.event, raw: unstored.body };
    const event = read?.get(row.id);
    return recent.get(row.id) ?? (event ? { ...row, ...event } : []);
  });
}

/** Only cached answers come without a promise, and in a busy minute all are cached. */
async function findDevices(
  rows: readonly QueueRow[],
  directory: Directory<string, RoutedDevice>,
): Promise<Map<string, RoutedDevice>> {
  const found = new Map<string, RoutedDevice>();
  const pending: Promise<void>[] = [];
  for (const { deviceId } of rows) {
    if (found.has(deviceId)) continue;
    const device = directory.find(deviceId);
    if (device instanceof Promise) pending.push(device.then((d) => void (d && found.set(deviceId, d))));
    else if (device) found.set(deviceId, device);
  }
  await Promise.all(pending);
  return found;
}

async function decode(
  uplinks: QueuedUplink[],
  devices: ReadonlyMap<string, RoutedDevice>,
  topology: Topology | null,
  scripts: ScriptRunner,
): Promise<DecodedUplink[]> {
  const decoded: DecodedUplink[] = [];
  const tasks: DecodeTask[] = [];
  const takers: ((outcome: DecodeOutcome) => void)[] = [];
  const withoutRaw = new Map<number, DecodableMessage>();
  for (const uplink of uplinks) {
    const device = devices.get(uplink.deviceId);
    const one: DecodedUplink = { uplink, known: device !== undefined && isForWork(uplink), runs: [] };
    decoded.push(one);
    if (!device || !topology || !one.known || uplink.event.kind === 'join') continue;
    const { customerId, receivedAt, event, raw } = uplink;
    const message: DecodableMessage = { customerId, urn: urnOfEvent(event), receivedAt, event, raw };
    for (const planned of plannedRuns(device, topology)) {
      const run = runFor(planned.run, message, device);
      if (raw === undefined && readsRaw(run, event)) withoutRaw.set(uplink.id, message);
      tasks.push({ run, message });
      takers.push((outcome) => one.runs.push({ planned, outcome }));
    }
  }
  await addRawBodies(withoutRaw);
  const outcomes = await decodeBatch(tasks, scripts);
  for (const [index, outcome] of outcomes.entries()) takers[index]?.(outcome);
  return decoded;
}

/** The stream carries what is only kept, too: of deactivated devices, and events that are history and nothing else. */
function isForWork({ unstored }: QueuedUplink): boolean {
  return unstored === undefined || isAcceptedForWork(unstored);
}

function lostOf(rows: readonly QueueRow[], found: readonly QueuedUplink[]): DecodedUplink[] {
  const known = new Set(found.map(({ id }) => id));
  return rows.filter(({ id }) => !known.has(id)).map(lost);
}

/** Its row went with its partition before anybody came to process it: only the queue row is left to take out. */
function lost(row: QueueRow): DecodedUplink {
  const event = { kind: 'log' as const, devEui: '', occurredAt: '', identity: '', level: 'error' as const };
  return {
    uplink: { ...row, kind: 'lora.log', event: { ...event, code: 'LOST', description: '', context: {} } },
    known: false,
    runs: [],
  };
}

/** Nothing can be recorded of this one message, whatever we try: it leaves the queue with the reason in its place. */
export async function recordFault(row: QueueRow, error: unknown, context: GroupContext): Promise<void> {
  const [uplink] = await withEvents([row], context.recent);
  const device = await context.devices.find(row.deviceId);
  const topology = await context.topologies.find(row.customerId);
  const message = error instanceof Error ? error.message : String(error);
  const planned = device && topology ? plannedRuns(device, topology) : [];
  const fault = { name: 'InternalError', message, line: null, column: null };
  const runs = planned.map((one) => {
    const { decoderId, versionId } = one.run;
    return { planned: one, outcome: { decoderId, versionId, pack: null, fault, logs: [], durationMs: 0 } };
  });
  const decoded = uplink ? { uplink, known: false, runs } : lost(row);
  await recordBatch([decoded], context.record);
}
