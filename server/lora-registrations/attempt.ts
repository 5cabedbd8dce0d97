import type {
  LoraNetworkDriver,
  NetworkConfig,
  NetworkFailure,
  NetworkOutcome,
} from '#server/drivers/lora-networks/contract.ts';
import { connectionFault, deviceFault, failed } from '#server/drivers/lora-networks/failures.ts';
import { openApi } from '#server/lora-networks/connection-api.ts';
import { toldTo } from '#server/lora-networks/global-connection.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { presentAfter, type Task, taskOf } from './rules.ts';
import {
  type Claim,
  type ClaimedDevice,
  type Settled,
  selectClaimedConnectionSystem,
  selectClaimedDeviceSystem,
} from './work.sql.ts';

export type Attempt = Extract<Settled, { ok: true }> | { ok: false; failure: NetworkFailure };

/** One attempt at what is wished, by the driver of the connection; nothing is stored yet. */
export async function attempt(claim: Claim, http: OutgoingHttp): Promise<Attempt> {
  const connection = await selectClaimedConnectionSystem(claim);
  if (!connection) return no(connectionFault('no-connection', ''));
  if (connection.status === 'disabled') return no(connectionFault('connection-off', ''));
  const api = await openApi(pipelineDatabase(), connection, claim.customerId);
  if (!api) return no(connectionFault('no-api', ''));
  const device = await selectClaimedDeviceSystem(claim);
  const task = taskOf(claim);
  if (!device && task !== 'remove') return no(deviceFault('no-keys', ''));
  const outcome = await asked(task, claim, device, api, http);
  if (!outcome.ok) return no(toldTo(claim, connection, outcome.failure));
  const present = presentAfter(task, claim.wish);
  return { ok: true, present, keysMark: task === 'remove' ? null : (device?.keysMark ?? claim.keysMark) };
}

const no = (failure: NetworkFailure): Attempt => ({ ok: false, failure });

async function asked(
  task: Task,
  claim: Claim,
  device: ClaimedDevice | null,
  { driver, config }: { driver: LoraNetworkDriver; config: NetworkConfig },
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const { devEui, plan } = claim;
  const { name = '', joinEui = '', appKey = '' } = device ?? {};
  const wanted = { devEui, plan, name, joinEui, appKey };
  try {
    switch (task) {
      case 'create':
        return await driver.create(wanted, config, http);
      case 'reactivate':
        return await driver.reactivate(wanted, config, http);
      case 'deactivate':
        return await driver.deactivate(wanted, config, http);
      case 'remove':
        return await driver.remove(wanted, config, http);
      case 'update': {
        const newKeys = device?.keysMark !== claim.keysMark;
        return await driver.update({ ...wanted, active: claim.wish === 'ACTIVE', newKeys }, config, http);
      }
    }
  } catch (err) {
    // A driver never throws for the server's sake: this is our own mistake, and it must not stop the others' work.
    log.error({ err, registrationId: claim.id, connectionId: claim.connectionId }, 'a network driver failed');
    return failed({ code: 'lora-network.failed', reason: '', of: 'device', passing: true });
  }
}
