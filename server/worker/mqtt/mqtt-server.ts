import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Pipeline } from '#server/pipeline/pipeline.ts';
import { systemClock } from '#server/platform/clock.ts';
import { env } from '#server/platform/env.ts';
import { log } from '#server/platform/log.ts';
import { DeviceBroker } from './device-broker.ts';
import { OperatorBroker } from './operator-broker.ts';

const LISTEN_AGAIN_MS = 5_000;
/** A renewed certificate is in use within this. */
const CERTIFICATE_EVERY_MS = 3_600_000;
/** Notices of changes come in bursts; each connection of the customer is looked at after. */
const RECHECK_MS = 200;

interface Listener {
  server: Server | TlsServer;
  /** The next try to listen. */
  again: NodeJS.Timeout | null;
}

/** The doors of the broker: plain, and with TLS where a certificate is given. */
export class MqttServer {
  readonly broker: DeviceBroker;
  readonly #elsewhere: OperatorBroker | null;
  readonly #listeners: Listener[] = [];
  #certificate: NodeJS.Timeout | null = null;
  #changed = new Set<string | null>();
  #recheck: NodeJS.Timeout | null = null;
  #stopping = false;

  /** Before the pipeline starts: it is to hear what the pipeline hears. */
  constructor({ pipeline }: { pipeline: Pick<Pipeline, 'acceptor' | 'hear' | 'onConfigurationChange'> }) {
    const { INGEST_PORT, MQTT_CA_FILE: caFile, MQTT_URL: url } = env();
    const door = pipeline.acceptor.mqtt;
    this.broker = new DeviceBroker({ door, clock: systemClock });
    this.#elsewhere = url
      ? new OperatorBroker({ url, caFile, worker: String(INGEST_PORT), door, clock: systemClock })
      : null;
    pipeline.hear('mqtt_downlinks', (deviceId) => {
      this.broker.courier.heard(deviceId);
      this.#elsewhere?.heard();
    });
    pipeline.onConfigurationChange((customerId) => this.#recheckSoon(customerId));
  }

  async start(): Promise<void> {
    const { MQTT_PORT, MQTT_TLS_PORT, MQTT_TLS_CERT_FILE: cert, MQTT_TLS_KEY_FILE: key } = env();
    this.#elsewhere?.start();
    if (MQTT_PORT === 0 && !cert) return;
    await this.broker.start();
    const handle = (socket: Socket) => this.broker.handle(socket);
    if (MQTT_PORT > 0) await this.#listen(createServer(handle), MQTT_PORT);
    if (!cert || !key) return;
    const read = () => ({ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' as const });
    const secure = createTlsServer(read(), handle);
    secure.on('tlsClientError', (err) => log.debug({ err }, 'a device’s TLS was not agreed on'));
    this.#certificate = setInterval(() => renew(secure, read), CERTIFICATE_EVERY_MS).unref();
    await this.#listen(secure, MQTT_TLS_PORT);
  }

  async stop(waitMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#certificate) clearInterval(this.#certificate);
    await this.#elsewhere?.stop(waitMs);
    for (const { server, again } of this.#listeners) {
      if (again) clearTimeout(again);
      server.close();
    }
    if (this.#listeners.length > 0) await this.broker.stop(waitMs);
  }

  async #listen(server: Server | TlsServer, port: number): Promise<void> {
    const { HOST, MQTT_MAX_CONNECTIONS } = env();
    server.maxConnections = MQTT_MAX_CONNECTIONS;
    const listener: Listener = { server, again: null };
    this.#listeners.push(listener);
    // The ingestion over HTTP does not wait for a port that another program holds.
    server.on('error', (err) => {
      // Told once: until somebody does something about it the next tries fail the same way.
      if (!listener.again) log.error({ err, port }, 'MQTT cannot listen on its port; trying again');
      if (!this.#stopping)
        listener.again = setTimeout(() => server.listen(port, HOST), LISTEN_AGAIN_MS).unref();
    });
    server.on('listening', () => log.info({ host: HOST, port }, 'MQTT is listening'));
    await new Promise<void>((resolve) => {
      server.once('listening', resolve).once('error', () => resolve());
      server.listen(port, HOST);
    });
  }

  #recheckSoon(customerId: string | null): void {
    if (this.broker.sessions.size === 0) return;
    this.#changed.add(customerId);
    this.#recheck ??= setTimeout(() => {
      this.#recheck = null;
      const changed = this.#changed.has(null) ? [null] : [...this.#changed];
      this.#changed = new Set();
      for (const one of changed)
        this.broker.recheck(one).catch((err) => {
          log.warn({ err }, 'who may be connected over MQTT was not looked up; trying again');
          setTimeout(() => this.#recheckSoon(one), LISTEN_AGAIN_MS).unref();
        });
    }, RECHECK_MS).unref();
  }
}

function renew(server: TlsServer, read: () => { cert: Buffer; key: Buffer }): void {
  try {
    server.setSecureContext(read());
  } catch (err) {
    log.error({ err }, 'the certificate for MQTT could not be read again');
  }
}
