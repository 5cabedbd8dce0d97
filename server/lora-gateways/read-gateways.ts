import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { LoraGateway } from './contract.ts';
import { selectGateways } from './repository.ts';

export async function listGateways(actor: Actor): Promise<LoraGateway[]> {
  const scope = authorize(actor, 'lora-gateways.read');
  return tenantTransaction(scope, (tx) => selectGateways(tx, scope));
}
