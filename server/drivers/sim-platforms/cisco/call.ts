import type { z } from 'zod';
import type { OutgoingResult } from '#server/platform/outgoing-contract.ts';
import type { PlatformResult, SimPlatformConfig, SimPlatformWorld } from '../contract.ts';
import { answered, failed } from '../failures.ts';
import { errorSchema } from './api.ts';
import { apiUrl, type CiscoCredentials, type CiscoSettings } from './settings.ts';

const TIMEOUT_MS = 20_000;
/** A page is 50 devices or 50 rate plans with all their zones. */
const MAX_ANSWER_BYTES = 2_000_000;
/** Its own code for too many calls, whatever the status. */
const RATE_LIMIT_CODE = '40000029';

export type CiscoConfig = SimPlatformConfig<CiscoSettings, CiscoCredentials>;

export interface CiscoRequest {
  method?: 'GET' | 'PUT';
  path: string;
  query?: Record<string, string | undefined>;
  body?: object;
}

/** One call in its turn; the answer as its schema makes it. */
export async function call<S extends z.ZodType>(
  { settings, credentials, accountId }: CiscoConfig,
  { http, turn }: SimPlatformWorld,
  { method = 'GET', path, query, body }: CiscoRequest,
  schema: S,
): Promise<PlatformResult<z.output<S>>> {
  await turn();
  const user = Buffer.from(`${settings.username}:${credentials.apiKey}`, 'utf8').toString('base64');
  const result = await http.request(apiUrl(settings.url, path, query), {
    method,
    headers: {
      authorization: `Basic ${user}`,
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_ANSWER_BYTES,
    lane: `sims ${accountId}`,
  });
  return read(result, schema);
}

function read<S extends z.ZodType>(result: OutgoingResult, schema: S): PlatformResult<z.output<S>> {
  if (!result.ok) return failed('unavailable', result.failure.message, { code: result.failure.code });
  const { status } = result;
  const json = jsonOf(result.body);
  if (status < 200 || status > 299) return refusalOf(status, json, result.headers['retry-after']);
  const parsed = result.truncated ? null : schema.safeParse(json);
  if (!parsed?.success) {
    const issue = parsed?.error.issues[0];
    return failed(
      'unreadable',
      issue
        ? `The answer is not of this API: ${issue.path.join('.')} ${issue.message}`
        : 'The answer is too long for this API.',
    );
  }
  return answered(parsed.data);
}

function refusalOf(status: number, json: unknown, retryAfter: string | string[] | undefined) {
  const { errorMessage, errorCode } = errorSchema.safeParse(json).data ?? {};
  const words = errorMessage ?? `HTTP ${status}`;
  const message = errorCode ? `${words} (${errorCode})` : words;
  if (status === 429 || errorCode === RATE_LIMIT_CODE) {
    const retryAfterMs = retryAfterOf(retryAfter);
    return failed('rate-limited', message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  if (status === 401 || status === 403) return failed('unauthorized', message);
  if (status === 404) return failed('unknown-sim', message);
  if (status === 408 || status >= 500) return failed('unavailable', message);
  // A redirect is never followed: the credentials would go along.
  return status >= 400 ? failed('refused', message) : failed('unreadable', message);
}

/** RFC 9110 §10.2.3, in seconds; a date is left to our own pause. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
