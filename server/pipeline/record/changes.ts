import { hash } from 'node:crypto';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { MessageOrder, Observed, Reported } from '#server/twins/contract.ts';
import { observe } from '#server/twins/observe.ts';
import { mergeReported } from '#server/twins/rules.ts';
import { frameFacts } from '../accept/message.ts';
import type { PlannedRun } from '../decode/topology.ts';
import type { DecodeOutcome, QueuedUplink } from '../decode/uplink.ts';

/** An uplink with all that became of it. */
export interface DecodedUplink {
  uplink: QueuedUplink;
  /** False when the device is gone: only the queue row leaves. */
  known: boolean;
  runs: { planned: PlannedRun; outcome: DecodeOutcome }[];
}

/** What the database holds of a device before the batch. */
export interface DeviceState {
  deviceId: string;
  reported: Reported | null;
  observed: Observed | null;
  version: number | null;
}

export interface DeviceChange {
  deviceId: string;
  reported: Reported;
  observed: Observed | Record<string, never>;
  /** Version that was read; 0 where there was no row. */
  version: number;
  activity: Activity | null;
}

export interface Activity {
  lastMessageAt: string;
  lastUplinkId: number;
  lastSignal: number | null;
  lastSpreadingFactor: number | null;
  intervalSeconds: number | null;
}

/** One change a device, however many messages of it the batch has; messages in order of acceptance. */
export function deviceChanges(
  decoded: readonly DecodedUplink[],
  states: ReadonlyMap<string, DeviceState>,
): DeviceChange[] {
  const changes = new Map<string, DeviceChange>();
  for (const { uplink, known, runs } of decoded) {
    if (!known) continue;
    const { deviceId, event, receivedAt } = uplink;
    const change = changes.get(deviceId) ?? startOf(deviceId, states.get(deviceId));
    changes.set(deviceId, change);
    mergePacks(change, uplink, runs);
    if (event.kind === 'location') continue;
    const { fCntUp, signal, spreadingFactor } = frameFacts(event);
    const kind = event.kind === 'join' ? 'join' : 'uplink';
    const before = 'lastMessageAt' in change.observed ? (change.observed as Observed) : null;
    const occurredAt = Date.parse(event.occurredAt);
    const devAddr = 'devAddr' in event ? event.devAddr : null;
    const observed = observe(before, { kind, receivedAt, occurredAt, devAddr, fCntUp, signal });
    change.observed = observed;
    change.activity = {
      lastMessageAt: observed.lastMessageAt,
      lastUplinkId: uplink.id,
      lastSignal: signal,
      lastSpreadingFactor: spreadingFactor,
      intervalSeconds: observed.learnedIntervalSeconds,
    };
  }
  return [...changes.values()];
}

function startOf(deviceId: string, state: DeviceState | undefined): DeviceChange {
  return {
    deviceId,
    reported: state?.reported ?? {},
    observed: state?.observed ?? {},
    version: state?.version ?? 0,
    activity: null,
  };
}

function mergePacks(change: DeviceChange, uplink: QueuedUplink, runs: DecodedUplink['runs']): void {
  const packs = runs.flatMap(({ outcome }) => outcome.pack ?? []);
  if (packs.length === 0) return;
  const order = orderOf(uplink);
  for (const pack of packs)
    change.reported = mergeReported(change.reported, pack.measurements, order).reported;
}

/** Which of two messages' records of one time counts: the same for a message now and whenever it is replayed. */
export function orderOf({ event, receivedAt }: Pick<QueuedUplink, 'event' | 'receivedAt'>): MessageOrder {
  return { fCntUp: frameFacts(event).fCntUp, contentHash: contentHash(event), receivedAt };
}

/** The same for the same content, by whichever network server and whenever it came. */
function contentHash(event: DeviceEvent): string {
  const content =
    event.kind === 'uplink'
      ? [event.fPort, event.frmPayload]
      : event.kind === 'location'
        ? event.location
        : event.identity;
  return hash('sha256', JSON.stringify(content), 'hex').slice(0, 12);
}
