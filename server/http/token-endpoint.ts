import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tokenRequestSchema } from '#server/access/contract.ts';
import { issueToken } from '#server/access/token.ts';
import { systemClock } from '#server/platform/clock.ts';
import { DomainError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { consume } from '#server/platform/rate-limit.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { readBody } from './read-body.ts';

/** Of one key from one address, so that nobody elsewhere can use up a key's share. */
const limiter = new RateLimiterMemory({ points: 60, duration: 60 });

/** RFC 6749 §5.1: neither tokens nor refusals may be kept by anybody on the way. */
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
};

/** RFC 6749 §5.2. */
type TokenError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'server_error';

/** The client-credentials grant (RFC 6749 §4.4), body as JSON or form, credentials in the body or as HTTP Basic. */
export async function answerToken(request: Request): Promise<Response> {
  try {
    return await grant(request);
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'rate')
      return refuse('invalid_request', 429, 'Too many requests; wait a moment.', {
        'retry-after': String(error.details.retryAfterSeconds),
      });
    if (error instanceof DomainError) return refuse('invalid_request', 400, 'The body cannot be read.');
    log.error({ err: error }, 'token endpoint failed');
    return refuse('server_error', 500, 'Something failed on our side.');
  }
}

async function grant(request: Request): Promise<Response> {
  const body = tokenRequestSchema.safeParse(await fieldsOf(request));
  if (!body.success)
    return refuse('invalid_request', 400, 'grant_type, client_id and client_secret are needed.');
  if (body.data.grant_type !== 'client_credentials')
    return refuse('unsupported_grant_type', 400, 'Only client_credentials is offered.');
  const given = basicCredentials(request.headers.get('authorization')) ?? {
    id: body.data.client_id,
    secret: body.data.client_secret,
  };
  if (!given.id || !given.secret)
    return refuse('invalid_request', 400, 'client_id and client_secret are needed.');
  await consume(
    limiter,
    `${request.headers.get(CLIENT_ADDRESS_HEADER) ?? ''}|${given.id}`,
    'access.too-many-tries',
  );
  const issued = await issueToken(given.id, given.secret, systemClock.now());
  if (!issued)
    return refuse(
      'invalid_client',
      401,
      'Client id and secret do not belong together, or the key has ended.',
      {
        'www-authenticate': 'Basic realm="token"',
      },
    );
  const { accessToken, expiresIn, scope } = issued;
  return new Response(
    JSON.stringify({ access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, scope }),
    { headers: HEADERS },
  );
}

async function fieldsOf(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const text = await readBody(request);
  if (type === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(text);
    // RFC 6749 §3.2: a parameter must not stand there twice.
    if (new Set(form.keys()).size < [...form.keys()].length) return null;
    return Object.fromEntries(form);
  }
  if (type !== 'application/json') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function basicCredentials(header: string | null): { id: string; secret: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  try {
    return {
      id: decodeURIComponent(text.slice(0, colon)),
      secret: decodeURIComponent(text.slice(colon + 1)),
    };
  } catch {
    return null;
  }
}

function refuse(
  error: TokenError,
  status: number,
  description: string,
  more: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ error, error_description: description }), {
    status,
    headers: { ...HEADERS, ...more },
  });
}
