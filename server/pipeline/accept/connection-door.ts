import type { PlainAnswer } from '#server/http/problem.ts';
import { authenticateWebhook, type LoraProvider } from '#server/lora-networks/authenticate-webhook.ts';
import { mayTellOf } from '#server/lora-networks/global-connection.ts';
import { parseWebhook } from '#server/lora-networks/parse-webhook.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { ingestAnswers } from '../metrics.ts';
import { allowanceOf } from './allowances.ts';
import { BODY_LIMITS, type IngestDoor, type IngestRequest } from './contract.ts';
import { readDigitalMatter } from './digital-matter-door.ts';
import { connectionDirectory, type KnownConnection, loraDeviceDirectory } from './directories.sql.ts';
import type { AcceptedMessage, KeptAnswer, KnownDevice } from './message.ts';
import { type RefusalDetail, refuse } from './refuse.ts';
import type { SenmlIntake } from './senml-intake.ts';
import type { RefusalReason, Sightings } from './sightings.ts';

const CONNECTION_PATH = /^\/ingestion\/(lora|digitalmatter)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

interface ConnectionPath {
  id: string;
  isDigitalMatter: boolean;
}

function connectionPath(path: string): ConnectionPath | null {
  const [, server, id] = CONNECTION_PATH.exec(path) ?? [];
  return id === undefined
    ? null
    : { id: id.toLowerCase(), isDigitalMatter: server?.toLowerCase() === 'digitalmatter' };
}

const CODE_OF_REASON = {
  unauthorized: 'ingestion.unauthorized',
  malformed: 'ingestion.malformed',
  'unknown-device': 'ingestion.unknown-device',
  'too-large': 'ingestion.too-large',
  unsupported: 'ingestion.encoding',
  disabled: 'ingestion.connection-disabled',
} as const satisfies Record<RefusalReason, string>;

interface ConnectionDoorOptions {
  changes: ConfigurationChanges;
  clock: Clock;
  sightings: Sightings;
  /** Devices by IMEI are looked up where those that sign for themselves are. */
  devices: SenmlIntake['devices'];
  keep: (message: AcceptedMessage) => Promise<KeptAnswer>;
}

/** Network servers and makers' servers, each at the address of its connection, telling of devices by their identifiers. */
export class ConnectionDoor {
  readonly #options: ConnectionDoorOptions;
  readonly #connections;
  readonly #loraDevices;

  constructor(options: ConnectionDoorOptions) {
    this.#options = options;
    this.#connections = connectionDirectory(options.changes);
    this.#loraDevices = loraDeviceDirectory(options.changes);
  }

  /** For a server that stopped reading at the limit. */
  async tooLarge(path: string): Promise<PlainAnswer> {
    const { sightings, clock } = this.#options;
    const at = connectionPath(path);
    const detail = `More than ${BODY_LIMITS.networkServer} bytes`;
    try {
      const connection = at && (await this.#connectionAt(at));
      if (connection) sightings.refused(connection, 'too-large', detail, clock.now());
    } catch (err) {
      // Whose it was is for the operator's counts only: the answer is the same without.
      log.warn({ err }, 'a refusal was not counted');
    }
    return refuse('ingestion.too-large', path, { detail });
  }

  async answer(request: IngestRequest): Promise<PlainAnswer> {
    const at = connectionPath(request.path);
    if (!at) return refuse('ingestion.unknown-connection', request.path);
    if (request.method !== 'POST') return refuse('ingestion.method', request.path);
    const connection = await this.#connectionAt(at);
    if (!connection) return refuse('ingestion.unknown-connection', request.path);
    const refusal = this.#admit(connection, request);
    if (refusal) return refusal;
    return at.isDigitalMatter ? this.#readReport(connection, request) : this.#read(connection, request);
  }

  /** At the address of another kind of server a connection was never there. */
  async #connectionAt({ id, isDigitalMatter }: ConnectionPath): Promise<KnownConnection | null> {
    const connection = await this.#connections.find(id);
    return connection && (connection.provider === 'digital-matter') === isDigitalMatter ? connection : null;
  }

  /** A Digital Matter tracker's report: taken whole, or not at all. */
  async #readReport(connection: KnownConnection, request: IngestRequest): Promise<PlainAnswer> {
    const { clock, sightings, devices, keep } = this.#options;
    const report = readDigitalMatter(request.body);
    if (!report.ok) {
      const { code, message, path } = report.error;
      return this.#refused(connection, request, 'malformed', { code, detail: message, path });
    }
    const now = clock.now();
    sightings.heard(connection, now);
    const { imei, records } = report.value;
    const device = await devices.find(`cellular ${imei}`);
    if (!device || !mayTellOf(connection, device)) {
      sightings.unknownDevice(connection, 'cellular', imei, now);
      return this.#refused(connection, request, 'unknown-device', { detail: `IMEI ${imei}` });
    }
    const { id, customerId, shard, active } = device;
    const kept = { device: { id, customerId, shard, active }, connectionId: connection.id, receivedAt: now };
    const [first, ...others] = records.map((record) => ({
      ...kept,
      ...record,
      kind: 'digitalmatter.record',
    }));
    // A report is one message of its device, however many records it brings.
    const begun = first && (await this.#keep(first));
    if (begun?.status === 'too-many') return this.#tooMany(device, request, begun.waitMs);
    const stored = [begun, ...(await Promise.all(others.map((one) => keep(one))))];
    const accepted = stored.filter((one) => one?.status === 'accepted').length;
    return answered({ status: accepted > 0 ? 'accepted' : 'duplicate', records: accepted }, 'digital-matter');
  }

  /** Limits and who sends it, before anything of the body is believed. */
  #admit(connection: KnownConnection, request: IngestRequest): PlainAnswer | null {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      return this.#refused(connection, request, 'unsupported', { detail: `Content-Encoding is ${encoding}` });
    }
    if (request.body.length > BODY_LIMITS.networkServer) {
      return this.#refused(connection, request, 'too-large', {
        detail: `More than ${BODY_LIMITS.networkServer} bytes`,
      });
    }
    const known = authenticateWebhook(connection, request);
    if (!known.ok)
      return this.#refused(connection, request, known.reason, { code: known.code, detail: known.message });
    return connection.active ? null : this.#refused(connection, request, 'disabled');
  }

  async #read(connection: KnownConnection, request: IngestRequest): Promise<PlainAnswer> {
    const { clock, sightings } = this.#options;
    const event = parseWebhook(connection.provider as LoraProvider, request);
    if (!event.ok) {
      const { code, message, path } = event.error;
      return this.#refused(connection, request, 'malformed', { code, detail: message, path });
    }
    const now = clock.now();
    sightings.heard(connection, now);
    if (event.value === null) return answered({ status: 'ignored' });
    const device = await this.#loraDevices.find(event.value.devEui);
    // Another customer's device looks the same as none.
    if (!device || !mayTellOf(connection, device)) {
      const { devEui } = event.value;
      sightings.unknownDevice(connection, 'lora', devEui, now);
      return this.#refused(connection, request, 'unknown-device', { detail: `DevEUI ${devEui}` });
    }
    const stored = await this.#keep({
      device,
      connectionId: connection.id,
      kind: `lora.${event.value.kind}`,
      event: event.value,
      body: request.body,
      receivedAt: now,
    });
    return stored.status === 'too-many' ? this.#tooMany(device, request, stored.waitMs) : answered(stored);
  }

  /** Counted against what its device may send, where the operator says that network servers are held to it. */
  #keep(message: AcceptedMessage): Promise<KeptAnswer> {
    return this.#options.keep(allowanceOf('network') ? { ...message, limit: 'network' } : message);
  }

  #tooMany(device: KnownDevice, request: IngestRequest, waitMs: number): PlainAnswer {
    const { clock, sightings } = this.#options;
    sightings.refusedOfDevice(device, 'too-many', 'too-many', clock.now());
    const limit = allowanceOf('network')?.burst;
    return refuse('ingestion.too-many', request.path, { retryAfterSeconds: Math.ceil(waitMs / 1000), limit });
  }

  #refused(
    connection: KnownConnection,
    request: IngestRequest,
    reason: RefusalReason,
    more: RefusalDetail = {},
  ): PlainAnswer {
    const { clock, sightings } = this.#options;
    sightings.refused(connection, reason, more.detail ?? reason, clock.now());
    return refuse(CODE_OF_REASON[reason], request.path, more);
  }
}

function answered(
  body: { status: string; id?: number; records?: number },
  door: IngestDoor['name'] = 'lora',
): PlainAnswer {
  ingestAnswers.inc({ door, outcome: body.status });
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
