import type { EnqueueOutcome, NetworkFailure } from '#server/drivers/lora-networks/contract.ts';
import { deviceFault } from '#server/drivers/lora-networks/failures.ts';
import { openApi } from '#server/lora-networks/connection-api.ts';
import { toldTo } from '#server/lora-networks/global-connection.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import type { OfferObstacle } from './contract.ts';
import { type DownlinkClaim, selectSystemPlace } from './work.sql.ts';

/** Gives a downlink to the network server that its device is registered at; nothing is stored yet. */
export async function attempt(claim: DownlinkClaim, http: OutgoingHttp): Promise<EnqueueOutcome> {
  const place = await selectSystemPlace(claim);
  if (!place?.connection) return obstructed('not-on-network');
  if (!place.isActive) return obstructed('deactivated');
  const { connection, devEui } = place;
  const api =
    connection.status === 'active' && (await openApi(pipelineDatabase(), connection, claim.customerId));
  if (!api) return obstructed('connection-not-set-up');
  if (!api.driver.enqueue) return obstructed('network-cannot-send');
  const { port, payloadHex } = claim.method;
  const downlink = { devEui, fPort: port, payload: payloadHex, reference: `${claim.id}-${claim.tries + 1}` };
  try {
    const outcome = await api.driver.enqueue(downlink, api.config, http);
    return outcome.ok ? outcome : { ok: false, failure: toldTo(claim, connection, outcome.failure) };
  } catch (err) {
    // A driver never throws for the server's sake: this is our own mistake, and it must not stop the others' work.
    log.error({ err, downlinkId: claim.id, connectionId: connection.id }, 'a network driver failed');
    return { ok: false, failure: { code: 'lora-network.failed', reason: '', of: 'device', passing: true } };
  }
}

/** It could be sent when it was asked for; not any more. */
function obstructed(obstacle: OfferObstacle): EnqueueOutcome {
  return { ok: false, failure: deviceFault('cannot-send', obstacle) };
}

/** As it is kept with the downlink: the server's own words, else the code. */
export function detailOf({ code, reason }: NetworkFailure): string {
  return reason === '' ? code : `${code}: ${reason}`;
}
