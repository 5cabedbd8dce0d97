import { timingSafeEqual } from 'node:crypto';
import { recordsForDevice } from '#server/downlinks/answer-device.ts';
import { packFor } from '#server/downlinks/record-rules.ts';
import { firmwareOffer } from '#server/firmware/firmware-offer.ts';
import type { PlainAnswer } from '#server/http/problem.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { DeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { ingestAnswers } from '../metrics.ts';
import { allowanceOf } from './allowances.ts';
import { BODY_LIMITS, type IngestRequest } from './contract.ts';
import type { StoredAnswer } from './message.ts';
import { claimedDevice, type DeviceMessage, formOfBody, readDeviceMessage } from './read-senml.ts';
import { type RefusalCode, type RefusalDetail, refuse } from './refuse.ts';
import type { SigningDevice } from './senml-devices.sql.ts';
import { faultOf, type SenmlIntake } from './senml-intake.ts';
import type { DeviceRefusalReason, DoorRefusalReason } from './sightings.ts';

/** The addresses that devices post to themselves, and which identifier each knows them by. */
const NETWORKS = {
  '/ingestion/m2m/senml/v1': { network: 'cellular', kind: 'IMEI' },
  '/ingestion/ip/senml/v1': { network: 'generic', kind: 'DVNUUID' },
} as const;

type Entry = (typeof NETWORKS)[keyof typeof NETWORKS];

export function isSenmlPath(path: string): path is keyof typeof NETWORKS {
  return Object.hasOwn(NETWORKS, path);
}

const CODE_OF_REASON = {
  unauthorized: 'ingestion.token-wrong',
  malformed: 'ingestion.malformed',
  'too-many': 'ingestion.too-many',
} as const satisfies Record<DeviceRefusalReason, RefusalCode>;

const REASON_OF_CODE = {
  'ingestion.encoding': 'unsupported',
  'ingestion.content-type': 'unsupported',
  'ingestion.too-large': 'too-large',
  'ingestion.malformed': 'malformed',
} as const satisfies Partial<Record<RefusalCode, DoorRefusalReason>>;

type ToldRecords = Parameters<typeof packFor>[0];

interface SenmlDoorOptions {
  clock: Clock;
  intake: SenmlIntake;
}

/** M2M and Internet devices: SenML, signed with the device's shared secret; the answer carries what waits for the device. */
export class SenmlDoor {
  readonly #clock: Clock;
  readonly #intake: SenmlIntake;

  constructor({ clock, intake }: SenmlDoorOptions) {
    this.#clock = clock;
    this.#intake = intake;
  }

  async answer(request: IngestRequest): Promise<PlainAnswer> {
    const { path, method, headers, body } = request;
    if (!isSenmlPath(path)) return refuse('ingestion.not-found', path, { door: 'senml' });
    if (method !== 'POST') return refuse('ingestion.method', path, { door: 'senml' });
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
      return this.#turnedAway('ingestion.encoding', path, { detail: `Content-Encoding is ${encoding}` });
    if (body.length > BODY_LIMITS.device) return this.tooLarge(path);
    const form = formOfBody(headers['content-type'], body);
    if (form === null) {
      const detail = `Content-Type is ${headers['content-type']}`;
      return this.#turnedAway('ingestion.content-type', path, { detail });
    }
    const read = readDeviceMessage(form, body);
    const claimed = read.ok ? read.value.device : claimedDevice(form, body);
    const device = claimed && (await this.#find(NETWORKS[path], claimed));
    if (!device)
      return read.ok
        ? this.#unknown(NETWORKS[path], path, read.value.device)
        : this.#turnedAway('ingestion.malformed', path, faultOf(read.error));
    const refusal = this.#authenticate(device, request);
    if (refusal) return refusal;
    if (!read.ok) return this.#refused(device, path, 'malformed', faultOf(read.error));
    return this.#read(device, request, form, read.value);
  }

  tooLarge(path: string): PlainAnswer {
    return this.#turnedAway('ingestion.too-large', path, { detail: `More than ${BODY_LIMITS.device} bytes` });
  }

  /** Of no device that is known: the operator of the platform counts it. */
  #turnedAway(code: keyof typeof REASON_OF_CODE, path: string, more: RefusalDetail): PlainAnswer {
    this.#intake.refusedAtDoor('http', REASON_OF_CODE[code], more.detail ?? code);
    return refuse(code, path, { ...more, door: 'senml' });
  }

  #find({ network, kind }: Entry, urn: DeviceUrn) {
    return urn.kind === kind ? this.#intake.devices.find(`${network} ${urn.id}`) : null;
  }

  /** Whose it would be cannot be said: the operator of the platform sees it, and who adds it is told. */
  #unknown({ kind }: Entry, path: string, urn: DeviceUrn): PlainAnswer {
    const isOfHere = urn.kind === kind;
    this.#intake.caller('http', urn, isOfHere ? 'unknown-device' : 'other-address');
    const detail = isOfHere
      ? `${kind} ${urn.id}`
      : `Devices that post to this address are named by their ${kind}, this one by its ${urn.kind}`;
    return refuse('ingestion.unknown-device', path, { detail, door: 'senml' });
  }

  /** Over the exact bytes that came. */
  #authenticate(device: SigningDevice, { path, headers, body }: IngestRequest): PlainAnswer | null {
    const given = headers['things-message-token']?.trim() ?? '';
    if (given === '') {
      const detail = 'Send the SHA-256 of the body followed by the shared secret as "Things-Message-Token"';
      return this.#refused(device, path, 'unauthorized', { code: 'ingestion.token-missing', detail });
    }
    if (device.secret === null) {
      const detail = 'This device has no shared secret yet';
      return this.#refused(device, path, 'unauthorized', { detail });
    }
    if (isSame(given.toLowerCase(), messageToken(body, device.secret))) return null;
    const detail = 'The token is not the SHA-256 of this body followed by the shared secret of the device';
    return this.#refused(device, path, 'unauthorized', { detail });
  }

  async #read(
    device: SigningDevice,
    { path, body, headers }: IngestRequest,
    form: 'json' | 'cbor',
    message: DeviceMessage,
  ): Promise<PlainAnswer> {
    const receivedAt = this.#clock.now();
    const wait = this.#intake.waitOf(device);
    if (wait !== null) return this.#tooMany(device, path, wait);
    const taken = await this.#intake.take(device, {
      kind: 'http.senml',
      form,
      message,
      body,
      receivedAt,
      key: headers['idempotency-key']?.trim() || undefined,
    });
    if (!taken.ok) return this.#refused(device, path, 'malformed', taken.fault);
    const { stored } = taken;
    if (stored.status === 'too-many') return this.#tooMany(device, path, stored.waitMs);
    return this.#answered(device, message, stored, receivedAt);
  }

  #tooMany(device: SigningDevice, path: string, waitMs: number): PlainAnswer {
    const limit = allowanceOf('device')?.burst;
    return this.#refused(device, path, 'too-many', { retryAfterSeconds: Math.ceil(waitMs / 1000), limit });
  }

  /** One waiting downlink at a time, else an empty pack. A deactivated device is told nothing. */
  async #answered(
    device: SigningDevice,
    { device: urn }: DeviceMessage,
    stored: StoredAnswer,
    now: Date,
  ): Promise<PlainAnswer> {
    ingestAnswers.inc({ door: 'senml', outcome: stored.status });
    const told = device.active ? await this.#toldTo(device, stored, now) : [];
    const pack = told.length > 0 ? packFor(told, deviceUrn(urn.kind, urn.id)) : [];
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        ...(stored.status === 'accepted' && stored.id !== undefined
          ? { 'things-message-id': String(stored.id) }
          : {}),
      },
      body: JSON.stringify(pack),
    };
  }

  async #toldTo(device: SigningDevice, stored: StoredAnswer, receivedAt: Date): Promise<ToldRecords> {
    const { id: deviceId, hasDownlink, firmware } = device;
    if (hasDownlink) {
      const heard = { deviceId, isNew: stored.status === 'accepted', receivedAt };
      try {
        const records = await recordsForDevice(heard, this.#clock.now());
        if (records.length > 0) return records;
      } catch (err) {
        // The message is stored: it is answered as such, and the downlink goes out with the next.
        log.warn({ err, deviceId }, 'a downlink could not be read');
        return [];
      }
    }
    return firmware ? ((await firmwareOffer(device, firmware, receivedAt)) as ToldRecords) : [];
  }

  #refused(
    device: SigningDevice,
    path: string,
    reason: DeviceRefusalReason,
    more: RefusalDetail,
  ): PlainAnswer {
    this.#intake.refused(device, reason, more.detail ?? reason);
    return refuse(CODE_OF_REASON[reason], path, { ...more, door: 'senml' });
  }
}

/** Both are digests of one length, unless what was given is none. */
function isSame(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
