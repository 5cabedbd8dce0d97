import { hash, randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import { CHUNK_BYTES, type FirmwareUpload } from './contract.ts';
import { insertFirmwareVersion } from './repository.ts';
import { typeRefusal } from './rules.ts';

/** Stores a file as a version of a device type; what it is never changes after this. */
export async function createFirmware(
  actor: Actor,
  { bytes, ...input }: FirmwareUpload & { bytes: Uint8Array },
): Promise<{ id: string; sha256: string }> {
  const scope = authorize(actor, 'firmware.create');
  if (bytes.length === 0) throw new DomainError('firmware.empty', 'invalid');
  const [id, sha256] = [randomUUID(), hash('sha256', bytes, 'hex')];
  try {
    await tenantTransaction(scope, async (tx) => {
      const type = await findDeviceType(tx, scope, input.deviceTypeId);
      const refusal = typeRefusal(type);
      if (refusal) throw refusal;
      const values = { ...input, id, sha256, size: bytes.length, createdBy: actor.name };
      await insertFirmwareVersion(
        tx,
        scope,
        { ...values, deviceTypeCustomerId: type.customerId },
        piecesOf(bytes),
      );
      await recordAudit(tx, actor, {
        operation: 'firmware.create',
        object: { kind: 'firmware', id, name: input.version },
        after: { ...input, size: bytes.length, sha256 },
      });
    });
  } catch (error) {
    if (violatesUnique(error, 'firmware_versions_version'))
      throw new DomainError('firmware.version-taken', 'conflict');
    throw error;
  }
  return { id, sha256 };
}

function piecesOf(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
}
