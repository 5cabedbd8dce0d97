import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Aedes, type AedesPublishPacket, type Client, type Subscription } from 'aedes';
import type { MqttDoor } from '#server/pipeline/accept/mqtt-door.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { DeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { Courier } from './courier.ts';
import { NothingKept } from './nothing-kept.ts';
import { refusedPublication, refusedSubscription } from './own-topics.ts';
import { guardLengths, LONGEST_PACKET } from './packet-guard.ts';
import { Presence } from './presence.ts';
import { type Session, Sessions } from './session.ts';
import { CONNACK, refusal, SignIn } from './sign-in.ts';

const LONGEST_CLIENT_ID = 128;
/** From connecting to CONNECT. */
const CONNECT_MS = 10_000;
/** SUBACK (MQTT 3.1.1 §3.9.3). */
const REFUSED_QOS = 128;

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
  readonly #signIn: SignIn;
  readonly #publishing = new Set<Promise<void>>();

  constructor({ door, clock }: { door: MqttDoor; clock: Clock }) {
    this.#door = door;
    this.#clock = clock;
    this.#signIn = new SignIn(door);
    this.courier = new Courier({ broker: this.id, clock, sessions: this.sessions });
    this.#aedes = new Aedes({
      id: this.id,
      persistence: new NothingKept((client, messageId) => this.#acknowledged(client, messageId)),
      connectTimeout: CONNECT_MS,
      maxClientsIdLength: LONGEST_CLIENT_ID + 64,
      preConnect: (client, packet, done) => {
        this.#signIn.introduce(client, packet);
        done(null, packet.clientId.length <= LONGEST_CLIENT_ID + 64);
      },
      authenticate: (client, _user, password, done) =>
        void this.#letIn(client, password).then(
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

  /** The return code of a refusal; null: it is who it says. */
  async #letIn(client: Client, password: Buffer | undefined): Promise<number | null> {
    const known = await this.#signIn.authenticate(client, password);
    if (typeof known === 'number') return known;
    this.#begun(client, known.urn, known.device);
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
    for (const { client } of this.sessions.add(session)) client.close();
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
    const refused = refusedPublication(session.urn, packet);
    if (refused) {
      this.#door.refused(session.device, refused.reason, refused.detail);
      throw new Error(refused.detail);
    }
    packet.retain = false;
    await this.#door.publish(session.device, {
      urn: session.urn,
      payload: packet.payload as Buffer,
      isRepeated: packet.dup,
    });
  }

  #maySubscribe(client: Client, { topic }: Subscription): boolean {
    const session = this.sessions.byClient(client);
    const refused = session && refusedSubscription(session.urn, topic);
    if (refused) this.#door.refused(session.device, refused.reason, refused.detail);
    return session !== undefined && refused === null;
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
