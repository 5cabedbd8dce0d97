import type { Client } from 'aedes';
import type { SigningDevice } from '#server/pipeline/accept/senml-devices.sql.ts';
import type { DeviceUrn } from '#server/protocols/senml/device-urn.ts';

/** A device that is connected. */
export interface Session {
  client: Client;
  urn: DeviceUrn;
  /** As it was last read: another password, or less rights, end the connection. */
  device: SigningDevice;
  connectedAt: Date;
  /** null: it does not listen. The topic is as the device wrote it. */
  listens: { topic: string; qos: number } | null;
  /** What it was sent and has not acknowledged, by packet identifier; told whether it arrived. */
  unacknowledged: Map<number, (arrived: boolean) => void>;
  nextMessageId: number;
}

/** Connections of one device at a time; one more, and the oldest is taken for one that nobody noticed the end of. */
const MOST_OF_DEVICE = 4;

/** Who is connected, by client and by device. */
export class Sessions {
  readonly #byClient = new Map<string, Session>();
  readonly #byDevice = new Map<string, Session[]>();

  get size(): number {
    return this.#byClient.size;
  }

  /** Answers with those that have to make room: the ones before it may still be closing. */
  add(session: Session): readonly Session[] {
    const { id } = session.device;
    this.#byClient.set(session.client.id, session);
    const all = [...this.of(id), session];
    this.#byDevice.set(id, all);
    return all.slice(0, -MOST_OF_DEVICE);
  }

  /** Whether it was there, and was the last of its device. */
  remove(session: Session): { isLast: boolean } | null {
    const { id } = session.device;
    const before = this.of(id);
    const left = before.filter((one) => one !== session);
    if (left.length === before.length) return null;
    if (left.length > 0) this.#byDevice.set(id, left);
    else this.#byDevice.delete(id);
    if (this.#byClient.get(session.client.id) === session) this.#byClient.delete(session.client.id);
    for (const told of session.unacknowledged.values()) told(false);
    return { isLast: left.length === 0 };
  }

  byClient(client: { id: string }): Session | undefined {
    const session = this.#byClient.get(client.id);
    return session?.client === client ? session : undefined;
  }

  of(deviceId: string): readonly Session[] {
    return this.#byDevice.get(deviceId) ?? [];
  }

  /** The one that was connected last and listens. */
  listening(deviceId: string): Session | undefined {
    return this.of(deviceId).findLast(({ listens }) => listens !== null);
  }

  all(customerId: string | null): Session[] {
    const all = [...this.#byClient.values()];
    return customerId === null ? all : all.filter(({ device }) => device.customerId === customerId);
  }
}
