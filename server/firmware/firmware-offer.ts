import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { deviceUrl } from '#server/platform/env.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { mintDownloadToken } from './download-token.ts';

/** What the answer to a message tells a device that is to fetch a version: where, and with which token. */
export async function firmwareOffer(
  device: { id: string; customerId: string },
  { assignmentId, expiresAt }: { assignmentId: string; expiresAt: Date },
  now: Date,
): Promise<SenmlRecord[]> {
  if (expiresAt <= now) return [];
  const dataKey = await dataKeyOf(pipelineDatabase(), device.customerId);
  const token = mintDownloadToken(dataKey, { assignmentId, deviceId: device.id }, expiresAt, now);
  return [
    { n: 'url', vs: `${deviceUrl()}/ingestion/firmware/${assignmentId}` },
    { n: 'token', vs: token },
  ];
}
