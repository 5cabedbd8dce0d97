import { and, eq } from 'drizzle-orm';
import { deviceTypePictures } from '#db/schema/device-types.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { PictureType } from './contract.ts';

/** Own and, by row-level security, the platform's. */
export async function selectPicture(tx: Tx, id: string) {
  const [row] = await tx
    .select({
      mediaType: deviceTypePictures.mediaType,
      sha256: deviceTypePictures.sha256,
      bytes: deviceTypePictures.bytes,
    })
    .from(deviceTypePictures)
    .where(eq(deviceTypePictures.deviceTypeId, id));
  return row ?? null;
}

const own = ({ customerId }: TenantScope, id: string) =>
  and(eq(deviceTypePictures.customerId, customerId), eq(deviceTypePictures.deviceTypeId, id));

export async function selectPictureHash(tx: Tx, scope: TenantScope, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ sha256: deviceTypePictures.sha256 })
    .from(deviceTypePictures)
    .where(own(scope, id));
  return row?.sha256 ?? null;
}

export async function replacePicture(
  tx: Tx,
  scope: TenantScope,
  id: string,
  picture: { mediaType: PictureType; sha256: string; bytes: Uint8Array } | null,
): Promise<void> {
  await tx.delete(deviceTypePictures).where(own(scope, id));
  if (picture)
    await tx
      .insert(deviceTypePictures)
      .values({ ...picture, deviceTypeId: id, customerId: scope.customerId });
}
