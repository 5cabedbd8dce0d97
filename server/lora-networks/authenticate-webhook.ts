import { hash, timingSafeEqual } from 'node:crypto';
import { verifyThingparkToken } from '#server/protocols/thingpark/verify-thingpark-token.ts';
import type { Provider } from './contract.ts';

export type LoraProvider = Exclude<Provider, 'digital-matter'>;

export interface WebhookCall {
  /** Raw query string, without the question mark. */
  query: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

export type Authentication =
  | { ok: true }
  | { ok: false; reason: 'unauthorized' | 'malformed'; code: string; message: string };

/** Whether the server of this connection sent it: ThingPark signs each message, the others carry the secret. */
export function authenticateWebhook(
  connection: { provider: Provider; secret: string },
  call: WebhookCall,
): Authentication {
  if (connection.provider === 'thingpark') return byThingparkToken(connection.secret, call);
  const given = bearer(call.headers.authorization) ?? call.headers['x-connection-secret'];
  if (given === undefined || given === '') {
    const message = 'Send the connection secret as "Authorization: Bearer …" or as "X-Connection-Secret"';
    return { ok: false, reason: 'unauthorized', code: 'ingestion.secret-missing', message };
  }
  if (equalInConstantTime(given, connection.secret)) return { ok: true };
  const message = 'This is not the secret of this connection';
  return { ok: false, reason: 'unauthorized', code: 'ingestion.secret-wrong', message };
}

function byThingparkToken(key: string, call: WebhookCall): Authentication {
  const verified = verifyThingparkToken({ query: call.query, body: call.body, key });
  if (verified.ok) return { ok: true };
  const { code, message } = verified.error;
  const reason = code.startsWith('thingpark.') ? 'unauthorized' : 'malformed';
  return { ok: false, reason, code: code.startsWith('envelope.') ? code : `ingestion.${code}`, message };
}

function bearer(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer +(\S+) *$/i.exec(header)?.[1];
}

/** Bytes that are compared; of each of LONGEST characters UTF-8 takes three at most. */
const WIDTH = 512;
const LONGEST = 128;

/** Texts are laid into one width, so neither length nor content of the secret shows in the time taken. */
function equalInConstantTime(given: string, expected: string): boolean {
  lay(given, laid);
  return timingSafeEqual(laid, laidSecret(expected)) && given.length === expected.length;
}

const laid = Buffer.alloc(WIDTH);
const laidSecrets = new Map<string, Buffer>();
const MAX_SECRETS = 10_000;

function laidSecret(secret: string): Buffer {
  let known = laidSecrets.get(secret);
  if (!known) {
    if (laidSecrets.size >= MAX_SECRETS) laidSecrets.clear();
    known = Buffer.alloc(WIDTH);
    lay(secret, known);
    laidSecrets.set(secret, known);
  }
  return known;
}

function lay(text: string, bytes: Buffer): void {
  bytes.fill(0);
  bytes.write(text.length > LONGEST ? hash('sha256', text, 'hex') : text);
}
