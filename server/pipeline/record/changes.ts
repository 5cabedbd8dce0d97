import { hash } from 'node:crypto';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { Observed, Reported } from '#server/twins/contract.ts';
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

export interface TwinChange {
  deviceId: string;
  customerId: string;
  shard: number;
  reported: Reported;
  observed: Observed | Record<string, never>;
  /** Version that was read; 0 where there was no row. */
  version: number;
}

export interface ActivityChange {
  deviceId: string;
  customerId: string;
  shard: number;
  lastMessageAt: string;
  lastUplinkId: number;
  lastSignal: number | null;
  lastSpreadingFactor: number | null;
  intervalSeconds: number | null;
}

/** One twin and one activity a device, however many messages of it the batch has; messages in order of acceptance. */
export function deviceChanges(
  decoded: readonly DecodedUplink[],
  states: ReadonlyMap<string, DeviceState>,
): { twins: TwinChange[]; activities: ActivityChange[] } {
  const twins = new Map<string, TwinChange>();
  const activities = new Map<string, ActivityChange>();
  for (const { uplink, known, runs } of decoded) {
    if (!known) continue;
    const twin = twins.get(uplink.deviceId) ?? startOf(uplink, states.get(uplink.deviceId));
    twins.set(uplink.deviceId, twin);
    mergePacks(twin, uplink, runs);
    if (uplink.event.kind === 'location') continue;
    const { fCntUp, signal, spreadingFactor } = frameFacts(uplink.event);
    const kind = uplink.event.kind === 'join' ? 'join' : 'uplink';
    const before = 'lastMessageAt' in twin.observed ? (twin.observed as Observed) : null;
    const observed = observe(before, { kind, receivedAt: uplink.receivedAt, fCntUp, signal });
    twin.observed = observed;
    activities.set(uplink.deviceId, {
      deviceId: uplink.deviceId,
      customerId: uplink.customerId,
      shard: uplink.shard,
      lastMessageAt: observed.lastMessageAt,
      lastUplinkId: uplink.id,
      lastSignal: signal,
      lastSpreadingFactor: spreadingFactor,
      intervalSeconds: observed.learnedIntervalSeconds,
    });
  }
  return { twins: [...twins.values()], activities: [...activities.values()] };
}

function startOf({ deviceId, customerId, shard }: QueuedUplink, state: DeviceState | undefined): TwinChange {
  return {
    deviceId,
    customerId,
    shard,
    reported: state?.reported ?? {},
    observed: state?.observed ?? {},
    version: state?.version ?? 0,
  };
}

function mergePacks(twin: TwinChange, uplink: QueuedUplink, runs: DecodedUplink['runs']): void {
  const packs = runs.flatMap(({ outcome }) => outcome.pack ?? []);
  if (packs.length === 0) return;
  const { fCntUp } = frameFacts(uplink.event);
  const order = { fCntUp, contentHash: contentHash(uplink.event), receivedAt: uplink.receivedAt };
  for (const pack of packs) twin.reported = mergeReported(twin.reported, pack.measurements, order).reported;
}

/** The same for the same content, by whichever network server and whenever it came. */
function contentHash(event: LoraEvent): string {
  const content =
    event.kind === 'uplink'
      ? [event.fPort, event.frmPayload]
      : event.kind === 'location'
        ? event.location
        : event.identity;
  return hash('sha256', JSON.stringify(content), 'hex').slice(0, 12);
}
