import { hash, randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, invalidInput } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import { CHUNK_BYTES, type FirmwareUpload } from './contract.ts';
import { insertFirmwareVersion } from './repository.ts';
import { typeRefusal } from './way-rules.ts';

/** Stores a file, a command or both as a version of a device type; what it is never changes after this. */
export async function createFirmware(
  actor: Actor,
  { bytes, ...input }: FirmwareUpload & { bytes: Uint8Array },
): Promise<{ id: string; sha256: string | null }> {
  const scope = authorize(actor, 'firmware.create');
  const file = fileOf(input, bytes);
  const id = randomUUID();
  try {
    await tenantTransaction(scope, async (tx) => {
      const type = await findDeviceType(tx, scope, input.deviceTypeId);
      const refusal = typeRefusal(actor, type, input);
      if (refusal) throw refusal;
      const values = { ...input, ...file, id, createdBy: actor.name };
      await insertFirmwareVersion(
        tx,
        scope,
        { ...values, deviceTypeCustomerId: type.customerId },
        piecesOf(bytes),
      );
      await recordAudit(tx, actor, {
        operation: 'firmware.create',
        object: { kind: 'firmware', id, name: input.version },
        after: { ...input, ...file },
      });
    });
  } catch (error) {
    if (violatesUnique(error, 'firmware_versions_version'))
      throw new DomainError('firmware.version-taken', 'conflict');
    throw error;
  }
  return { id, sha256: file.sha256 };
}

function fileOf({ fileName, command }: FirmwareUpload, bytes: Uint8Array) {
  if (fileName === null && bytes.length > 0)
    throw invalidInput([{ path: 'fileName', message: 'a file needs its name' }]);
  if (fileName === null && command === null) throw new DomainError('firmware.nothing', 'invalid');
  if (fileName === null) return { size: null, sha256: null };
  if (bytes.length === 0) throw new DomainError('firmware.empty', 'invalid');
  return { size: bytes.length, sha256: hash('sha256', bytes, 'hex') };
}

function piecesOf(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
}
