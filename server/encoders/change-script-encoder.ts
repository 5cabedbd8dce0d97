import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { findOwner, selectVersion, selectVersions } from '#server/scripts/repository.ts';
import { storeVersion } from '#server/scripts/save-draft.ts';
import { insertEncoder, selectFlowsOfEncoder } from './own-encoders.sql.ts';
import type { ScriptEncoder, ScriptEncoderCreate, ScriptEncoderUpdate } from './script-contract.ts';
import {
  deleteScriptEncoderRow,
  selectScriptEncoder,
  updateScriptEncoderRow,
} from './script-encoders.sql.ts';

/** A script with its first draft; commands go through it once it is published and switched on in a flow. */
export async function createScriptEncoder(
  actor: Actor,
  { deviceTypeId, source, ...fields }: ScriptEncoderCreate,
): Promise<{ id: string; versionId: string }> {
  const scope = authorize(actor, 'encoders.update');
  const id = randomUUID();
  return tenantTransaction(scope, async (tx) => {
    const type = await findDeviceType(tx, scope, deviceTypeId);
    await insertEncoder(tx, scope, id, type, { kind: 'script', ...fields });
    const text = { contract: 'ts013', source, mapping: {} } as const;
    const version = await storeVersion(tx, actor, { kind: 'encoder', id }, text);
    await recordAudit(tx, actor, {
      operation: 'encoders.update',
      object: { kind: 'encoder', id, name: fields.name },
      after: { ...fields, deviceType: type.name, version: version.number },
    });
    return { id, versionId: version.id };
  });
}

export async function getScriptEncoder(actor: Actor, { id }: { id: string }): Promise<ScriptEncoder> {
  const scope = authorize(actor, 'encoders.read');
  const owner = { kind: 'encoder', id } as const;
  return tenantTransaction(scope, async (tx) => {
    const row = await selectScriptEncoder(tx, scope, id);
    if (!row) throw notFound('encoders');
    const { currentVersionId, ...encoder } = row;
    const versions = await selectVersions(tx, scope, owner);
    const opened = versions.find((version) => !version.publishedAt)?.id ?? currentVersionId;
    return {
      ...encoder,
      currentVersion: versions.find((version) => version.current)?.number ?? null,
      versions,
      editing: opened ? await selectVersion(tx, scope, owner, opened) : null,
    };
  });
}

export async function updateScriptEncoder(
  actor: Actor,
  { id, ...wanted }: ScriptEncoderUpdate,
): Promise<void> {
  const scope = authorize(actor, 'encoders.update');
  await tenantTransaction(scope, async (tx) => {
    await findOwner(tx, scope, { kind: 'encoder', id }, true);
    const present = await selectScriptEncoder(tx, scope, id);
    if (!present) throw notFound('encoders');
    await storeChanges(tx, actor, {
      operation: 'encoders.update',
      kind: 'encoder',
      present,
      wanted,
      store: (after) => updateScriptEncoderRow(tx, scope, id, after),
    });
  });
}

/** Refused while a flow has it switched on. */
export async function deleteScriptEncoder(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'encoders.update');
  await tenantTransaction(scope, async (tx) => {
    const { name } = await findOwner(tx, scope, { kind: 'encoder', id }, true);
    const flows = await selectFlowsOfEncoder(tx, scope, id);
    if (flows.length > 0)
      throw new DomainError('encoders.in-use', 'conflict', { count: flows.length, flows: flows.join(', ') });
    await deleteScriptEncoderRow(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'encoders.update',
      object: { kind: 'encoder', id, name },
      before: { name },
    });
  });
}
