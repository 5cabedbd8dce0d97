import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { storeVersion } from '#server/scripts/save-draft.ts';
import { insertScript, offerDecoder } from './repository.ts';
import type { DecoderCreate } from './script-contract.ts';

/** A script of the customer's own with its first draft; it runs once it is published and enabled in a flow. */
export async function createDecoder(
  actor: Actor,
  input: DecoderCreate,
): Promise<{ id: string; versionId: string }> {
  const scope = authorize(actor, 'decoders.create');
  const id = randomUUID();
  const { name, description, records, deviceTypeId, ...script } = input;
  return tenantTransaction(scope, async (tx) => {
    const type = await findDeviceType(tx, scope, deviceTypeId);
    await insertScript(tx, scope, { id, name, description, records });
    await offerDecoder(tx, scope, id, type);
    const version = await storeVersion(tx, actor, { kind: 'decoder', id }, script);
    await recordAudit(tx, actor, {
      operation: 'decoders.create',
      object: { kind: 'decoder', id, name },
      after: { name, description, deviceType: type.name, contract: script.contract, version: version.number },
    });
    return { id, versionId: version.id };
  });
}
