import type { AttemptOutcome } from '#server/deliveries/contract.ts';
import { type Clock, isoInstant, systemClock } from '#server/platform/clock.ts';
import type { FieldError } from '#server/platform/errors.ts';
import type { OutgoingHttp, OutgoingResult, OutgoingTls } from '#server/platform/outgoing-contract.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import type { DestinationConfig, DestinationDriver, OutgoingMessage } from '../contract.ts';
import { maskAddress, maskHeaders } from './mask.ts';
import {
  type HttpsSecrets,
  type HttpsSettings,
  httpsSecretsSchema,
  httpsSettingsSchema,
} from './settings.ts';
import { webhookHeaders } from './sign-message.ts';

type Config = DestinationConfig<HttpsSettings, HttpsSecrets>;

/** What of an answer is shown: enough to see the receiver's complaint, too little to read an inside service. */
const SHOWN_RESPONSE_BYTES = 1024;
const SHOWN_HEADER_LENGTH = 200;

export const httpsDriver = createHttpsDriver(systemClock);

export function createHttpsDriver(clock: Clock): DestinationDriver<HttpsSettings, HttpsSecrets> {
  return {
    kind: 'https',
    settingsSchema: httpsSettingsSchema,
    secretsSchema: httpsSecretsSchema,
    usedSecrets,
    check,
    send: (message, config, http) => send(message, config, http, clock.now()),
    describeRequest: (message, config) => ({
      method: config.settings.method,
      address: maskAddress(config.settings.url),
      headers: maskHeaders(
        headersOf(message, bytesOf(message), config, clock.now()),
        config.settings.headerNames,
      ),
    }),
  };
}

/** The part of the secrets that each way of authenticating needs. */
const NEEDED = { none: null, basic: 'password', bearer: 'bearerToken', 'api-key': 'apiKey' } as const;

/** The value of a header that is gone goes too: whoever sets the name again gives a new one. */
function usedSecrets({ settings, secrets: { headers, ...secrets } }: Config): HttpsSecrets {
  const used = Object.entries(headers ?? {}).filter(([name]) => settings.headerNames.includes(name));
  return used.length === 0 ? secrets : { ...secrets, headers: Object.fromEntries(used) };
}

function missingParts({ settings, secrets }: Config): FieldError[] {
  const errors: FieldError[] = [];
  const need = (path: string, there: boolean) => {
    if (!there) errors.push({ path, message: 'destinations.required' });
  };
  const needed = NEEDED[settings.authentication];
  if (needed) need(needed, secrets[needed] !== undefined);
  if (settings.authentication === 'basic') need('username', settings.username !== undefined);
  if (settings.clientCertificate !== undefined) need('clientKey', secrets.clientKey !== undefined);
  for (const name of settings.headerNames)
    need(`headers.${name}`, Object.hasOwn(secrets.headers ?? {}, name));
  return errors;
}

async function check(config: Config, http: OutgoingHttp): Promise<FieldError[]> {
  const address = await http.checkAddress(config.settings.url);
  const url = address.ok ? [] : [{ path: 'url', message: address.failure.code }];
  return [...url, ...missingParts(config)];
}

function bytesOf({ body }: OutgoingMessage): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
}

function headersOf(
  message: OutgoingMessage,
  body: Uint8Array,
  config: Config,
  at: Date,
): Record<string, string> {
  const { settings, secrets } = config;
  const signing = [secrets.signingSecret, secrets.formerSigningSecret].filter(
    (secret) => secret !== undefined,
  );
  return {
    ...secrets.headers,
    'Content-Type': 'application/json',
    'User-Agent': 'ThingsPortal/1',
    'Things-Message-Token': messageToken(body, secrets.sharedSecret),
    'Things-Plug-UUID': config.destinationId,
    ...(message.replayId ? { 'Things-Replay': message.replayId } : {}),
    ...webhookHeaders(message.webhookId, at, body, signing),
    ...authentication(settings, secrets),
  };
}

function authentication(settings: HttpsSettings, secrets: HttpsSecrets): Record<string, string> {
  switch (settings.authentication) {
    case 'none':
      return {};
    case 'basic': {
      const pair = Buffer.from(`${settings.username}:${secrets.password}`, 'utf8').toString('base64');
      return { Authorization: `Basic ${pair}` };
    }
    case 'bearer':
      return { Authorization: `Bearer ${secrets.bearerToken}` };
    case 'api-key':
      return { 'X-API-Key': secrets.apiKey ?? '' };
  }
}

function tlsOf({ settings, secrets }: Config): OutgoingTls | undefined {
  const { certificateAuthority: ca, clientCertificate: cert } = settings;
  if (ca === undefined && cert === undefined) return undefined;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || secrets.clientKey === undefined ? {} : { cert, key: secrets.clientKey }),
  };
}

async function send(
  message: OutgoingMessage,
  config: Config,
  http: OutgoingHttp,
  at: Date,
): Promise<AttemptOutcome> {
  const begun = { at: isoInstant(at) };
  const [missing] = missingParts(config);
  if (missing) {
    return {
      ...begun,
      durationMs: 0,
      error: 'destinations.misconfigured',
      message: `${missing.path} is missing.`,
    };
  }
  const { settings, destinationId } = config;
  const body = bytesOf(message);
  const tls = tlsOf(config);
  const result = await http.request(settings.url, {
    method: settings.method,
    headers: headersOf(message, body, config, at),
    body,
    timeoutMs: settings.timeoutSeconds * 1000,
    lane: destinationId,
    ...(tls ? { tls } : {}),
  });
  return { ...begun, ...outcomeOf(result, settings) };
}

function outcomeOf(result: OutgoingResult, settings: HttpsSettings): Omit<AttemptOutcome, 'at'> {
  const durationMs = Math.round(result.durationMs * 10) / 10;
  if (!result.ok) return { durationMs, error: result.failure.code, message: result.failure.message };
  const { status, headers, body } = result;
  const taken = (status >= 200 && status < 300) || status === settings.expectedResponseCode;
  const retryAfter = headers['retry-after'];
  return {
    durationMs,
    status,
    ...(taken ? { accepted: true } : {}),
    ...(body.length > 0 ? { response: shownText(body) } : {}),
    ...(typeof retryAfter === 'string' ? { retryAfter: retryAfter.slice(0, SHOWN_HEADER_LENGTH) } : {}),
  };
}

/** Readable text of the beginning; bytes that are none become U+FFFD, control characters spaces. */
function shownText(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, SHOWN_RESPONSE_BYTES));
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' ? '\n' : ' '));
}
