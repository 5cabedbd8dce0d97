import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { describeStoredRequest } from '#server/destinations/describe-request.ts';
import { findDestination } from '#server/destinations/find-destination.ts';
import { type MessagePart, mergedBody } from '#server/pipeline/deliver/merged-body.ts';
import { webhookIdOf } from '#server/pipeline/deliver/send.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { urnOfMessage } from '#server/uplinks/find-uplink.ts';
import { selectDeliveriesOfUplink, selectDelivery, selectDeliveryPage } from './log.sql.ts';
import type {
  Delivery,
  DeliveryLogItem,
  DeliveryStatistics,
  MergedPart,
  StatisticsQuery,
} from './log-contract.ts';
import type { MergedPack } from './merged-contract.ts';
import { selectBacklog, selectDeliveryHours, selectPackOfDelivery } from './repository.ts';
import { mayReplay } from './rules.ts';

/** The log of every destination, or of one. */
export async function listDeliveries(
  actor: Actor,
  { query, destinationId }: { query: TableQuery; destinationId?: string | undefined },
): Promise<TablePage<DeliveryLogItem>> {
  const scope = authorize(actor, 'deliveries.read');
  return tenantTransaction(scope, async (tx) => {
    if (destinationId) await findDestination(tx, scope, destinationId);
    return selectDeliveryPage(tx, scope, query, destinationId);
  });
}

/** For the story of a message. */
export function listDeliveriesOfUplink(
  tx: Tx,
  scope: TenantScope,
  uplinkId: number,
  receivedAt: Date,
): Promise<DeliveryLogItem[]> {
  return selectDeliveriesOfUplink(tx, scope, uplinkId, receivedAt);
}

export async function getDelivery(actor: Actor, { id }: { id: number }): Promise<Delivery> {
  const scope = authorize(actor, 'deliveries.read');
  return tenantTransaction(scope, async (tx) => {
    const found = await selectDelivery(tx, scope, id);
    if (!found) throw notFound('deliveries');
    const { item, attemptLog, merged } = found;
    const packs = await packsOf(tx, scope, item, merged);
    return {
      ...item,
      attemptLog,
      request: await requestOf(tx, scope, item, packs),
      parts: merged.length > 0 ? packs.map(({ told }) => told) : [],
      mayReplay: item.destination.name !== '' && mayReplay(item.state),
    };
  });
}

interface DeliveredPack {
  part: MessagePart;
  told: MergedPart;
  projectId: string;
}

/** Its own pack and those that went along with it, as far as they are kept. */
async function packsOf(
  tx: Tx,
  scope: TenantScope,
  { id: deliveryId, uplinkId, packId, receivedAt, device }: DeliveryLogItem,
  merged: readonly MergedPack[],
): Promise<DeliveredPack[]> {
  const others = merged.map((one) => ({ ...one, receivedAt: new Date(one.receivedAt) }));
  const packs: DeliveredPack[] = [];
  for (const one of [{ deliveryId, uplinkId, packId, receivedAt }, ...others]) {
    const named = { id: one.packId, deviceId: device.id, receivedAt: one.receivedAt };
    const pack = await selectPackOfDelivery(tx, scope, named);
    if (!pack) continue;
    const { shape, row, decoder, projectId } = pack;
    const urn = await urnOfMessage(tx, scope, { uplinkId: one.uplinkId, deviceId: device.id });
    const told = {
      deliveryId: one.deliveryId,
      uplinkId: one.uplinkId,
      receivedAt: one.receivedAt,
      decoder,
    };
    packs.push({ part: { urn, shape, row }, told, projectId });
  }
  return packs;
}

/** Rebuilt from its packs: the body is the very one that was sent, the headers are as they would be now. */
async function requestOf(
  tx: Tx,
  scope: TenantScope,
  item: DeliveryLogItem,
  packs: DeliveredPack[],
): Promise<Delivery['request']> {
  const [own] = packs;
  // It was not sent by itself: one that went along with another is in that one's request.
  if (item.state === 'merged') return null;
  if (own?.told.deliveryId !== item.id) return null;
  const { projectId, part } = own;
  const deviceUrn = part.urn;
  const body = mergedBody(packs.map((pack) => pack.part));
  const described = await describeStoredRequest(tx, scope, item.destination.id, {
    deliveryId: String(item.id),
    webhookId: webhookIdOf({ packId: item.packId, flowId: item.flow.id }),
    body,
    deviceUrn,
    deviceId: item.device.id,
    flowId: item.flow.id,
    projectId,
    ...(item.replayId ? { replayId: item.replayId } : {}),
  });
  return described ? { ...described, body } : null;
}

/** Success rate, latency and backlog of a destination, by hour. */
export async function getDeliveryStatistics(
  actor: Actor,
  query: StatisticsQuery,
): Promise<DeliveryStatistics> {
  const scope = authorize(actor, 'deliveries.read');
  return tenantTransaction(scope, async (tx) => {
    await findDestination(tx, scope, query.destinationId);
    const { hours, total } = await selectDeliveryHours(tx, scope, query);
    const backlog = await selectBacklog(tx, scope, query.destinationId);
    const all = total.delivered + total.failed;
    return { hours, total: { ...total, successRate: all === 0 ? null : total.delivered / all }, backlog };
  });
}
