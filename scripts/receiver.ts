/**
 * A destination as a customer would write one: it checks token and Standard Webhooks signature over the bytes as
 * they came and answers 200, or 401 when either is wrong. For trying out, for tests, for measuring.
 *
 *   node scripts/receiver.ts --port 8099 --secret <shared secret> --whsec whsec_… [--fail 500|hang|reset|429]
 *
 * It shares no line with the code that signs, so that neither can be wrong alone.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** 500 and 429 answer so; hang never answers; reset breaks the connection; 302 points elsewhere, 410 says never again. */
export const FAILURES = ['500', '429', '302', '410', 'hang', 'reset'] as const;
export type Failure = (typeof FAILURES)[number];

export interface ReceivedMessage {
  at: number;
  webhookId: string;
  destinationId: string;
  /** Base name of the first record. */
  deviceUrn: string;
  headers: IncomingHttpHeaders;
  method: string;
  url: string;
  body: string;
  /** null where no secret was given to check with. */
  tokenValid: boolean | null;
  signatureValid: boolean | null;
  status: number | Failure;
}

export interface Receiver {
  url: string;
  port: number;
  /** In the order of arrival; at most `keep`, older ones fall out. */
  journal: ReceivedMessage[];
  /** Everything that ever arrived, and of it what was answered 200. */
  counts: { arrived: number; taken: number; invalid: number };
  /** From now on, for `times` messages (all when left out); null ends it. */
  fail(how: Failure | null, times?: number): void;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  port?: number;
  secret?: string;
  whsec?: string;
  fail?: Failure;
  retryAfterSeconds?: number;
  keep?: number;
  tls?: { cert: string; key: string };
  onMessage?(message: ReceivedMessage): void;
}

/** Five minutes either way, as Standard Webhooks asks of receivers. */
const TOLERANCE_SECONDS = 300;

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function checkToken(body: Buffer, headers: IncomingHttpHeaders, secret: string): boolean {
  const expected = createHash('sha256')
    .update(Buffer.concat([body, Buffer.from(secret)]))
    .digest('hex');
  return equal(header(headers, 'things-message-token'), expected);
}

function checkSignature(body: Buffer, headers: IncomingHttpHeaders, whsec: string): boolean {
  const timestamp = header(headers, 'webhook-timestamp');
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || age > TOLERANCE_SECONDS) return false;
  const signed = Buffer.concat([Buffer.from(`${header(headers, 'webhook-id')}.${timestamp}.`), body]);
  const key = Buffer.from(whsec.replace(/^whsec_/, ''), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return header(headers, 'webhook-signature')
    .split(' ')
    .some((signature) => equal(signature, expected));
}

function deviceUrnOf(body: string): string {
  try {
    const [first] = JSON.parse(body) as { bn?: string }[];
    return first?.bn ?? '';
  } catch {
    return '';
  }
}

export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { secret, whsec, keep = 10_000, retryAfterSeconds = 120 } = options;
  let failure = options.fail ?? null;
  let failuresLeft = Number.POSITIVE_INFINITY;
  const journal: ReceivedMessage[] = [];
  const counts = { arrived: 0, taken: 0, invalid: 0 };

  function judge(body: Buffer, { headers }: IncomingMessage) {
    const tokenValid = secret === undefined ? null : checkToken(body, headers, secret);
    const signatureValid = whsec === undefined ? null : checkSignature(body, headers, whsec);
    return { tokenValid, signatureValid, valid: tokenValid !== false && signatureValid !== false };
  }

  function answer(response: ServerResponse, status: number | Failure): void {
    if (status === 'hang') return;
    if (status === 'reset') response.socket?.resetAndDestroy();
    else if (status === '429')
      response.writeHead(429, { 'retry-after': String(retryAfterSeconds) }).end('slow down');
    else if (status === '302') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.writeHead(Number(status)).end(Number(status) === 200 ? 'ok' : `no: ${status}`);
  }

  function receive(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const { tokenValid, signatureValid, valid } = judge(body, request);
    const failing = failure !== null && failuresLeft > 0 ? failure : null;
    if (failing) failuresLeft--;
    const status = failing ?? (valid ? 200 : 401);
    counts.arrived++;
    if (status === 200) counts.taken++;
    if (!valid) counts.invalid++;
    const text = body.toString('utf8');
    const message: ReceivedMessage = {
      at: Date.now(),
      webhookId: header(request.headers, 'webhook-id'),
      destinationId: header(request.headers, 'things-plug-uuid'),
      deviceUrn: deviceUrnOf(text),
      headers: request.headers,
      method: request.method ?? '',
      url: request.url ?? '',
      body: text,
      tokenValid,
      signatureValid,
      status,
    };
    if (keep > 0) journal.push(message);
    if (journal.length > keep * 2) journal.splice(0, journal.length - keep);
    options.onMessage?.(message);
    answer(response, status);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => receive(request, response, Buffer.concat(chunks)));
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    port,
    journal,
    counts,
    fail(how, times = Number.POSITIVE_INFINITY) {
      failure = how;
      failuresLeft = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function verdict(name: string, valid: boolean | null): string {
  return `${name} ${valid === null ? 'not checked' : valid ? 'valid' : 'WRONG'}`;
}

export function lineOf(message: ReceivedMessage): string {
  const { at, status, webhookId, deviceUrn, tokenValid, signatureValid, body } = message;
  const checks = `${verdict('token', tokenValid)}, ${verdict('signature', signatureValid)}`;
  return `${new Date(at).toISOString()} ${status} ${webhookId} ${deviceUrn} ${checks} ${body.slice(0, 300)}`;
}

function isFailure(text: string): text is Failure {
  return (FAILURES as readonly string[]).includes(text);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8099' },
      secret: { type: 'string' },
      whsec: { type: 'string' },
      fail: { type: 'string' },
    },
  });
  const { secret, whsec, fail } = values;
  if (fail !== undefined && !isFailure(fail)) {
    console.error(`--fail is one of ${FAILURES.join(', ')}, not "${fail}".`);
    process.exit(2);
  }
  const receiver = await startReceiver({
    port: Number(values.port),
    keep: 0,
    ...(secret === undefined ? {} : { secret }),
    ...(whsec === undefined ? {} : { whsec }),
    ...(fail === undefined ? {} : { fail }),
    onMessage: (message) => console.log(lineOf(message)),
  });
  console.log(`Receiving on ${receiver.url}${fail === undefined ? '' : `, failing: ${fail}`}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
