import { pipelineSql } from '#server/platform/database.ts';
import { CHUNK_BYTES, type FirmwareStatus } from './contract.ts';
import type { ByteRange } from './rules.ts';

/** Reads and writes of the download door, which knows a device by its token alone: each has System in its name. */

export interface SystemDownload {
  id: string;
  customerId: string;
  deviceId: string;
  deviceActive: boolean;
  status: FirmwareStatus;
  fetchedBytes: number;
  expiresAt: Date;
  versionId: string;
  size: number;
  sha256: string;
}

export async function findSystemDownload(id: string): Promise<SystemDownload | null> {
  const [row] = await pipelineSql()<SystemDownload[]>`
    select a.id, a.customer_id as "customerId", a.device_id as "deviceId", d.status = 'ACTIVE' as "deviceActive", a.status,
      a.fetched_bytes as "fetchedBytes", a.expires_at as "expiresAt", v.id as "versionId", v.size, v.sha256
    from firmware_assignments a
    join firmware_versions v on v.customer_id = a.customer_id and v.id = a.firmware_version_id
    join devices d on d.customer_id = a.customer_id and d.id = a.device_id
    where a.id = ${id}::uuid and a.downlink_id is null`;
  return row ?? null;
}

/** Only the pieces that the range touches are read, and of each only what lies in it. */
export async function readSystemBytes(
  versionId: string,
  { first, last }: ByteRange,
): Promise<Buffer<ArrayBuffer>> {
  const [from, to] = [Math.floor(first / CHUNK_BYTES), Math.floor(last / CHUNK_BYTES)];
  const rows = await pipelineSql()<{ bytes: Buffer }[]>`
    select substring(bytes from greatest(1, ${first}::int - number * ${CHUNK_BYTES}::int + 1)
      for least(${CHUNK_BYTES}::int, ${last}::int - number * ${CHUNK_BYTES}::int + 1)
        - greatest(0, ${first}::int - number * ${CHUNK_BYTES}::int)) as bytes
    from firmware_chunks where firmware_version_id = ${versionId}::uuid and number between ${from} and ${to}
    order by number`;
  return Buffer.concat(rows.map(({ bytes }) => bytes));
}

/** Not for one that has ended meanwhile. */
export async function storeSystemProgress(id: string, fetchedBytes: number, at: Date): Promise<void> {
  await pipelineSql()`
    update firmware_assignments set status = 'downloading', fetched_bytes = greatest(fetched_bytes, ${fetchedBytes}),
      status_at = case status when 'offered' then ${at} else status_at end, modified_at = ${at}
    where id = ${id}::uuid and status in ('offered', 'downloading')`;
}
