import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { clearReported, selectTwin, type TwinRow, upsertMetadata } from './repository.ts';
import { MAX_METADATA, type MetadataDelete, type MetadataSet } from './twin-contract.ts';

export async function setMetadata(actor: Actor, input: MetadataSet): Promise<void> {
  await changeMetadata(actor, input, (metadata) => ({ ...metadata, [input.key]: input.value }));
}

export async function deleteMetadata(actor: Actor, input: MetadataDelete): Promise<void> {
  await changeMetadata(actor, input, ({ [input.key]: _, ...rest }) => rest);
}

async function changeMetadata(
  actor: Actor,
  input: MetadataDelete,
  change: (metadata: Record<string, string>) => Record<string, string>,
): Promise<void> {
  const scope = authorize(actor, 'twins.update');
  await tenantTransaction(scope, async (tx) => {
    const twin = editable(await selectTwin(tx, scope, input.deviceId, { lock: true }));
    if (input.version !== undefined && input.version !== twin.version)
      throw new DomainError('twins.changed', 'conflict', { version: twin.version });
    const metadata = change(twin.metadata);
    if (Object.keys(metadata).length > MAX_METADATA)
      throw new DomainError('twins.metadata-full', 'limit', { limit: MAX_METADATA });
    if (metadata[input.key] === twin.metadata[input.key]) return;
    await upsertMetadata(tx, scope, input.deviceId, metadata);
    await recordAudit(tx, actor, {
      operation: 'twins.update',
      object: { kind: 'device', id: twin.deviceId, name: twin.deviceName },
      before: { [`metadata.${input.key}`]: twin.metadata[input.key] ?? null },
      after: { [`metadata.${input.key}`]: metadata[input.key] ?? null },
    });
  });
}

/** Forgets the reported values; history keeps them. */
export async function clearMeasurements(actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  const scope = authorize(actor, 'twins.update');
  await tenantTransaction(scope, async (tx) => {
    const twin = editable(await selectTwin(tx, scope, deviceId, { lock: true }));
    const names = Object.keys(twin.reported);
    if (names.length === 0) return;
    await clearReported(tx, scope, deviceId);
    await recordAudit(tx, actor, {
      operation: 'twins.update',
      object: { kind: 'device', id: twin.deviceId, name: twin.deviceName },
      before: { reported: names },
      after: { reported: [] },
    });
  });
}

/** Metadata and measurements of managed devices are the platform's. */
function editable(twin: TwinRow | null): TwinRow {
  if (!twin) throw notFound('devices');
  if (twin.category === 'managed') throw new DomainError('devices.type-managed', 'forbidden');
  return twin;
}
