import type { Network } from '#server/device-types/contract.ts';
import { urnOfAdapter } from '#server/devices/rules.ts';
import type { DecodableMessage } from '#server/pipeline/decode/script-call.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectUplinkHead } from './repository.ts';

export function urnOf(head: { network: Network | null; identifier: string | null }): string {
  return head.network && head.identifier ? urnOfAdapter(head.network, head.identifier) : '';
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
  return { customerId: scope.customerId, urn: urnOf(head), receivedAt, event };
}
