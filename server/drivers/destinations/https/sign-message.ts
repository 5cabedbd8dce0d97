import { createHmac } from 'node:crypto';

/**
 * Headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, one signature a secret.
 *
 * @param secrets each `whsec_` and base64; the one in force first
 */
export function webhookHeaders(
  id: string,
  at: Date,
  body: Uint8Array,
  secrets: readonly string[],
): { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string } {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
