import { randomUUID } from 'node:crypto';
import { type PlainAnswer, problem } from '#server/http/problem.ts';
import { ingestAnswers } from '../metrics.ts';
import type { IngestDoor } from './contract.ts';

/** Every refusal of the ingestion: what programs read (code), what people read (title), and the counter's label. */
const REFUSALS = {
  'ingestion.not-found': [404, 'There is nothing at this address'],
  'ingestion.method': [405, 'This address takes POST'],
  'ingestion.unknown-connection': [404, 'There is no such connection'],
  'ingestion.connection-disabled': [403, 'This connection is switched off'],
  'ingestion.unauthorized': [401, 'The message does not come from this connection’s network server'],
  'ingestion.token-missing': [401, 'The message is not signed'],
  'ingestion.token-wrong': [401, 'The message is not signed with the device’s shared secret'],
  'ingestion.malformed': [400, 'The message cannot be read'],
  'ingestion.unknown-device': [404, 'No such device is registered'],
  'ingestion.too-large': [413, 'The body is too large'],
  'ingestion.encoding': [415, 'The body must be sent without Content-Encoding'],
  'ingestion.content-type': [415, 'The body must be SenML, as application/json or application/cbor'],
  'ingestion.too-many': [429, 'The device sends too many messages'],
  'ingestion.unavailable': [503, 'The message cannot be stored at the moment; send it again'],
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export interface RefusalDetail {
  detail?: string | undefined;
  /** A more exact code than the refusal's own, e.g. the parser's. */
  code?: string | undefined;
  path?: string | undefined;
  retryAfterSeconds?: number | undefined;
  /** How many its sender may send at once. */
  limit?: number | undefined;
  door?: IngestDoor['name'];
}

const EXTRA_HEADERS: Partial<Record<RefusalCode, Record<string, string>>> = {
  'ingestion.method': { allow: 'POST' },
  'ingestion.unauthorized': { 'www-authenticate': 'Bearer realm="ingestion"' },
  'ingestion.token-missing': { 'www-authenticate': 'Things-Message-Token' },
  'ingestion.token-wrong': { 'www-authenticate': 'Things-Message-Token' },
  'ingestion.unavailable': { 'retry-after': '2' },
};

export function refuse(refusal: RefusalCode, instance: string, more: RefusalDetail = {}): PlainAnswer {
  const [status, title] = REFUSALS[refusal];
  const { detail, code = refusal, path, retryAfterSeconds: wait, limit, door = 'lora' } = more;
  ingestAnswers.inc({ door, outcome: refusal });
  const requestId = randomUUID();
  return problem({
    status,
    code,
    title,
    detail,
    instance,
    requestId,
    errors: path === undefined ? undefined : [{ path, message: detail ?? title }],
    headers: {
      'x-request-id': requestId,
      ...EXTRA_HEADERS[refusal],
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
      ...(wait === undefined || limit === undefined ? {} : rateHeaders(limit, wait)),
    },
  });
}

/** As the API tells it. */
function rateHeaders(limit: number, waitSeconds: number): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(waitSeconds),
  };
}
