import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { listDeliveriesOfUplink } from '#server/deliveries/read-deliveries.ts';
import { findDevice, knownDeviceIds } from '#server/devices/find-device.ts';
import type { Measurement } from '#server/measurements/contract.ts';
import { fromShape } from '#server/measurements/shape.ts';
import { orderOf } from '#server/pipeline/record/changes.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { type DeviceEvent, urnOfEvent } from '#server/protocols/device-event.ts';
import { packOfDevice } from '#server/protocols/senml/serialize-senml.ts';
import { effectsOf, mergeReported } from '#server/twins/rules.ts';
import type {
  PulseQuery,
  PulseSlot,
  SolvedPlace,
  Uplink,
  UplinkById,
  UplinkListItem,
  UplinkStep,
} from './contract.ts';
import { rawBodyOf } from './find-uplink.ts';
import { selectUplinkItem, selectUplinkPage } from './list.sql.ts';
import { selectMacFrames } from './mac-frames.sql.ts';
import { reportedBefore } from './past-records.ts';
import {
  type StoredPack,
  selectDecodingFailures,
  selectFlowsByDecoder,
  selectPacks,
  selectPastReplays,
  selectPulses,
  selectUplinkHead,
} from './repository.ts';
import { type MacFrame, macCommandsOf, macExchangesOf } from './rules.ts';
import { selectSolvedPlace } from './solved-place.sql.ts';

export interface UplinksOf {
  deviceId: string;
  query: TableQuery;
}

export async function listUplinks(
  actor: Actor,
  { deviceId, query }: UplinksOf,
): Promise<TablePage<UplinkListItem>> {
  const scope = authorize(actor, 'uplinks.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, deviceId);
    return selectUplinkPage(tx, scope, deviceId, query);
  });
}

export async function getSolvedPlace(actor: Actor, { id }: { id: string }): Promise<SolvedPlace | null> {
  const scope = authorize(actor, 'uplinks.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return selectSolvedPlace(tx, scope, id);
  });
}

/** The whole story of one message: raw → decoders → records and what they changed → deliveries. */
export async function getUplink(actor: Actor, { id, deviceId }: UplinkById): Promise<Uplink> {
  const scope = authorize(actor, 'uplinks.read');
  return tenantTransaction(scope, async (tx) => {
    const head = await selectUplinkHead(tx, scope, id);
    const item = head && (await selectUplinkItem(tx, scope, id));
    if (!head || !item || (deviceId && head.deviceId !== deviceId)) throw notFound('uplinks');
    const { connectionId, connectionName, provider } = head;
    const urn = urnOfEvent(head.event);
    return {
      ...item,
      device: { id: head.deviceId, name: head.deviceName, urn, deviceTypeId: head.deviceTypeId },
      connection:
        connectionId && connectionName && provider
          ? { id: connectionId, name: connectionName, provider }
          : null,
      raw: await rawOf(tx, scope, head),
      macExchanges: await exchangesOf(tx, scope, head),
      steps: await stepsOf(tx, scope, head, urn),
      deliveryLog: await listDeliveriesOfUplink(tx, scope, id, head.receivedAt),
      replays: await selectPastReplays(tx, scope, id),
    };
  });
}

async function exchangesOf(
  tx: Tx,
  scope: TenantScope,
  { id, deviceId, receivedAt, event }: { id: number; deviceId: string; receivedAt: Date; event: DeviceEvent },
): Promise<Uplink['macExchanges']> {
  if (macCommandsOf(event).length === 0) return [];
  const own: MacFrame = { uplinkId: id, receivedAt, event };
  const others = await selectMacFrames(tx, scope, { id, deviceId, receivedAt });
  return macExchangesOf(id, [own, ...others]);
}

/** Reads of a message that others wrote: text where it is text. */
async function rawOf(
  tx: Tx,
  scope: TenantScope,
  head: Parameters<typeof rawBodyOf>[2],
): Promise<Uplink['raw']> {
  const bytes = (await rawBodyOf(tx, scope, head)) ?? Buffer.alloc(0);
  let text: string | null = null;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Protobuf and the like: shown as hex.
  }
  return { length: bytes.length, base64: bytes.toString('base64'), text };
}

type MessageHead = NonNullable<Awaited<ReturnType<typeof selectUplinkHead>>>;

async function stepsOf(tx: Tx, scope: TenantScope, head: MessageHead, urn: string): Promise<UplinkStep[]> {
  const packs = await selectPacks(tx, scope, head.id, head.receivedAt);
  const decoded = packs.map((pack) => ({ pack, records: fromShape(pack.shape, pack.row) }));
  const names = decoded.flatMap(({ records }) => records.map(({ n }) => n));
  let twin = await reportedBefore(tx, scope, head, names);
  const flowsOf = await selectFlowsByDecoder(tx, scope, head);
  const order = orderOf(head);
  const steps: UplinkStep[] = [];
  for (const { pack, records } of decoded) {
    steps.push({
      decoder: decoderOf(pack),
      version: versionOf(pack),
      packId: pack.id,
      time: pack.row.time,
      senml: senmlOf(pack, records, urn),
      records,
      failure: null,
      logs: pack.logs,
      effects: effectsOf(twin, records, order),
      flows: flowsOf.get(pack.decoderId) ?? [],
    });
    twin = mergeReported(twin, records, order).reported;
  }
  for (const failure of await selectDecodingFailures(tx, scope, head.id)) {
    steps.push({
      decoder: decoderOf(failure),
      version: versionOf(failure),
      packId: null,
      time: null,
      senml: null,
      records: null,
      failure: failure.error,
      logs: failure.logs ?? [],
      effects: [],
      flows: flowsOf.get(failure.decoderId) ?? [],
    });
  }
  return steps;
}

function senmlOf({ row }: StoredPack, records: readonly Measurement[], urn: string) {
  const bt = row.time.getTime() / 1000;
  const sent = records.map(({ t: _, ...record }, index) => {
    const t = row.rest?.t?.[index];
    return t === undefined ? record : { ...record, t };
  });
  return packOfDevice(sent, { bn: urn, bt }, row.rest?.form);
}

/** A decoder that was deleted since has no name left. */
const decoderOf = (row: {
  decoderId: string;
  decoderName: string | null;
  decoderKind: 'built-in' | 'script' | null;
  own: boolean;
}): UplinkStep['decoder'] => ({
  id: row.decoderId,
  name: row.decoderName ?? '',
  kind: row.decoderKind ?? 'script',
  own: row.own,
});

const versionOf = (row: { versionId: string | null; versionNumber: number | null }): UplinkStep['version'] =>
  row.versionId ? { id: row.versionId, number: row.versionNumber } : null;

/** The pulse of several devices; foreign and unknown ids are simply not among the answer's keys. */
export async function pulseOf(actor: Actor, query: PulseQuery): Promise<Record<string, PulseSlot[]>> {
  const scope = authorize(actor, 'uplinks.read');
  return tenantTransaction(scope, async (tx) => {
    const known = await knownDeviceIds(tx, scope, query.deviceIds);
    if (known.length === 0) return {};
    const pulses: Record<string, PulseSlot[]> = Object.fromEntries(known.map((id) => [id, []]));
    for (const { deviceId, ...slot } of await selectPulses(tx, scope, { ...query, deviceIds: known }))
      pulses[deviceId]?.push(slot);
    return pulses;
  });
}
