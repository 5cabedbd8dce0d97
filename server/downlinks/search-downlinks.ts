import { type Actor, authorize } from '#server/access/actor.ts';
import { deviceIdOf } from '#server/devices/search-devices.ts';
import type { Page } from '#server/platform/contract.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectDownlinkBodies } from './api.sql.ts';
import type { DownlinkBody, DownlinksQuery } from './api-contract.ts';
import type { DownlinkChannel, DownlinkCreate } from './contract.ts';
import { sendDownlink } from './send-downlink.ts';

export async function searchDownlinks(
  actor: Actor,
  query: DownlinksQuery,
  channel?: DownlinkChannel,
): Promise<Page<DownlinkBody>> {
  const scope = authorize(actor, 'downlinks.read');
  return tenantTransaction(scope, async (tx) => {
    const deviceId = query.deviceId && (await deviceIdOf(tx, scope, query.deviceId));
    return selectDownlinkBodies(tx, scope, query, { deviceId, channel });
  });
}

/** One of another connection was never there. */
export async function getDownlinkBody(
  actor: Actor,
  { id }: { id: string },
  channel?: DownlinkChannel,
): Promise<DownlinkBody> {
  const scope = authorize(actor, 'downlinks.read');
  return tenantTransaction(scope, async (tx) => {
    const { items } = await selectDownlinkBodies(tx, scope, { limit: 1 }, { id, channel });
    if (!items[0]) throw notFound('downlinks');
    return items[0];
  });
}

/** The device by its UUID or its URN in the network. */
export async function addDownlink(
  actor: Actor,
  input: DownlinkCreate,
  channel?: DownlinkChannel,
): Promise<DownlinkBody> {
  const scope = authorize(actor, 'downlinks.send');
  const deviceId = await tenantTransaction(scope, (tx) => deviceIdOf(tx, scope, input.deviceId));
  const { id } = await sendDownlink(actor, { ...input, deviceId }, { wanted: channel });
  return getDownlinkBody(actor, { id });
}
