import { createHmac, timingSafeEqual } from 'node:crypto';

/** Names one person in the mails that they get: `<customer>.<user>.<HMAC-SHA256>`. It turns mail off, and opens nothing. */

export interface Subscriber {
  customerId: string;
  userId: string;
}

export function mintUnsubscribeToken(secret: string, { customerId, userId }: Subscriber): string {
  return `${customerId}.${userId}.${signature(secret, customerId, userId)}`;
}

export function readUnsubscribeToken(secret: string, token: string): Subscriber | null {
  const [customerId = '', userId = '', given = ''] = token.split('.');
  const expected = signature(secret, customerId, userId);
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
    return null;
  return { customerId, userId };
}

/** A key of its own, so that nothing else that the secret signs can pass for a token. */
function signature(secret: string, customerId: string, userId: string): string {
  const own = createHmac('sha256', secret).update('unsubscribe from alerts').digest();
  return createHmac('sha256', own).update(`${customerId}|${userId}`).digest('base64url');
}
