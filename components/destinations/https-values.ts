import type { Destination } from '#server/destinations/contract.ts';

/** The form of an HTTPS destination as it is typed; secrets are '' until somebody types one. */
export interface HttpsValues {
  name: string;
  description: string;
  url: string;
  method: 'POST' | 'GET';
  /** isSet: there is a value already, which stays while none is typed. */
  headers: { key: number; name: string; value: string; isSet: boolean }[];
  authentication: 'none' | 'basic' | 'bearer' | 'api-key';
  username: string;
  expectedResponseCode: number | null;
  timeoutSeconds: number | null;
  certificateAuthority: string;
  clientCertificate: string;
  secrets: Record<SecretName, string>;
}

export const SECRET_NAMES = [
  'sharedSecret',
  'signingSecret',
  'password',
  'bearerToken',
  'apiKey',
  'clientKey',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export const noSecrets = () =>
  Object.fromEntries(SECRET_NAMES.map((name) => [name, ''])) as Record<SecretName, string>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function valuesOf(destination?: Destination): HttpsValues {
  const settings = destination?.settings ?? {};
  const headerNames = (settings.headerNames ?? []) as string[];
  return {
    name: destination?.name ?? '',
    description: destination?.description ?? '',
    url: text(settings.url),
    method: settings.method === 'GET' ? 'GET' : 'POST',
    headers: headerNames.map((name, key) => ({ key, name, value: '', isSet: true })),
    authentication: (settings.authentication as HttpsValues['authentication'] | undefined) ?? 'none',
    username: text(settings.username),
    expectedResponseCode: (settings.expectedResponseCode as number | undefined) ?? 200,
    timeoutSeconds: (settings.timeoutSeconds as number | undefined) ?? 15,
    certificateAuthority: text(settings.certificateAuthority),
    clientCertificate: text(settings.clientCertificate),
    secrets: noSecrets(),
  };
}

const given = (value: string) => (value.trim() === '' ? undefined : value.trim());

/** As the driver takes it: what is empty is left out. */
export function configurationOf(values: HttpsValues): {
  settings: Record<string, unknown>;
  secrets: Record<string, string | Record<string, string>>;
} {
  const headers = values.headers.map((one) => ({ ...one, name: one.name.trim() })).filter(({ name }) => name);
  const basic = values.authentication === 'basic';
  const settings = {
    url: values.url.trim(),
    method: values.method,
    headerNames: headers.map(({ name }) => name),
    authentication: values.authentication,
    username: basic ? given(values.username) : undefined,
    expectedResponseCode: values.expectedResponseCode ?? undefined,
    timeoutSeconds: values.timeoutSeconds ?? undefined,
    certificateAuthority: given(values.certificateAuthority),
    clientCertificate: given(values.clientCertificate),
  };
  const secrets = SECRET_NAMES.flatMap((name) => {
    const value = given(values.secrets[name]);
    return value ? [[name, value] as const] : [];
  });
  const typed = headers.flatMap(({ name, value, isSet }) =>
    isSet && value === '' ? [] : [[name, value] as const],
  );
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    secrets: {
      ...Object.fromEntries(secrets),
      ...(typed.length ? { headers: Object.fromEntries(typed) } : {}),
    },
  };
}
