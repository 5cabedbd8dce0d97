import { z } from 'zod';
import type { OutgoingHttp, OutgoingRequest } from '#server/platform/outgoing-contract.ts';
import type { NetworkConfig, NetworkFailure } from '../contract.ts';
import { connectionFault, deviceFault, passing, unreached } from '../failures.ts';
import type { ThingsStackSecrets, ThingsStackSettings } from './settings-contract.ts';

export type Config = NetworkConfig<ThingsStackSettings, ThingsStackSecrets>;

/** The components that keep a device, by the prefix of their registry. */
export type Registry = 'is' | 'js' | 'ns' | 'as';

export type Answer =
  | { kind: 'answer'; body: unknown }
  | { kind: 'error'; status: number; error: ThingsStackError }
  | { kind: 'failure'; failure: NetworkFailure };

/** ttn.lorawan.v3.ErrorDetails in the form of its HTTP API. */
const errorSchema = z.object({
  message: z.string().default(''),
  details: z
    .array(
      z.object({
        name: z.string().optional(),
        attributes: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default([]),
});

export interface ThingsStackError {
  /** `end_device_euis_taken`, `no_application_rights`, … */
  name: string;
  attributes: Record<string, unknown>;
  message: string;
}

const TIMEOUT_MS = 10_000;

/** One call of the HTTP API: a path below /api/v3, JSON both ways. */
export async function ask(
  config: Config,
  http: OutgoingHttp,
  method: OutgoingRequest['method'],
  path: string,
  { body, registry }: { body?: object; registry?: Registry } = {},
): Promise<Answer> {
  const { address, identityAddress = address } = config.settings;
  const origin = registry === undefined || registry === 'is' ? identityAddress : address;
  const result = await http.request(`${origin}/api/v3${path}`, {
    method,
    headers: {
      authorization: `Bearer ${config.secrets.apiKey}`,
      accept: 'application/json',
      'user-agent': 'ThingsPortal/1',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    timeoutMs: TIMEOUT_MS,
    lane: config.connectionId,
  });
  if (!result.ok) return { kind: 'failure', failure: unreached(result.failure) };
  const { status } = result;
  if (status === 429 || status >= 500)
    return { kind: 'failure', failure: passing(messageOf(result.body, status)) };
  const json = parsed(result.body);
  if (status < 300) {
    if (json !== undefined) return { kind: 'answer', body: json };
    return { kind: 'failure', failure: connectionFault('not-an-api', `HTTP ${status}`) };
  }
  const error = errorSchema.safeParse(json);
  if (!error.success) return { kind: 'failure', failure: connectionFault('not-an-api', `HTTP ${status}`) };
  const { message, details } = error.data;
  const { name = '', attributes = {} } = details[0] ?? {};
  return { kind: 'error', status, error: { name, attributes, message } };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function messageOf(body: Uint8Array, status: number): string {
  const error = errorSchema.safeParse(parsed(body));
  return (error.success && error.data.message) || `HTTP ${status}`;
}

export function isAbsent(answer: Answer): boolean {
  return answer.kind === 'error' && answer.status === 404;
}

export function faultOf(answer: Exclude<Answer, { kind: 'answer' }>): NetworkFailure {
  if (answer.kind === 'failure') return answer.failure;
  const { status, error } = answer;
  if (status === 401) return connectionFault('key-refused', error.message);
  if (status === 403) return connectionFault('forbidden', error.message);
  if (/frequency_plan/.test(`${error.name} ${error.message}`))
    return connectionFault('profile-unknown', error.message);
  if (status === 404) return connectionFault('application-unknown', error.message);
  if (status === 409) return deviceFault('identifier-in-use', error.message);
  return deviceFault('refused', error.message);
}
