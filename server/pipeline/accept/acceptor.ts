import { isFirmwarePath } from '#server/firmware/rules.ts';
import type { PlainAnswer } from '#server/http/problem.ts';
import { authenticateWebhook, type LoraProvider } from '#server/lora-networks/authenticate-webhook.ts';
import { mayTellOf } from '#server/lora-networks/global-connection.ts';
import { parseWebhook } from '#server/lora-networks/parse-webhook.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { batchSql } from '#server/platform/database.ts';
import { env } from '#server/platform/env.ts';
import { log } from '#server/platform/log.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { acceptSeconds, ingestAnswers } from '../metrics.ts';
import { BODY_LIMITS, type IngestDoor, type IngestRequest } from './contract.ts';
import { readDigitalMatter } from './digital-matter-door.ts';
import { connectionDirectory, type KnownConnection, loraDeviceDirectory } from './directories.sql.ts';
import { GroupCommit } from './group-commit.ts';
import type { AcceptedMessage, StoredAnswer } from './message.ts';
import { MqttDoor } from './mqtt-door.ts';
import { type RefusalDetail, refuse } from './refuse.ts';
import { isSenmlPath, SenmlDoor } from './senml-door.ts';
import { SenmlIntake } from './senml-intake.ts';
import { type RefusalReason, Sightings } from './sightings.ts';
import { storeMessages } from './store.sql.ts';

export interface AcceptorOptions {
  changes: ConfigurationChanges;
  clock?: Clock;
  /** Called with what was committed, before it is answered. */
  onStored?(stored: readonly StoredMessage[]): void;
  /** Where messages are kept instead of in the database; nothing is told by `onStored` then. */
  stream?: { publish(messages: readonly AcceptedMessage[]): Promise<(StoredAnswer | Error)[]> } | undefined;
}

export interface StoredMessage extends AcceptedMessage {
  id: number;
}

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

/** Which door an address is, before any of its body is read; null where there is none. */
export function doorOf(path: string): IngestDoor | null {
  if (path.startsWith('/ingestion/lora/')) return { name: 'lora', bodyLimit: BODY_LIMITS.networkServer };
  if (path.startsWith('/ingestion/digitalmatter/'))
    return { name: 'digital-matter', bodyLimit: BODY_LIMITS.networkServer };
  if (isSenmlPath(path)) return { name: 'senml', bodyLimit: BODY_LIMITS.device };
  return isFirmwarePath(path) ? { name: 'firmware', bodyLimit: 0 } : null;
}

/** From a request to an answer: 2xx only for what is committed. */
export class Acceptor {
  readonly sightings = new Sightings();
  /** For the brokers of MQTT: whoever publishes to them is let in here. */
  readonly mqtt: MqttDoor;
  readonly #options: AcceptorOptions;
  readonly #clock: Clock;
  readonly #connections;
  readonly #devices;
  readonly #senml: SenmlDoor;
  readonly #signing: SenmlIntake['devices'];
  readonly #commit: GroupCommit<AcceptedMessage, StoredAnswer>;
  /** The fault that the chaos run must notice (R2); asked for once. */
  #answersEarly: boolean | undefined;
  #notStored = 0;
  #tellAgainAt = 0;

  constructor(options: AcceptorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#connections = connectionDirectory(options.changes);
    this.#devices = loraDeviceDirectory(options.changes);
    this.#commit = new GroupCommit({ flush: (messages) => this.#store(messages) });
    const { sightings } = this;
    const keep = (message: AcceptedMessage) => this.#keep(message);
    const intake = new SenmlIntake({ changes: options.changes, clock: this.#clock, sightings, keep });
    this.#signing = intake.devices;
    this.#senml = new SenmlDoor({ clock: this.#clock, intake });
    this.mqtt = new MqttDoor({ clock: this.#clock, intake });
  }

  /** Messages accepted and not yet committed. */
  get waiting(): number {
    return this.#commit.waiting;
  }

  async accept(request: IngestRequest): Promise<PlainAnswer> {
    const began = performance.now();
    try {
      return await this.#answer(request);
    } catch (err) {
      this.#tellNotStored(err);
      return refuse('ingestion.unavailable', request.path);
    } finally {
      acceptSeconds.observe((performance.now() - began) / 1000);
    }
  }

  /** When the database is away every message fails the same way: told once in a while, with how many. */
  #tellNotStored(err: unknown): void {
    this.#notStored++;
    const now = performance.now();
    if (now < this.#tellAgainAt) return;
    log.error({ err, messages: this.#notStored }, 'messages could not be stored');
    this.#notStored = 0;
    this.#tellAgainAt = now + 5_000;
  }

  /** For a server that stopped reading at the limit. */
  async tooLarge(path: string): Promise<PlainAnswer> {
    if (isSenmlPath(path)) return this.#senml.tooLarge(path);
    const at = connectionPath(path);
    const detail = `More than ${BODY_LIMITS.networkServer} bytes`;
    try {
      const connection = at && (await this.#connectionAt(at));
      if (connection) this.sightings.refused(connection, 'too-large', detail, this.#clock.now());
    } catch (err) {
      // Whose it was is for the operator's counts only: the answer is the same without.
      log.warn({ err }, 'a refusal was not counted');
    }
    return refuse('ingestion.too-large', path, { detail });
  }

  /** Stores messages of devices that the caller has looked up; resolves when they are committed. */
  submit(message: AcceptedMessage): Promise<StoredAnswer> {
    return this.#commit.submit(message);
  }

  async stop(): Promise<void> {
    await this.#commit.idle();
    await this.sightings.flush();
  }

  async #answer(request: IngestRequest): Promise<PlainAnswer> {
    const at = connectionPath(request.path);
    if (!at) {
      if (isSenmlPath(request.path)) return this.#senml.answer(request);
      return refuse(
        doorOf(request.path) ? 'ingestion.unknown-connection' : 'ingestion.not-found',
        request.path,
      );
    }
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
    const report = readDigitalMatter(request.body);
    if (!report.ok) {
      const { code, message, path } = report.error;
      return this.#refused(connection, request, 'malformed', { code, detail: message, path });
    }
    const now = this.#clock.now();
    this.sightings.heard(connection, now);
    const { imei, records } = report.value;
    const device = await this.#signing.find(`cellular ${imei}`);
    if (!device || !mayTellOf(connection, device)) {
      this.sightings.unknownDevice(connection, 'cellular', imei, now);
      return this.#refused(connection, request, 'unknown-device', { detail: `IMEI ${imei}` });
    }
    const { id, customerId, shard, active } = device;
    const kept = { device: { id, customerId, shard, active }, connectionId: connection.id, receivedAt: now };
    const stored = await Promise.all(
      records.map((record) => this.#keep({ ...kept, ...record, kind: 'digitalmatter.record' })),
    );
    const accepted = stored.filter(({ status }) => status === 'accepted').length;
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
    const event = parseWebhook(connection.provider as LoraProvider, request);
    if (!event.ok) {
      const { code, message, path } = event.error;
      return this.#refused(connection, request, 'malformed', { code, detail: message, path });
    }
    const now = this.#clock.now();
    this.sightings.heard(connection, now);
    if (event.value === null) return answered({ status: 'ignored' });
    const device = await this.#devices.find(event.value.devEui);
    // Another customer's device looks the same as none.
    if (!device || !mayTellOf(connection, device)) {
      const { devEui } = event.value;
      this.sightings.unknownDevice(connection, 'lora', devEui, now);
      return this.#refused(connection, request, 'unknown-device', { detail: `DevEUI ${devEui}` });
    }
    const stored = await this.#keep({
      device,
      connectionId: connection.id,
      kind: kindOf(event.value),
      event: event.value,
      body: request.body,
      receivedAt: now,
    });
    return answered(stored);
  }

  async #keep(message: AcceptedMessage): Promise<StoredAnswer> {
    const stored = this.#commit.submit(message);
    this.#answersEarly ??= env().NODE_ENV === 'test' && env().TEST_MUTATION === 'early-ack';
    if (this.#answersEarly) {
      stored.catch(() => {});
      return { status: 'accepted', id: 0 };
    }
    return stored;
  }

  async #store(messages: AcceptedMessage[]): Promise<(StoredAnswer | Error)[]> {
    const { stream, onStored } = this.#options;
    const answers = await (stream ? stream.publish(messages) : storeMessages(batchSql(), messages));
    const stored: StoredMessage[] = [];
    for (const [index, answer] of answers.entries()) {
      if (answer instanceof Error) continue;
      const message = messages[index] as AcceptedMessage;
      if (answer.status === 'duplicate')
        this.sightings.repeated(message.device, message.connectionId, message.receivedAt);
      else if (answer.id !== undefined) stored.push({ ...message, id: answer.id });
    }
    if (stored.length) onStored?.(stored);
    return answers;
  }

  #refused(
    connection: KnownConnection,
    request: IngestRequest,
    reason: RefusalReason,
    more: RefusalDetail = {},
  ): PlainAnswer {
    this.sightings.refused(connection, reason, more.detail ?? reason, this.#clock.now());
    return refuse(CODE_OF_REASON[reason], request.path, more);
  }
}

const CODE_OF_REASON = {
  unauthorized: 'ingestion.unauthorized',
  malformed: 'ingestion.malformed',
  'unknown-device': 'ingestion.unknown-device',
  'too-large': 'ingestion.too-large',
  unsupported: 'ingestion.encoding',
  disabled: 'ingestion.connection-disabled',
} as const satisfies Record<RefusalReason, string>;

export function kindOf(event: LoraEvent): string {
  return `lora.${event.kind}`;
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
