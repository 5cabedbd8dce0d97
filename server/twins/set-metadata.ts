import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { refuseOther } from './part-tags.ts';
import { clearReported, selectTwin, type TwinRow, upsertMetadata } from './repository.ts';
import {
  MAX_METADATA,
  type MetadataDelete,
  type MetadataReplace,
  type MetadataSet,
} from './twin-contract.ts';

export async function setMetadata(actor: Actor, input: MetadataSet): Promise<void> {
  await changeMetadata(actor, input, (metadata) => ({ ...metadata, [input.key]: input.value }));
}

export async function deleteMetadata(actor: Actor, input: MetadataDelete): Promise<void> {
  await changeMetadata(actor, input, ({ [input.key]: _, ...rest }) => rest);
}

/** All of it anew. */
export async function replaceMetadata(actor: Actor, input: MetadataReplace): Promise<void> {
  await changeMetadata(actor, input, () => input.metadata);
}

async function changeMetadata(
  actor: Actor,
  input: Pick<MetadataDelete, 'deviceId' | 'basedOn'>,
  change: (metadata: Record<string, string>) => Record<string, string>,
): Promise<void> {
  const scope = authorize(actor, 'twins.update');
  await tenantTransaction(scope, async (tx) => {
    const twin = editable(await selectTwin(tx, scope, input.deviceId, { lock: true }));
    refuseOther(twin, 'metadata', input.basedOn);
    const metadata = change(twin.metadata);
    if (Object.keys(metadata).length > MAX_METADATA)
      throw new DomainError('twins.metadata-full', 'limit', { limit: MAX_METADATA });
    const keys = [...new Set([...Object.keys(twin.metadata), ...Object.keys(metadata)])].filter(
      (key) => metadata[key] !== twin.metadata[key],
    );
    if (keys.length === 0) return;
    await upsertMetadata(tx, scope, input.deviceId, metadata);
    const told = (of: Record<string, string>) =>
      Object.fromEntries(keys.map((key) => [`metadata.${key}`, of[key] ?? null]));
    await recordAudit(tx, actor, {
      operation: 'twins.update',
      object: { kind: 'device', id: twin.deviceId, name: twin.deviceName },
      before: told(twin.metadata),
      after: told(metadata),
    });
  });
}

/** Forgets the reported values; history keeps them. */
export async function clearMeasurements(
  actor: Actor,
  { deviceId, basedOn }: { deviceId: string; basedOn?: string[] | undefined },
): Promise<void> {
  const scope = authorize(actor, 'twins.update');
  await tenantTransaction(scope, async (tx) => {
    const twin = editable(await selectTwin(tx, scope, deviceId, { lock: true }));
    refuseOther(twin, 'reported', basedOn);
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
