import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DataKey } from '#server/platform/secrets.ts';

/** No token lives longer, however long the offer stands: the device gets a new one with its next answer. */
const TOKEN_HOURS = 24;

export interface Download {
  assignmentId: string;
  deviceId: string;
}

/** Opens one assignment of one device until a moment: `<Unix seconds>.<HMAC-SHA256>`, nothing of which is stored. */
export function mintDownloadToken(dataKey: DataKey, download: Download, offerEnds: Date, now: Date): string {
  const ends = Math.min(offerEnds.getTime(), now.getTime() + TOKEN_HOURS * 3_600_000);
  const until = String(Math.floor(ends / 1000));
  return `${until}.${signature(dataKey, download, until)}`;
}

export function checkDownloadToken(
  dataKey: DataKey,
  download: Download,
  token: string,
  now: Date,
): 'good' | 'wrong' | 'expired' {
  const [until = '', given = ''] = token.split('.');
  const expected = signature(dataKey, download, until);
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
    return 'wrong';
  return Number(until) * 1000 > now.getTime() ? 'good' : 'expired';
}

/** A key of its own, so that nothing else that the data key signs or seals can pass for a token. */
function signature(
  { key, customerId }: DataKey,
  { assignmentId, deviceId }: Download,
  until: string,
): string {
  const own = createHmac('sha256', key).update('firmware download').digest();
  return createHmac('sha256', own)
    .update(`${customerId}|${assignmentId}|${deviceId}|${until}`)
    .digest('base64url');
}
