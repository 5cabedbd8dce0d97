import {
  claimSystemMqttDownlink,
  endSystemMqttDelivered,
  type MqttDownlink,
  releaseSystemMqttDownlink,
  selectSystemUntold,
} from '#server/downlinks/mqtt-work.sql.ts';
import { packFor } from '#server/downlinks/record-rules.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import type { Session, Sessions } from './session.ts';

const LOOK_EVERY_MS = 5_000;

export interface CourierOptions {
  broker: string;
  clock: Clock;
  sessions: Sessions;
}

/**
 * Takes downlinks whose turn it is to devices that are connected here. Notices tell of them; what a notice was lost of
 * is found by looking now and then.
 */
export class Courier {
  readonly #options: CourierOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    if (this.#options.sessions.size === 0) return;
    try {
      for (const deviceId of await selectSystemUntold(this.#options.broker)) this.heard(deviceId);
    } catch (err) {
      log.warn({ err }, 'downlinks for MQTT could not be read');
    }
  }

  /** A downlink of this device has its turn. */
  heard(deviceId: string): void {
    const session = this.#options.sessions.listening(deviceId);
    if (session) void this.tell(session, false);
  }

  /** @param again also what an earlier connection was sent and did not acknowledge */
  async tell(session: Session, again: boolean): Promise<void> {
    const { clock } = this.#options;
    try {
      const downlink = await claimSystemMqttDownlink(session.device.id, { now: clock.now(), again });
      if (!downlink) return;
      if (await this.#sent(session, downlink)) await endSystemMqttDelivered(downlink.id, clock.now());
      else await releaseSystemMqttDownlink(downlink, clock.now());
    } catch (err) {
      log.warn({ err, deviceId: session.device.id }, 'a downlink could not be taken to its device');
    }
  }

  /** Whether the device acknowledged it, or was written to where it asked for no acknowledgements. */
  #sent(session: Session, { method }: MqttDownlink): Promise<boolean> {
    const { client, listens, urn, unacknowledged } = session;
    if (!listens || client.closed) return Promise.resolve(false);
    const payload = JSON.stringify(packFor(method.records, deviceUrn(urn.kind, urn.id)));
    const messageId = session.nextMessageId;
    session.nextMessageId = (messageId % 65_535) + 1;
    return new Promise((resolve) => {
      unacknowledged.set(messageId, resolve);
      const packet = {
        cmd: 'publish',
        topic: listens.topic,
        payload,
        qos: 1,
        retain: false,
        dup: false,
      } as const;
      client.publish(packet, () => {
        if (listens.qos === 0) resolve(!client.closed);
      });
    });
  }
}
