import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import type { NetworkFailure } from '../contract.ts';
import { connectionFault, passing, unreached } from '../failures.ts';
import { decodeMessage, encodeMessage, METHODS, type MethodName } from './api-messages.ts';

/** gRPC status codes that mean something to us. */
export const STATUS = {
  ok: 0,
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  internal: 13,
  unauthenticated: 16,
} as const;

export type Answer =
  | { kind: 'answer'; message: Record<string, unknown> }
  | { kind: 'status'; status: number; text: string }
  | { kind: 'failure'; failure: NetworkFailure };

const TIMEOUT_MS = 10_000;
const DATA = 0x00;
const TRAILERS = 0x80;
const COMPRESSED = 0x01;

/**
 * One unary call as gRPC-Web over HTTP/1.1, which ChirpStack answers on the port of its API (grpc/grpc
 * doc/PROTOCOL-WEB.md): a body of frames, each a flag byte and a length of four bytes. The status stands in a frame of
 * trailers, or in the headers when there is no message.
 */
export async function call(
  method: MethodName,
  request: object,
  { address, apiKey, lane }: { address: string; apiKey: string; lane: string },
  http: OutgoingHttp,
): Promise<Answer> {
  const [path, requestType, answerType] = METHODS[method];
  const result = await http.request(`${address}/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/grpc-web+proto',
      accept: 'application/grpc-web+proto',
      'x-grpc-web': '1',
      'user-agent': 'ThingsPortal/1',
      authorization: `Bearer ${apiKey}`,
    },
    body: frame(encodeMessage(requestType, request)),
    timeoutMs: TIMEOUT_MS,
    lane,
  });
  if (!result.ok) return { kind: 'failure', failure: unreached(result.failure) };
  if (result.status === 429 || result.status >= 500) {
    return { kind: 'failure', failure: passing(`HTTP ${result.status}`) };
  }
  const type = String(result.headers['content-type'] ?? '');
  if (result.status !== 200 || !type.startsWith('application/grpc'))
    return { kind: 'failure', failure: notGrpc(result.status) };
  return readAnswer(result.headers, result.body, answerType);
}

function notGrpc(status: number): NetworkFailure {
  return connectionFault('not-an-api', `HTTP ${status}`);
}

function frame(message: Uint8Array): Uint8Array {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function readAnswer(
  headers: Record<string, string | string[] | undefined>,
  body: Uint8Array,
  answerType: string,
): Answer {
  const frames = framesOf(Buffer.from(body));
  if (!frames) return { kind: 'failure', failure: passing('The answer ends in the middle of a frame.') };
  const trailers = Object.assign(
    {},
    ...frames.filter(({ flag }) => flag === TRAILERS).map(({ bytes }) => trailersOf(bytes)),
  ) as Record<string, string>;
  const status = trailers['grpc-status'] ?? headers['grpc-status'];
  if (status === undefined) return { kind: 'failure', failure: passing('The answer carries no status.') };
  if (Number(status) !== STATUS.ok) {
    const text = textOf(String(trailers['grpc-message'] ?? headers['grpc-message'] ?? ''));
    return { kind: 'status', status: Number(status), text };
  }
  const data = frames.find(({ flag }) => flag === DATA);
  try {
    return { kind: 'answer', message: decodeMessage(answerType, data?.bytes ?? new Uint8Array()) };
  } catch {
    return {
      kind: 'failure',
      failure: connectionFault('not-an-api', 'The answer is no message of ChirpStack.'),
    };
  }
}

interface Frame {
  flag: number;
  bytes: Buffer;
}

/** null: cut off, or compressed although we did not say that we could read it. */
function framesOf(body: Buffer): Frame[] | null {
  const frames: Frame[] = [];
  for (let at = 0; at < body.length; ) {
    if (at + 5 > body.length) return null;
    const flag = body.readUInt8(at);
    const end = at + 5 + body.readUInt32BE(at + 1);
    if (end > body.length || (flag & COMPRESSED) !== 0) return null;
    frames.push({ flag, bytes: body.subarray(at + 5, end) });
    at = end;
  }
  return frames;
}

function trailersOf(bytes: Buffer): Record<string, string> {
  const lines = bytes.toString('utf8').split('\r\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** grpc-message is percent-encoded UTF-8 (PROTOCOL-HTTP2.md); what is not well encoded is shown as it came. */
function textOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
