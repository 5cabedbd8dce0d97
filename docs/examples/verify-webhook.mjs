// A receiver for an HTTPS destination. It checks both proofs over the bytes as they came, before it parses them.
//
//   SHARED_SECRET='…' SIGNING_SECRET='whsec_…' PORT=8099 node verify-webhook.mjs

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const TOLERANCE_SECONDS = 300;

function equal(a, b) {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Things-Message-Token: hex SHA-256 of the body followed by the shared secret. */
export function tokenIsValid(body, headers, sharedSecret) {
  const expected = createHash('sha256').update(body).update(sharedSecret, 'utf8').digest('hex');
  return equal(headers['things-message-token'] ?? '', expected);
}

/** Standard Webhooks: base64 HMAC-SHA256 of "id.timestamp.body"; there may be several signatures, one must fit. */
export function signatureIsValid(body, headers, signingSecret, now = Date.now() / 1000) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  if (!id || !/^\d+$/.test(timestamp ?? '') || Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS)
    return false;
  const key = Buffer.from(signingSecret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return signatures.split(' ').some((signature) => equal(signature, `v1,${expected}`));
}

const { SHARED_SECRET, SIGNING_SECRET, PORT = '8099' } = process.env;
if (!SHARED_SECRET || !SIGNING_SECRET) throw new Error('Set SHARED_SECRET and SIGNING_SECRET.');

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { headers } = request;
  if (!tokenIsValid(body, headers, SHARED_SECRET) || !signatureIsValid(body, headers, SIGNING_SECRET)) {
    response.writeHead(401).end('token or signature is wrong');
    return;
  }
  const records = JSON.parse(body.toString('utf8'));
  process.stdout.write(`${headers['webhook-id']} ${records[0]?.bn} ${records.length} records\n`);
  response.writeHead(204).end();
});
server.listen(Number(PORT), '127.0.0.1', () => {
  process.stdout.write(`Receiving on http://127.0.0.1:${server.address().port}/\n`);
});
