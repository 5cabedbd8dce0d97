import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import mqtt, {
  type DoneCallback,
  type IClientOptions,
  type IPublishPacket,
  type MqttClient,
  type Packet,
} from 'mqtt';
import {
  claimSystemMqttDownlink,
  endSystemMqttDelivered,
  type MqttDownlink,
  releaseSystemMqttDownlink,
  selectSystemUntoldElsewhere,
} from '#server/downlinks/mqtt-work.sql.ts';
import { packFor } from '#server/downlinks/record-rules.ts';
import { deviceTopic, topicsOf } from '#server/mqtt/rules.ts';
import type { MqttDoor } from '#server/pipeline/accept/mqtt-door.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { AckWindow } from './ack-window.ts';

const LOOK_EVERY_MS = 5_000;
const RECONNECT_MS = 2_000;
/** The broker keeps what comes in while no worker is there for so long (MQTT 5 §3.1.2.11.2), seconds. */
const SESSION_S = 7 * 86_400;
/** Messages being stored at a time; the broker sends no more than that unacknowledged (MQTT 5 §3.1.2.11.3). */
const IN_FLIGHT = 500;
/** Tells the library to go on without an acknowledgement: that is sent once the message is committed. */
const LATER = new Error('acknowledged later');
/** MQTT 5 §3.4.2.1: nobody listens. */
const NO_MATCHING_SUBSCRIBERS = 0x10;
/** Workers share what comes in: each message goes to one of them (MQTT 5 §4.8.2). */
const UPLINKS = '$share/things/devices/+/uplink';

export interface OperatorBrokerOptions {
  /** With user name and password. */
  url: string;
  caFile?: string | undefined;
  /** Tells this worker from the others, also after a restart. */
  worker: string;
  door: MqttDoor;
  clock: Clock;
}

/**
 * A broker of the operator's (Mosquitto, EMQX) that devices are connected to in place of ours. It has authenticated
 * them and lets each use its own topics only; a message is acknowledged to it once it is committed.
 */
export class OperatorBroker {
  readonly #options: OperatorBrokerOptions;
  #client: MqttClient | null = null;
  /** Of the connection that there is. */
  #window: { stream: MqttClient['stream']; messages: AckWindow } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(options: OperatorBrokerOptions) {
    this.#options = options;
  }

  start(): void {
    const { url, worker } = this.#options;
    const client = mqtt.connect(url, {
      protocolVersion: 5,
      clientId: `things-portal-${hostname()}-${worker}`,
      clean: false,
      properties: { sessionExpiryInterval: SESSION_S, receiveMaximum: IN_FLIGHT },
      reconnectPeriod: RECONNECT_MS,
      ...this.#trust(),
    });
    this.#client = client;
    client.on('connect', () => this.#subscribe(client));
    client.on('error', (err) =>
      log.warn({ err }, 'the broker of the operator did not let us in, or broke off'),
    );
    client.handleMessage = (packet, done) => this.#take(client, packet, done);
    this.#timer = setInterval(() => this.heard(), LOOK_EVERY_MS).unref();
  }

  get isConnected(): boolean {
    return this.#client?.connected ?? false;
  }

  /** Some downlink has its turn. */
  heard(): void {
    this.#looking = this.#looking.then(() => this.#look());
  }

  /** What is being stored is acknowledged first. Its session stays at the broker. */
  async stop(waitMs: number): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#isStopping = true;
    await this.#looking;
    await Promise.race([this.#window?.messages.idle(), sleep(waitMs, undefined, { ref: false })]);
    await this.#client?.endAsync().catch(() => {});
  }

  #trust(): IClientOptions {
    const { caFile } = this.#options;
    return caFile === undefined ? {} : { ca: readFileSync(caFile) };
  }

  #subscribe(client: MqttClient): void {
    client.subscribe(UPLINKS, { qos: 1 }, (err, granted) => {
      const isRefused = granted?.some(({ qos }) => qos >= 0x80);
      if (err || isRefused)
        log.error({ err, topic: UPLINKS }, 'the broker of the operator refuses our subscription');
      else log.info('listening at the broker of the operator');
    });
  }

  #take(client: MqttClient, packet: IPublishPacket, done: DoneCallback): void {
    // Whoever comes next is sent it again.
    if (this.#isStopping) return;
    const { topic, payload, dup, qos, messageId } = packet;
    const of = deviceTopic(topic);
    const { stream } = client;
    this.#messagesOf(client).add(
      {
        sender: of ? deviceUrn(of.urn.kind, of.urn.id) : '',
        store: async () => {
          if (of?.leaf !== 'uplink') return;
          await this.#options.door.publishFromBroker({
            urn: of.urn,
            payload: payload as Buffer,
            isRepeated: dup,
          });
        },
        acknowledge: () => {
          if (qos > 0 && messageId !== undefined && !stream.destroyed) stream.write(pubackOf(messageId));
        },
      },
      () => done(LATER),
    );
  }

  /** What the session still held comes before the library tells of the connection. */
  #messagesOf(client: MqttClient): AckWindow {
    const { stream } = client;
    if (this.#window?.stream === stream) return this.#window.messages;
    this.#window?.messages.abandon();
    const messages = new AckWindow({
      most: IN_FLIGHT,
      broken(err) {
        // Not acknowledged: over a new connection the broker sends it again.
        log.warn({ err }, 'a message of the operator’s broker could not be stored');
        stream.destroy();
      },
    });
    this.#window = { stream, messages };
    return messages;
  }

  async #look(): Promise<void> {
    if (!this.isConnected) return;
    try {
      for (const { deviceId, urn } of await selectSystemUntoldElsewhere()) await this.#tell(deviceId, urn);
    } catch (err) {
      log.warn({ err }, 'downlinks could not be given to the broker of the operator');
    }
  }

  async #tell(deviceId: string, urn: string): Promise<void> {
    const { clock } = this.#options;
    const downlink = await claimSystemMqttDownlink(deviceId, { now: clock.now(), again: false });
    if (!downlink) return;
    if (await this.#published(urn, downlink)) await endSystemMqttDelivered(downlink.id, clock.now());
    else await releaseSystemMqttDownlink(downlink, clock.now());
  }

  /** Whether the broker took it for somebody; the library tells only who asks for each packet. One at a time. */
  async #published(urn: string, { method }: MqttDownlink): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    let isForNobody = false;
    const look = (packet: Packet) => {
      if (packet.cmd === 'puback' && packet.reasonCode === NO_MATCHING_SUBSCRIBERS) isForNobody = true;
    };
    client.on('packetreceive', look);
    try {
      const payload = JSON.stringify(packFor(method.records, urn));
      await client.publishAsync(topicsOf(urn).downlink, payload, { qos: 1 });
      return !isForNobody;
    } catch (err) {
      log.info({ err }, 'the broker of the operator did not take a downlink');
      return false;
    } finally {
      client.off('packetreceive', look);
    }
  }
}

/** PUBACK of success (MQTT 5 §3.4.2.1: without reason code and properties). */
function pubackOf(messageId: number): Buffer {
  return Buffer.of(0x40, 2, messageId >> 8, messageId & 0xff);
}
