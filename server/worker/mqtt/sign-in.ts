import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Aedes, Client } from 'aedes';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { MqttDoor } from '#server/pipeline/accept/mqtt-door.ts';
import { type DeviceUrn, deviceUrn, parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import type { Session } from './session.ts';

/** Wrong passwords of one device from one address: those after are refused unread. */
const FAILURES = { points: 20, duration: 60 };
/** Return codes of CONNACK (MQTT 3.1.1 §3.2.2.3). */
export const CONNACK = {
  identifierRejected: 2,
  unavailable: 3,
  badCredentials: 4,
  notAuthorized: 5,
} as const;

/** What a CONNECT tells, kept until its sender is known. */
interface Introduction {
  urn: DeviceUrn | null;
  hasWill: boolean;
  address: string;
}

export type SignedIn = Pick<Session, 'urn' | 'device'>;

/** From CONNECT to who it is. */
export class SignIn {
  readonly #door: MqttDoor;
  readonly #failures = new RateLimiterMemory(FAILURES);
  readonly #introductions = new WeakMap<Client, Introduction>();

  constructor(door: MqttDoor) {
    this.#door = door;
  }

  /** Client ids are of a device: another device's connection is never taken over. */
  introduce(client: Client, packet: Parameters<NonNullable<Aedes['preConnect']>>[1]): void {
    const urn = parseDeviceUrn(packet.username ?? '');
    const known = urn.ok ? urn.value : null;
    const address = (client.conn as Socket).remoteAddress ?? '';
    this.#introductions.set(client, { urn: known, hasWill: packet.will !== undefined, address });
    packet.clientId = `${known ? deviceUrn(known.kind, known.id) : ''}/${packet.clientId || randomUUID()}`;
    packet.clean = true;
    delete packet.will;
  }

  /** Who it is, or the return code of a refusal. */
  async authenticate(client: Client, password: Buffer | undefined): Promise<number | SignedIn> {
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
    return { urn, device };
  }
}

export function refusal(returnCode: number): Error & { returnCode: number } {
  return Object.assign(new Error('not let in'), { returnCode });
}
