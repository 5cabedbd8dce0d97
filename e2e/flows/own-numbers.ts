import { createHash, randomInt } from 'node:crypto';
import { demo } from '../fixtures.ts';

/** Digits of chance behind a beginning, and the check digit that fits them (ISO/IEC 7812-1). */
export function ownNumber(length: number, beginning: string): string {
  const body = Array.from({ length: length - 1 - beginning.length }, () => randomInt(10));
  const digits = [...beginning].map(Number).concat(body);
  const sum = digits
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? digit * 2 : digit))
    .reduce((all, digit) => all + (digit > 9 ? digit - 9 : digit), 0);
  return [...digits, (10 - (sum % 10)) % 10].join('');
}

/** As a device does: SenML, signed with its shared secret. */
export function postSenml(door: 'm2m' | 'ip', body: string, secret: string): Promise<Response> {
  const token = createHash('sha256').update(body).update(secret).digest('hex');
  return fetch(`${demo().portalUrl}/ingestion/${door}/senml/v1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'things-message-token': token },
    body,
  });
}
