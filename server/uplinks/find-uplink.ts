import { urnOfDevice } from '#server/devices/find-device.ts';
import { bodyOfSegment } from '#server/pipeline/accept/body-segments.ts';
import type { DecodableMessage } from '#server/pipeline/decode/script-call.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { urnOfEvent } from '#server/protocols/device-event.ts';
import { selectBody, selectUplinkHead } from './repository.ts';

/** The exact bytes of a message; null where they are gone. */
export async function rawBodyOf(
  tx: Tx,
  scope: TenantScope,
  head: { bodyId: number; bodyOffset: number; bodyLength: number; receivedAt: Date },
): Promise<Buffer | null> {
  const segment = await selectBody(tx, scope, head.bodyId, head.receivedAt);
  return segment && bodyOfSegment(segment, { offset: head.bodyOffset, length: head.bodyLength });
}

/** For other nouns' use cases: a stored message as decoders get it. */
export async function findUplinkForScript(
  tx: Tx,
  scope: TenantScope,
  id: number,
): Promise<DecodableMessage | null> {
  const head = await selectUplinkHead(tx, scope, id);
  if (!head) return null;
  const { receivedAt, event } = head;
  const raw = await rawBodyOf(tx, scope, head);
  return { customerId: scope.customerId, urn: urnOfEvent(event), receivedAt, event, raw };
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
