import { systemActor } from '#server/access/system-actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { insertSystemCustomer } from './repository.ts';

/** A new tenant, made by the platform (seed, registration). There is no actor yet who could ask for it. */
export async function createCustomer(input: { id?: string; name: string }): Promise<{ id: string }> {
  return pipelineDatabase().transaction(async (tx) => {
    const id = await insertSystemCustomer(tx, input);
    await recordAudit(tx, systemActor(id), {
      operation: 'customers.create',
      object: { kind: 'customer', id, name: input.name },
      after: { name: input.name },
    });
    return { id };
  });
}
