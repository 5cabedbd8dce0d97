import { z } from 'zod';

/** The only reader of process.env. Read lazily, so that a build needs none of it. */
const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: z.string().min(1),
  /** Set by our own supervisor when it started the embedded server. */
  EMBEDDED_POSTGRES: z.stringbool().default(false),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().default(3000),
  INGEST_PORT: z.coerce.number().int().default(3001),
  /** The broker for devices in the worker; 0: none. */
  MQTT_PORT: z.coerce.number().int().min(0).default(1883),
  /** The same with TLS, where a certificate and its key are given (PEM files, read again every hour). */
  MQTT_TLS_PORT: z.coerce.number().int().default(8883),
  MQTT_TLS_CERT_FILE: z.string().optional(),
  MQTT_TLS_KEY_FILE: z.string().optional(),
  /** Connections of devices that one worker holds; the next wait until one ends. */
  MQTT_MAX_CONNECTIONS: z.coerce.number().int().min(1).default(20_000),
  /** What is taken of each device that speaks for itself, over HTTP and MQTT, by all processes together; 0: all that comes. */
  DEVICE_MESSAGES_PER_SECOND: z.coerce.number().min(0).max(10_000).default(1),
  /** The same of each device that a network server tells of (decision 21). */
  NETWORK_MESSAGES_PER_SECOND: z.coerce.number().min(0).max(10_000).default(0),
  /** So many at once of a device that was silent for a while. */
  MESSAGES_BURST: z.coerce.number().int().min(1).max(100_000).default(60),
  /** A broker of the operator's that devices are connected to, with our user name and password: `mqtts://portal:…@broker.example`. */
  MQTT_URL: z.url({ protocol: /^mqtts?$/ }).optional(),
  /** Whom its certificate is from (PEM), where that is nobody whom everybody knows. */
  MQTT_CA_FILE: z.string().optional(),
  /** Address under which devices reach the broker, where it is another than ours: `mqtts://mqtt.example:8883`. */
  MQTT_PUBLIC_URL: z.url({ protocol: /^mqtts?$/ }).optional(),
  /** Origin under which browsers and network servers reach the portal. */
  PUBLIC_URL: z.url().optional(),
  /** Origin under which devices reach the ingestion, where it is another: a plain address inside a SIM network. */
  DEVICE_URL: z.url({ protocol: /^https?$/ }).optional(),
  NEXTAUTH_SECRET: z.string().min(16),
  /** Name of the key-encryption key in force; the keys themselves are APP_KEK_<name>, 32 bytes base64. */
  APP_KEK_CURRENT: z.string().default('k1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Lets destinations be plain http: for laboratories. */
  ALLOW_HTTP_DESTINATIONS: z.stringbool().default(false),
  /** Tests and the demo only: addresses (CIDR, comma separated) that outgoing calls may reach although they are not public. */
  EGRESS_ALLOW_TEST_CIDR: z.string().default(''),
  /** Mail server, `smtp://user:password@host:587` or `smtps://…`; without it mails are held for administrators to read. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of all mails, `Things Portal <portal@example.org>`. */
  MAIL_FROM: z.string().min(3).optional(),
  /** Servers of NATS, comma separated: what was accepted waits there instead of in Postgres. */
  NATS_URL: z.string().optional(),
  /** Name of the stream, and of its subjects' first part. */
  NATS_STREAM: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .default('things-uplinks'),
  /** Servers that keep each message; without it three of a cluster, one where there is no cluster. */
  NATS_REPLICAS: z.coerce.number().int().min(1).max(5).optional(),
  /** PEM file of the authority that signed the servers' certificates; with it, or with tls:// addresses, TLS is asked for. */
  NATS_CA_FILE: z.string().optional(),
  /** Bearer token for /metrics from elsewhere than loopback. */
  METRICS_TOKEN: z.string().optional(),
  /** Proxies in front of the portal that append to X-Forwarded-For; 0: nobody's word but the socket's. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).default(0),
  /** Map tiles of the operator's choice, `https://tiles.example/{z}/{x}/{y}.png`; without it the maps need no network. */
  MAP_TILE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Whom the tiles are from, as their terms ask. */
  MAP_TILE_ATTRIBUTION: z.string().optional(),
  /** Messages, their bytes and the delivery log; the LoRa history promises a month, and five weeks hold every month. */
  KEEP_MESSAGES_WEEKS: z.coerce.number().int().min(5).max(520).default(5),
  /** Measurements; not shorter than the messages they are of. A year, and as much more as comparing with it takes. */
  KEEP_MEASUREMENTS_WEEKS: z.coerce.number().int().min(5).max(1040).default(60),
  /** What the demo's destinations send is taken by receivers beside the worker. */
  DEMO: z.stringbool().default(false),
  /** A fault that the chaos run must catch; honoured only where NODE_ENV is test. */
  TEST_MUTATION: z.enum(['early-ack']).optional(),
});

export type Env = z.infer<typeof schema>;

let cached: Env | undefined;

export function env(): Env {
  cached ??= schema.parse(process.env);
  return cached;
}

/** A key-encryption key by its name, or undefined where it is not set. */
export function keyEncryptionKey(name: string): string | undefined {
  return process.env[`APP_KEK_${name}`];
}

export function publicUrl(): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  return PUBLIC_URL ?? `http://${HOST === '0.0.0.0' ? '127.0.0.1' : HOST}:${PORT}`;
}

/** Without a slash at its end. */
export function deviceUrl(): string {
  return (env().DEVICE_URL ?? publicUrl()).replace(/\/+$/, '');
}

/** null: devices are not served over MQTT here. */
export function mqttUrl(): string | null {
  const { MQTT_PUBLIC_URL, MQTT_PORT, MQTT_TLS_PORT, MQTT_TLS_CERT_FILE } = env();
  if (MQTT_PUBLIC_URL) return MQTT_PUBLIC_URL.replace(/\/+$/, '');
  if (MQTT_PORT === 0) return null;
  const { hostname } = new URL(deviceUrl());
  return MQTT_TLS_CERT_FILE ? `mqtts://${hostname}:${MQTT_TLS_PORT}` : `mqtt://${hostname}:${MQTT_PORT}`;
}

export function ingestUrl(): string {
  const { HOST, INGEST_PORT } = env();
  return `http://${HOST === '0.0.0.0' ? '127.0.0.1' : HOST}:${INGEST_PORT}`;
}

/** Who mails are from; where nobody said, the portal at its own address. */
export function mailFrom(): string {
  return env().MAIL_FROM ?? `Things Portal <no-reply@${new URL(publicUrl()).hostname}>`;
}
