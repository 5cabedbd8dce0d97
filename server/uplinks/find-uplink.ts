import { urnOfDevice } from '#server/devices/find-device.ts';
import type { DecodableMessage } from '#server/pipeline/decode/script-call.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { urnOfEvent } from '#server/protocols/device-event.ts';
import { selectUplinkHead } from './repository.ts';

/** For other nouns' use cases: a stored message as decoders get it. */
export async function findUplinkForScript(
  tx: Tx,
  scope: TenantScope,
  id: number,
): Promise<DecodableMessage | null> {
  const head = await selectUplinkHead(tx, scope, id);
  if (!head) return null;
  const { receivedAt, event } = head;
  return { customerId: scope.customerId, urn: urnOfEvent(event), receivedAt, event };
}

/** The base name that a message came by; the first of its device where the message is gone with its partition. */
export async function urnOfMessage(
  tx: Tx,
  scope: TenantScope,
  message: { uplinkId: number; deviceId: string },
): Promise<string> {
  const head = await selectUplinkHead(tx, scope, message.uplinkId);
  return head ? urnOfEvent(head.event) : urnOfDevice(tx, scope, message.deviceId);
}
