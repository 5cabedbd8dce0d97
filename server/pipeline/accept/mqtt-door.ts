import { hash, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { networkOfUrn } from '#server/mqtt/rules.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { DeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { ingestAnswers } from '../metrics.ts';
import { BODY_LIMITS } from './contract.ts';
import { readMessageOf } from './read-senml.ts';
import type { SigningDevice } from './senml-devices.sql.ts';
import { faultOf, type SenmlIntake, type Taken } from './senml-intake.ts';
import type { DeviceRefusalReason } from './sightings.ts';

export interface MqttMessage {
  urn: DeviceUrn;
  payload: Uint8Array;
  /** The sender says that it may have come before (DUP, MQTT 3.1.1 §3.3.1.1). */
  isRepeated: boolean;
}

/**
 * What devices publish, whichever broker it came to. MQTT has no way to refuse a message but to break the connection,
 * after which a device sends the same again for ever: what can never be stored is counted at its device and taken;
 * what cannot be stored now is thrown, so that it is not acknowledged.
 */
export class MqttDoor {
  readonly #clock: Clock;
  readonly #intake: SenmlIntake;

  constructor({ clock, intake }: { clock: Clock; intake: SenmlIntake }) {
    this.#clock = clock;
    this.#intake = intake;
  }

  /** null: no device of that name signs in to MQTT. */
  find(urn: DeviceUrn): SigningDevice | null | Promise<SigningDevice | null> {
    const network = networkOfUrn(urn);
    return network && this.#intake.devices.find(`${network} ${urn.id}`);
  }

  /** Who a device is that signs in; null: nobody whom we know by this. */
  async authenticate(urn: DeviceUrn, password: Uint8Array): Promise<SigningDevice | null> {
    const device = await this.find(urn);
    if (!device) {
      this.#stranger(urn);
      return null;
    }
    if (device.mqttPassword !== null && isSame(password, Buffer.from(device.mqttPassword))) return device;
    const detail =
      device.mqttPassword === null
        ? 'This device has no MQTT password yet'
        : 'The MQTT password is not the one of this device';
    this.refused(device, 'unauthorized', detail);
    return null;
  }

  /** Stored, or refused for good, when this resolves. */
  async publish(device: SigningDevice, { urn, payload, isRepeated }: MqttMessage): Promise<void> {
    if (payload.length > BODY_LIMITS.device)
      return this.refused(device, 'malformed', `More than ${BODY_LIMITS.device} bytes`);
    const read = readMessageOf(urn, payload);
    if (!read.ok) return this.refused(device, 'malformed', faultOf(read.error).detail);
    const { form, ...message } = read.value;
    const receivedAt = this.#clock.now();
    const taken = await this.#inTurn(device, () =>
      this.#intake.take(device, {
        kind: 'mqtt.senml',
        form,
        message,
        body: payload,
        receivedAt,
        isRepeated,
      }),
    );
    if (!taken.ok) return this.refused(device, 'malformed', taken.fault.detail);
    ingestAnswers.inc({ door: 'mqtt', outcome: taken.stored.status });
  }

  /** What a broker of the operator's lets through: of a device that nobody has nothing can be kept. */
  async publishFromBroker(message: MqttMessage): Promise<void> {
    const device = await this.find(message.urn);
    if (device) return this.publish(device, message);
    this.#stranger(message.urn);
  }

  refused(device: SigningDevice, reason: DeviceRefusalReason, detail: string = reason): void {
    ingestAnswers.inc({ door: 'mqtt', outcome: reason });
    this.#intake.refused(device, reason, detail);
  }

  /** One that sends too much is slowed down: its messages wait unacknowledged, and its connection with them. */
  async #inTurn(device: SigningDevice, take: () => Promise<Taken>): Promise<Taken> {
    for (let told = false; ; told = true) {
      const known = this.#intake.waitOf(device);
      const taken = known === null ? await take() : null;
      const wait = taken?.ok && taken.stored.status === 'too-many' ? taken.stored.waitMs : known;
      if (taken && wait === null) return taken;
      if (!told)
        this.refused(device, 'too-many', 'Its messages wait: they are taken as fast as the limit allows');
      await sleep(wait ?? 0, undefined, { ref: false });
    }
  }

  /** Signs in with what is no name of a device, or without a password. */
  refusedNameless(detail: string): void {
    ingestAnswers.inc({ door: 'mqtt', outcome: 'unauthorized' });
    this.#intake.refusedAtDoor('mqtt', 'unauthorized', detail);
  }

  #stranger(urn: DeviceUrn): void {
    ingestAnswers.inc({ door: 'mqtt', outcome: 'unknown-device' });
    this.#intake.caller('mqtt', urn, 'unknown-device');
  }
}

/** Of their digests, which are of one length. */
function isSame(given: Uint8Array, expected: Uint8Array): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
