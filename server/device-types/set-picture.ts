import { createHash } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { lockOwnType } from './own-types.sql.ts';
import { pictureType } from './picture-rules.ts';
import { replacePicture, selectPicture, selectPictureHash } from './pictures.sql.ts';

/** What devices of the type look like; null takes the picture away. Kept are the bytes as they came. */
async function storePicture(actor: Actor, id: string, bytes: Uint8Array | null): Promise<void> {
  const scope = authorize(actor, 'device-types.update');
  const mediaType = bytes && pictureType(bytes);
  if (bytes && !mediaType) throw new DomainError('device-types.not-a-picture', 'unsupported');
  const picture =
    bytes && mediaType
      ? { bytes, mediaType, sha256: createHash('sha256').update(bytes).digest('hex') }
      : null;
  await tenantTransaction(scope, async (tx) => {
    const type = await lockOwnType(tx, scope, id);
    if (!type) throw notFound('device-types');
    const before = await selectPictureHash(tx, scope, id);
    if (before === (picture?.sha256 ?? null)) return;
    await replacePicture(tx, scope, id, picture);
    await recordAudit(tx, actor, {
      operation: 'device-types.update',
      object: { kind: 'device-type', id, name: type.name },
      before: { picture: before },
      after: { picture: picture?.sha256 ?? null },
    });
  });
}

export async function setPicture(
  actor: Actor,
  { id, bytes }: { id: string; bytes: Uint8Array },
): Promise<{ id: string }> {
  await storePicture(actor, id, bytes);
  return { id };
}

export const removePicture = (actor: Actor, { id }: { id: string }): Promise<void> =>
  storePicture(actor, id, null);

export async function getPicture(actor: Actor, { id }: { id: string }) {
  const scope = authorize(actor, 'device-types.read');
  const picture = await tenantTransaction(scope, (tx) => selectPicture(tx, id));
  if (!picture) throw notFound('device-types');
  return picture;
}
