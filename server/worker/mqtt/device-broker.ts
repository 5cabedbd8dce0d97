import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Aedes, type AedesPublishPacket, type Client, type Subscription } from 'aedes';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { deviceTopic, sameUrn } from '#server/mqtt/rules.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import type { MqttDoor } from '#server/pipeline/accept/mqtt-door.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import { FrameLengths } from '#server/protocols/mqtt/frame-lengths.ts';
import { type DeviceUrn, deviceUrn, parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { Courier } from './courier.ts';
import { NothingKept } from './nothing-kept.ts';
import { Presence } from './presence.ts';
import { type Session, Sessions } from './session.ts';

/** Topic, packet identifier and header come beside the payload. */
const LONGEST_PACKET = BODY_LIMITS.device + 1_024;
const LONGEST_CLIENT_ID = 128;
/** From connecting to CONNECT. */
const CONNECT_MS = 10_000;
/** Wrong passwords of one device from one address: those after are refused unread. */
const FAILURES = { points: 20, duration: 60 };
/** Return codes of CONNACK (MQTT 3.1.1 §3.2.2.3). */
const CONNACK = { identifierRejected: 2, unavailable: 3, badCredentials: 4, notAuthorized: 5 } as const;

/** SUBACK (MQTT 3.1.1 §3.9.3). */
const REFUSED_QOS = 128;

/** What a CONNECT tells, kept until its sender is known. */
interface Introduction {
  urn: DeviceUrn | null;
  hasWill: boolean;
  address: string;
}

/**
 * MQTT 3.1.1 for devices (product/10): each signs in as itself, publishes to its own uplink topic, listens to its own
 * downlink topic and nothing else. Every session is a clean one: what there is to keep is in the database.
 */
export class DeviceBroker {
  readonly id = randomUUID();
  readonly sessions = new Sessions();
  readonly courier: Courier;
  readonly presence = new Presence(this.id);
  readonly #door: MqttDoor;
  readonly #clock: Clock;
  readonly #aedes: Aedes;
  readonly #failures = new RateLimiterMemory(FAILURES);
  readonly #introductions = new WeakMap<Client, Introduction>();
  readonly #publishing = new Set<Promise<void>>();

  constructor({ door, clock }: { door: MqttDoor; clock: Clock }) {
    this.#door = door;
    this.#clock = clock;
    this.courier = new Courier({ broker: this.id, clock, sessions: this.sessions });
    this.#aedes = new Aedes({
      id: this.id,
      persistence: new NothingKept((client, messageId) => this.#acknowledged(client, messageId)),
      connectTimeout: CONNECT_MS,
      maxClientsIdLength: LONGEST_CLIENT_ID + 64,
      preConnect: (client, packet, done) => {
        this.#introduce(client, packet);
        done(null, packet.clientId.length <= LONGEST_CLIENT_ID + 64);
      },
      authenticate: (client, _user, password, done) =>
        void this.#authenticate(client, password).then(
          (code) => (code === null ? done(null, true) : done(refusal(code), false)),
          (err) => {
            log.warn({ err }, 'a device could not be looked up for MQTT');
            done(refusal(CONNACK.unavailable), false);
          },
        ),
      authorizePublish: (client, packet, done) => {
        const work = this.#publish(client, packet as AedesPublishPacket);
        this.#publishing.add(work);
        work.then(() => done(null), done).finally(() => this.#publishing.delete(work));
      },
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#maySubscribe(client, subscription) ? subscription : null),
      authorizeForward: (client, packet) => this.#numbered(client, packet),
    });
    this.#listen();
  }

  async start(): Promise<void> {
    await this.#aedes.listen();
    await this.presence.start();
    this.courier.start();
  }

  /** A connection of a device, whether there is TLS on it or not. */
  handle(socket: Socket): void {
    socket.setNoDelay(true);
    // A device that sets no keep-alive would leave its connection behind for ever.
    socket.setKeepAlive(true, 60_000);
    guardLengths(socket, () => {
      const session = this.#sessionOf(socket);
      if (session)
        this.#door.refused(session.device, 'malformed', `A packet of more than ${LONGEST_PACKET} bytes`);
    });
    this.#aedes.handle(socket);
  }

  /** Who may not be here any more goes; of the others is known what is true now. */
  async recheck(customerId: string | null): Promise<void> {
    const sessions = this.sessions.all(customerId);
    await Promise.all(
      sessions.map(async (session) => {
        const device = await this.#door.find(session.urn);
        const isSame =
          device?.id === session.device.id && device.mqttPassword === session.device.mqttPassword;
        if (isSame && (device.active || !session.device.active)) session.device = device;
        else session.client.close();
      }),
    );
  }

  /** What is being stored is acknowledged first. */
  async stop(waitMs: number): Promise<void> {
    this.courier.stop();
    const late = new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    await Promise.race([Promise.allSettled(this.#publishing), late]);
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
    await this.presence.stop();
  }

  #listen(): void {
    this.#aedes.on('subscribe', (subscriptions, client) => {
      const session = this.sessions.byClient(client);
      const [granted] = subscriptions.filter(({ qos }) => (qos as number) !== REFUSED_QOS);
      if (!session || !granted) return;
      session.listens = granted;
      void this.courier.tell(session, true);
    });
    this.#aedes.on('unsubscribe', (topics, client) => {
      const session = this.sessions.byClient(client);
      if (session?.listens && topics.includes(session.listens.topic)) session.listens = null;
    });
  }

  /** Client ids are of a device: another device's connection is never taken over. */
  #introduce(client: Client, packet: Parameters<NonNullable<Aedes['preConnect']>>[1]): void {
    const urn = parseDeviceUrn(packet.username ?? '');
    const known = urn.ok ? urn.value : null;
    const address = (client.conn as Socket).remoteAddress ?? '';
    this.#introductions.set(client, { urn: known, hasWill: packet.will !== undefined, address });
    packet.clientId = `${known ? deviceUrn(known.kind, known.id) : ''}/${packet.clientId || randomUUID()}`;
    packet.clean = true;
    delete packet.will;
  }

  /** The return code of a refusal; null: it is who it says. */
  async #authenticate(client: Client, password: Buffer | undefined): Promise<number | null> {
    const introduction = this.#introductions.get(client);
    if (!introduction?.urn || !password) {
      this.#door.refusedNameless(
        introduction?.urn ? 'A device without a password' : 'The user name is no URN of a device',
      );
      return CONNACK.badCredentials;
    }
    const { urn, hasWill, address } = introduction;
    const key = `${address} ${urn.kind} ${urn.id}`;
    if (((await this.#failures.get(key))?.consumedPoints ?? 0) >= FAILURES.points)
      return CONNACK.notAuthorized;
    const device = await this.#door.authenticate(urn, password);
    if (!device) {
      await this.#failures.consume(key).catch(() => {});
      return CONNACK.badCredentials;
    }
    if (hasWill) {
      this.#door.refused(device, 'unauthorized', 'A will is not taken: connect without one');
      return CONNACK.notAuthorized;
    }
    this.#begun(client, urn, device);
    return null;
  }

  #begun(client: Client, urn: DeviceUrn, device: Session['device']): void {
    const connectedAt = this.#clock.now();
    const session = {
      client,
      urn,
      device,
      connectedAt,
      listens: null,
      unacknowledged: new Map(),
      nextMessageId: 1,
    };
    // The same client again: it takes the place of its former connection.
    const former = this.sessions.of(device.id).find((one) => one.client.id === client.id);
    if (former) this.sessions.remove(former);
    this.sessions.add(session)?.client.close();
    this.presence.changed({ deviceId: device.id, customerId: device.customerId, connectedAt, endedAt: null });
    client.conn.once('close', () => this.#ended(client));
  }

  #ended(client: Client): void {
    const session = this.sessions.byClient(client);
    if (!session || !this.sessions.remove(session)?.isLast) return;
    const { id: deviceId, customerId } = session.device;
    this.presence.changed({
      deviceId,
      customerId,
      connectedAt: session.connectedAt,
      endedAt: this.#clock.now(),
    });
  }

  #sessionOf(socket: Socket): Session | undefined {
    const client = (socket as Socket & { client?: Client }).client;
    return client && this.sessions.byClient(client);
  }

  /** Throws what ends the connection, the only answer but an acknowledgement (MQTT 3.1.1 §3.3.5). */
  async #publish(client: Client | null, packet: AedesPublishPacket): Promise<void> {
    const session = client && this.sessions.byClient(client);
    if (!session) throw new Error('nobody publishes here but devices');
    const topic = deviceTopic(packet.topic);
    const { device, urn } = session;
    if (topic?.leaf !== 'uplink' || !sameUrn(topic.urn, urn)) {
      const own = `devices/${deviceUrn(urn.kind, urn.id)}/uplink`;
      this.#door.refused(
        device,
        'unauthorized',
        `It may publish to ${own} only, not to ${shown(packet.topic)}`,
      );
      throw new Error('not a topic of this device');
    }
    if (packet.qos === 2) {
      this.#door.refused(device, 'malformed', 'QoS 2 is not offered: publish with QoS 0 or 1');
      throw new Error('QoS 2 is not offered');
    }
    packet.retain = false;
    await this.#door.publish(device, {
      urn,
      payload: packet.payload as Buffer,
      isRepeated: packet.dup,
    });
  }

  #maySubscribe(client: Client, { topic }: Subscription): boolean {
    const session = this.sessions.byClient(client);
    const asked = deviceTopic(topic);
    if (session && asked?.leaf === 'downlink' && sameUrn(asked.urn, session.urn)) return true;
    if (session) {
      const own = `devices/${deviceUrn(session.urn.kind, session.urn.id)}/downlink`;
      this.#door.refused(
        session.device,
        'unauthorized',
        `It may subscribe to ${own} only, not to ${shown(topic)}`,
      );
    }
    return false;
  }

  /** The packet identifier is ours to choose, so that its acknowledgement is known again. */
  #numbered(client: Client, packet: AedesPublishPacket): AedesPublishPacket {
    const session = this.sessions.byClient(client);
    const messageId = session && [...session.unacknowledged.keys()].at(-1);
    if (messageId !== undefined) Object.assign(packet, { messageId });
    return packet;
  }

  #acknowledged(client: { id: string }, messageId: number): void {
    const session = this.sessions.byClient(client);
    session?.unacknowledged.get(messageId)?.(true);
    session?.unacknowledged.delete(messageId);
  }
}

function refusal(returnCode: number): Error & { returnCode: number } {
  return Object.assign(new Error('not let in'), { returnCode });
}

const shown = (topic: string) => JSON.stringify(topic.length > 100 ? `${topic.slice(0, 100)}…` : topic);

/** Looks at what is read before the parser of the broker does, which would gather a packet of any length. */
function guardLengths(socket: Socket, tooLong: () => void): void {
  const lengths = new FrameLengths();
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const bytes = read(size);
    if (bytes === null || lengths.longest(bytes) <= LONGEST_PACKET) return bytes;
    tooLong();
    socket.destroy();
    return null;
  };
}
