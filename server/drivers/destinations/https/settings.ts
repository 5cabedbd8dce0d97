import { z } from 'zod';

/** RFC 9110 §5.1 and §5.5: what a header's name and value may be made of. No line break can be among it. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Ours, those of the connection, and those that authentication is set by. */
const RESERVED_HEADERS = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'things-message-token',
  'things-plug-uuid',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'x-api-key',
]);
const RESERVED_PREFIX = /^(webhook-|proxy-|sec-|x-forwarded-|:)/;

export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_HEADERS.has(lower) || RESERVED_PREFIX.test(lower);
}

const MAX_HEADERS = 20;

const headerNames = z.array(z.string().max(100)).superRefine((names, context) => {
  const refuse = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  if (names.length > MAX_HEADERS)
    context.addIssue({ code: 'custom', message: 'destinations.too-many-headers' });
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    context.addIssue({ code: 'custom', message: 'destinations.header-twice' });
  }
  for (const name of names) {
    if (!HEADER_NAME.test(name)) refuse(name, 'destinations.bad-header-name');
    else if (isReservedHeader(name)) refuse(name, 'destinations.reserved-header');
  }
});

const headerValues = z.record(
  z.string().max(100),
  z.string().max(2000).regex(HEADER_VALUE, 'destinations.bad-header-value'),
);

/** Text that goes into a header as it is. */
const headerText = z.string().min(1).max(4000).regex(HEADER_VALUE, 'destinations.bad-header-value');
const pem = z
  .string()
  .max(20_000)
  .regex(/^-----BEGIN [A-Z ]+-----/, 'destinations.not-pem');

export const httpsSettingsSchema = z.strictObject({
  url: z.string().max(2048),
  method: z.enum(['POST', 'GET']).default('POST'),
  /** Their values are secrets: a header of one's own is as often as not what the receiver lets us in by. */
  headerNames: headerNames.default([]),
  authentication: z.enum(['none', 'basic', 'bearer', 'api-key']).default('none'),
  /** Basic authentication only. */
  username: headerText.refine((text) => !text.includes(':'), 'destinations.colon-in-username').optional(),
  /** A status that means "taken" besides every 2xx. */
  expectedResponseCode: z.int().min(200).max(499).default(200),
  timeoutSeconds: z.int().min(1).max(30).default(15),
  /** PEM of an authority of the receiver's own. */
  certificateAuthority: pem.optional(),
  /** PEM; its key is among the secrets. */
  clientCertificate: pem.optional(),
});

/** At least 32 printable characters without spaces, of four classes. */
export const sharedSecretSchema = z
  .string()
  .min(32, 'destinations.secret-too-short')
  .max(100, 'destinations.secret-too-long')
  .regex(/^[!-~]*$/, 'destinations.secret-characters')
  .refine(
    (secret) => [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].every((characters) => characters.test(secret)),
    'destinations.secret-classes',
  );

/** Standard Webhooks 1.0: 24 to 64 bytes in base64 behind the prefix. */
export const signingSecretSchema = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'destinations.bad-signing-secret')
  .refine((secret) => {
    const text = secret.slice('whsec_'.length).replace(/=+$/, '');
    const bytes = Math.floor((text.length * 3) / 4);
    return text.length % 4 !== 1 && bytes >= 24 && bytes <= 64;
  }, 'destinations.bad-signing-secret');

export const httpsSecretsSchema = z.strictObject({
  sharedSecret: sharedSecretSchema,
  signingSecret: signingSecretSchema,
  /** While it is being replaced, messages carry the signature of the former one too. */
  formerSigningSecret: signingSecretSchema.optional(),
  password: headerText.optional(),
  bearerToken: headerText.optional(),
  apiKey: headerText.optional(),
  /** PEM. */
  clientKey: pem.optional(),
  /** By the names in the settings, exactly as they are written there. */
  headers: headerValues.optional(),
});

export type HttpsSettings = z.infer<typeof httpsSettingsSchema>;
export type HttpsSecrets = z.infer<typeof httpsSecretsSchema>;
