import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import type { GatewayCreate, GatewayUpdate } from './contract.ts';
import {
  countGateways,
  deleteGatewayRow,
  insertGateway,
  lockGateway,
  updateGatewayRow,
} from './repository.ts';

/** They are loaded with what a customer's messages are routed by. */
const MOST = 1_000;

const named = async <T>(gatewayId: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (violatesUnique(error, 'lora_gateways_gateway'))
      throw new DomainError('lora-gateways.taken', 'conflict', { gatewayId });
    throw error;
  }
};

export async function createGateway(actor: Actor, input: GatewayCreate): Promise<{ id: string }> {
  const scope = authorize(actor, 'lora-gateways.update');
  const id = randomUUID();
  await named(input.gatewayId, () =>
    tenantTransaction(scope, async (tx) => {
      if ((await countGateways(tx, scope)) >= MOST)
        throw new DomainError('lora-gateways.too-many', 'limit', { limit: MOST });
      await insertGateway(tx, scope, { ...input, id });
      await recordAudit(tx, actor, {
        operation: 'lora-gateways.update',
        object: { kind: 'lora-gateway', id, name: input.name },
        after: { ...input },
      });
    }),
  );
  return { id };
}

export async function updateGateway(actor: Actor, { id, ...wanted }: GatewayUpdate): Promise<void> {
  const scope = authorize(actor, 'lora-gateways.update');
  await named(wanted.gatewayId, () =>
    tenantTransaction(scope, async (tx) => {
      const present = await lockGateway(tx, scope, id);
      if (!present) throw notFound('lora-gateways');
      await storeChanges(tx, actor, {
        operation: 'lora-gateways.update',
        kind: 'lora-gateway',
        present,
        wanted,
        store: (values) => updateGatewayRow(tx, scope, id, values),
      });
    }),
  );
}

export async function deleteGateway(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'lora-gateways.update');
  await tenantTransaction(scope, async (tx) => {
    const present = await lockGateway(tx, scope, id);
    if (!present) throw notFound('lora-gateways');
    await deleteGatewayRow(tx, scope, id);
    const { id: _id, ...before } = present;
    await recordAudit(tx, actor, {
      operation: 'lora-gateways.update',
      object: { kind: 'lora-gateway', id, name: present.name },
      before,
    });
  });
}
