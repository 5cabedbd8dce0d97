import { z } from 'zod';
import type { OutgoingHttp, OutgoingRequest, OutgoingResult } from '#server/platform/outgoing-contract.ts';
import type { NetworkConfig, NetworkFailure } from '../contract.ts';
import { connectionFault, deviceFault, passing, unreached } from '../failures.ts';
import type { ThingparkSecrets, ThingparkSettings } from './settings-contract.ts';

export type Config = NetworkConfig<ThingparkSettings, ThingparkSecrets>;

export type Answer =
  | { kind: 'answer'; body: unknown }
  | { kind: 'error'; status: number; message: string }
  | { kind: 'failure'; failure: NetworkFailure };

const TIMEOUT_MS = 10_000;
/** A token is asked anew before it ends, so that a call never meets the end of one. */
const RENEW_BEFORE_MS = 30_000;
const MAX_TOKENS = 1_000;

const errorSchema = z.object({ message: z.string().default('') });
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().default(0) });

interface Token {
  value: string;
  until: number;
}

/** By connection and credentials: other settings have other tokens. */
const tokens = new Map<string, Token>();

/** One call of the DX Core API, with a token of the DX Admin API; a token that was revoked is asked for once more. */
export async function ask(
  config: Config,
  http: OutgoingHttp,
  method: OutgoingRequest['method'],
  path: string,
  body?: object,
): Promise<Answer> {
  for (const isLast of [false, true]) {
    const token = await tokenOf(config, http);
    if ('failure' in token) return { kind: 'failure', failure: token.failure };
    const result = await http.request(`${config.settings.address}/core/latest/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token.value}`,
        accept: 'application/json',
        'user-agent': 'ThingsPortal/1',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs: TIMEOUT_MS,
      maxResponseBytes: 1_048_576,
      lane: config.connectionId,
    });
    if (isLast || !result.ok || result.status !== 401) return answerOf(result);
    tokens.delete(keyOf(config));
  }
  throw new Error('unreachable');
}

const keyOf = ({ connectionId, settings, secrets }: Config) =>
  JSON.stringify([connectionId, settings.address, settings.clientId, secrets.clientSecret]);

/** OAuth 2 client credentials (RFC 6749 §4.4) at the DX Admin API. */
export async function tokenOf(
  config: Config,
  http: OutgoingHttp,
): Promise<Token | { failure: NetworkFailure }> {
  const known = tokens.get(keyOf(config));
  if (known && known.until > Date.now()) return known;
  const result = await http.request(
    `${config.settings.address}/admin/latest/api/oauth/token?renewToken=true&validityPeriod=5minutes`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': 'ThingsPortal/1',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: config.settings.clientId,
        client_secret: config.secrets.clientSecret,
      }).toString(),
      timeoutMs: TIMEOUT_MS,
      lane: config.connectionId,
    },
  );
  const answer = answerOf(result);
  if (answer.kind === 'failure') return { failure: answer.failure };
  if (answer.kind === 'error') {
    const isRefused = [400, 401, 403].includes(answer.status);
    return { failure: connectionFault(isRefused ? 'key-refused' : 'not-an-api', answer.message) };
  }
  const given = tokenSchema.safeParse(answer.body);
  if (!given.success) return { failure: connectionFault('not-an-api', 'The answer holds no access token.') };
  const { access_token: value, expires_in: seconds } = given.data;
  const token = { value, until: Date.now() + seconds * 1000 - RENEW_BEFORE_MS };
  if (tokens.size >= MAX_TOKENS) tokens.clear();
  tokens.set(keyOf(config), token);
  return token;
}

function answerOf(result: OutgoingResult): Answer {
  if (!result.ok) return { kind: 'failure', failure: unreached(result.failure) };
  const { status } = result;
  const text = Buffer.from(result.body).toString('utf8');
  const json = parsed(text);
  const error = errorSchema.safeParse(json);
  const message = (error.success && error.data.message) || `HTTP ${status}`;
  if (status === 429 || status >= 500) return { kind: 'failure', failure: passing(message) };
  if (status < 300 && (json !== undefined || text === '')) return { kind: 'answer', body: json };
  if (json === undefined)
    return { kind: 'failure', failure: connectionFault('not-an-api', `HTTP ${status}`) };
  return { kind: 'error', status, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function faultOf(answer: Exclude<Answer, { kind: 'answer' }>): NetworkFailure {
  if (answer.kind === 'failure') return answer.failure;
  const { status, message } = answer;
  if (status === 401) return connectionFault('key-refused', message);
  if (status === 403) return connectionFault('forbidden', message);
  if (/connectivity *plan|device *profile|routing *profile/i.test(message))
    return connectionFault('profile-unknown', message);
  if (status === 409 || /already (exists|used|registered|in use)/i.test(message))
    return deviceFault('identifier-in-use', message);
  return deviceFault('refused', message);
}
