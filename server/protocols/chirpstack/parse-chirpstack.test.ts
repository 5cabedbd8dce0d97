import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, garbage, good, RUNS, utf8 } from '../garbage.fixture.ts';
import type { LoraEvent } from '../lorawan/event.ts';
import { mutatedJson } from '../provider-envelope/events.fixture.ts';
import { CHIRPSTACK_MESSAGES, type ChirpstackEventName } from './chirpstack-messages.ts';
import { encodeChirpstackProtobuf } from './chirpstack-protobuf.ts';
import { parseChirpstack } from './parse-chirpstack.ts';
import { SAMPLES } from './samples.fixture.ts';

const NAMES = Object.keys(CHIRPSTACK_MESSAGES) as ChirpstackEventName[];
const head = { devEui: '0101010101010101' };

const json = (event: string | null, body: unknown) =>
  parseChirpstack({ event, body: utf8(JSON.stringify(body)), contentType: 'application/json' });

/** A change of the sample, e.g. `with('up', { fCnt: -1 })`. */
const changed = (event: ChirpstackEventName, change: Record<string, unknown>) =>
  json(event, { ...SAMPLES[event], ...change });

describe('published events', () => {
  const expected: Record<ChirpstackEventName, LoraEvent> = {
    up: {
      ...head,
      kind: 'uplink',
      occurredAt: '2022-07-18T09:34:15.775Z',
      identity: 'uplink:3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
      devAddr: '00189440',
      fCntUp: 0,
      fPort: 1,
      frmPayload: 'aa',
      confirmed: false,
      adr: false,
      adrAckReq: null,
      ack: null,
      radio: {
        frequencyHz: 867_100_000,
        spreadingFactor: 11,
        bandwidthHz: 125_000,
        codingRate: '4/5',
        dr: 1,
      },
      receptions: [{ gatewayId: '0016C001F153A14C', rssi: -36, snr: 10.5, esp: expect.closeTo(-36.3708, 4) }],
      gatewayCount: 1,
    },
    join: {
      ...head,
      kind: 'join',
      occurredAt: '2022-07-18T09:33:28.823Z',
      identity: 'join:c9dbe358-2578-4fb7-b295-66b44edc45a6',
      joinEui: null,
      devAddr: '00189440',
      devNonce: null,
      accepted: true,
      radio: { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null },
      receptions: [],
    },
    ack: {
      ...head,
      kind: 'ack',
      occurredAt: '2022-07-18T09:38:49.235Z',
      identity: 'ack:856a03e7-80f6-4c26-b971-9dcb34a59c2e',
      acknowledged: true,
      queueItemId: '1bbcab1d-6ec6-4136-b3f5-d63be1dc08de',
      fCntDown: 3,
    },
    txack: {
      ...head,
      kind: 'downlink-sent',
      occurredAt: '2022-07-18T09:37:48.929Z',
      identity: expect.stringMatching(/^downlink-sent:[0-9a-f]{32}$/),
      transmitted: true,
      queueItemId: '42cb6459-a640-46ec-9623-bdff39dc4736',
      fPort: null,
      fCntDown: 2,
      frmPayload: null,
      confirmed: null,
      gatewayId: '0016C001F153A14C',
      slot: null,
      failure: null,
      radio: { frequencyHz: 867_900_000, spreadingFactor: 7, bandwidthHz: 125_000, codingRate: '4/5', dr: 5 },
    },
    log: {
      ...head,
      kind: 'log',
      occurredAt: '2022-07-18T09:39:57.311Z',
      identity: expect.stringMatching(/^log:[0-9a-f]{32}$/),
      level: 'error',
      code: 'UPLINK_MIC',
      description: 'MIC of join-request is invalid, make sure keys are correct',
      context: { deduplication_id: '4e91db13-5ce3-4c8c-ab0f-dfc626cf0771' },
    },
    status: {
      ...head,
      kind: 'status',
      occurredAt: '2022-07-18T09:35:06.927Z',
      identity: 'status:bf2a9746-1c8b-49be-a92e-f0b89c8534e4',
      margin: 10,
      externalPower: false,
      batteryLevel: 88.3,
    },
    location: {
      ...head,
      kind: 'location',
      occurredAt: '2022-07-18T09:55:11.059Z',
      identity: 'location:63d870b9-b769-4d88-8b33-8e43f58851a7',
      location: { latitude: 37.344214, longitude: -8.839375, altitude: 2 },
      fCntUp: null,
    },
    integration: {
      ...head,
      kind: 'log',
      occurredAt: '2022-07-18T09:55:12.059Z',
      identity: expect.stringMatching(/^log:[0-9a-f]{32}$/),
      level: 'info',
      code: 'INTEGRATION',
      description: 'loracloud: modem_info',
      context: {
        rfu: 'null',
        charge: '12.5',
        mode: 'FULL',
        muted: 'false',
        session: '{"streams":[1,"a"]}',
      },
    },
  };

  it.each(NAMES)('%s, JSON', (name) => {
    expect(good(json(name, SAMPLES[name]))).toEqual(expected[name]);
  });

  it.each(NAMES)('%s, Protobuf of the same message', (name) => {
    const body = encodeChirpstackProtobuf(name, SAMPLES[name]);
    const fromProtobuf = good(
      parseChirpstack({ event: name, body, contentType: 'application/octet-stream' }),
    );
    expect(fromProtobuf).toEqual(good(json(name, SAMPLES[name])));
  });

  it.each(NAMES)('%s, JSON in snake_case', (name) => {
    expect(good(json(name, snakeCased(SAMPLES[name])))).toEqual(expected[name]);
  });

  it('tells JSON from Protobuf without a content type', () => {
    const protobuf = encodeChirpstackProtobuf('up', SAMPLES.up);
    for (const body of [utf8(` \n${JSON.stringify(SAMPLES.up)}`), protobuf]) {
      expect(good(parseChirpstack({ event: 'up', body, contentType: null }))).toEqual(expected.up);
    }
  });
});

describe('values', () => {
  it('puts the strongest reception first and counts a gateway with two antennas once', () => {
    const rx = (gatewayId: string, rssi: number, snr: number, antenna = 0) => ({
      gatewayId,
      rssi,
      snr,
      antenna,
    });
    const rxInfo = [
      rx('aa00000000000001', -110, -12),
      rx('aa00000000000002', -80, 9),
      rx('aa00000000000002', -82, 8, 1),
    ];
    const event = good(changed('up', { rxInfo }));
    expect(event).toMatchObject({
      gatewayCount: 2,
      receptions: [{ rssi: -80 }, { rssi: -82, antenna: '1' }, { gatewayId: 'AA00000000000001' }],
    });
  });

  it('reads an absent SNR as 0 for LoRa and as unknown for FSK', () => {
    const rxInfo = [{ gatewayId: 'aa00000000000001', rssi: -60 }];
    expect(good(changed('up', { rxInfo }))).toMatchObject({ receptions: [{ snr: 0 }] });
    const txInfo = { frequency: 868_800_000, modulation: { fsk: { datarate: 50_000 } } };
    const fsk = good(changed('up', { rxInfo, txInfo }));
    expect(fsk).toMatchObject({
      receptions: [{ snr: null, esp: null }],
      radio: { spreadingFactor: null, dr: null },
    });
  });

  it('takes a gateway at 0, 0 as one without position', () => {
    const at = (location: object) => changed('up', { rxInfo: [{ gatewayId: 'aa00000000000001', location }] });
    expect(good(at({}))).not.toHaveProperty('receptions[0].location');
    expect(good(at({ latitude: 52, longitude: 4, altitude: 3 }))).toMatchObject({
      receptions: [{ location: { latitude: 52, longitude: 4, altitude: 3 } }],
    });
  });

  it('has no FPort without payload, and FPort 0 only with it', () => {
    expect(good(changed('up', { fPort: 0, data: '' }))).toMatchObject({ fPort: null, frmPayload: '' });
    expect(good(changed('up', { fPort: 7, data: '' }))).toMatchObject({ fPort: 7, frmPayload: '' });
  });

  it('knows that external power is no empty battery', () => {
    const status = (change: object) => good(changed('status', { batteryLevel: undefined, ...change }));
    expect(status({ externalPowerSource: true })).toMatchObject({ externalPower: true, batteryLevel: null });
    expect(status({ batteryLevelUnavailable: true })).toMatchObject({ batteryLevel: null });
    expect(status({})).toMatchObject({ batteryLevel: 0 });
  });

  it('keeps the status and ack of an uplink apart from it, though they share its deduplicationId', () => {
    const deduplicationId = SAMPLES.up.deduplicationId;
    const identities = (['up', 'status', 'ack'] as const).map(
      (name) => good(changed(name, { deduplicationId }))?.identity,
    );
    expect(new Set(identities).size).toBe(3);
  });

  it('names a log code and a location source by number too', () => {
    expect(good(changed('log', { level: 1, code: 5 }))).toMatchObject({
      level: 'warning',
      code: 'UPLINK_F_CNT_RESET',
    });
    expect(good(changed('log', { code: 77 }))).toMatchObject({ code: '77' });
    const location = { latitude: 1, longitude: 2, source: 3, accuracy: 250 };
    expect(good(changed('location', { location }))).toMatchObject({
      location: { method: 'TDOA', radius: 250 },
    });
  });

  it('takes base64 of the URL alphabet and without padding', () => {
    expect(good(changed('up', { data: '-_8' }))).toMatchObject({ frmPayload: 'fbff' });
  });
});

describe('what must fail', () => {
  const upBytes = encodeChirpstackProtobuf('up', SAMPLES.up);

  it.each<[string, () => { ok: boolean }, string, string?]>([
    ['no event parameter', () => json(null, SAMPLES.up), 'envelope.unknown-event', 'event'],
    ['unknown event', () => json('uplink', SAMPLES.up), 'envelope.unknown-event', 'event'],
    ['inherited name as event', () => json('constructor', SAMPLES.up), 'envelope.unknown-event', 'event'],
    ['broken JSON', () => parse('up', utf8('{"devEui":'), 'application/json'), 'envelope.not-json'],
    ['empty body', () => parse('up', utf8(''), 'application/json'), 'envelope.not-json'],
    [
      'invalid UTF-8',
      () => parse('up', Uint8Array.of(0x7b, 0xff, 0x7d), 'application/json'),
      'envelope.not-json',
    ],
    ['a list', () => json('up', [SAMPLES.up]), 'envelope.wrong-type'],
    ['null', () => json('up', null), 'envelope.wrong-type'],
    ['other content type', () => parse('up', upBytes, 'text/xml'), 'envelope.content-type'],
    ['truncated Protobuf', () => parse('up', upBytes.subarray(0, -3), null), 'envelope.not-protobuf'],
    ['empty Protobuf', () => parse('up', new Uint8Array(), null), 'envelope.missing', 'deviceInfo'],
    ['no deviceInfo', () => changed('up', { deviceInfo: undefined }), 'envelope.missing', 'deviceInfo'],
    ['no DevEUI', () => changed('up', { deviceInfo: {} }), 'envelope.missing', 'deviceInfo.devEui'],
    ['short DevEUI', () => devEui('01010101010101'), 'envelope.bad-identifier', 'deviceInfo.devEui'],
    ['DevEUI not hex', () => devEui('010101010101010g'), 'envelope.bad-identifier', 'deviceInfo.devEui'],
    ['DevEUI a number', () => devEui(101), 'envelope.wrong-type', 'deviceInfo.devEui'],
    ['no time', () => changed('up', { time: null }), 'envelope.missing', 'time'],
    [
      'time without offset',
      () => changed('up', { time: '2022-07-18T09:34:15' }),
      'envelope.bad-time',
      'time',
    ],
    ['30 February', () => changed('up', { time: '2022-02-30T09:34:15Z' }), 'envelope.bad-time', 'time'],
    ['negative FCnt', () => changed('up', { fCnt: -1 }), 'envelope.out-of-range', 'fCnt'],
    ['FCnt over 32 bits', () => changed('up', { fCnt: 4_294_967_296 }), 'envelope.out-of-range', 'fCnt'],
    ['broken FCnt', () => changed('up', { fCnt: 1.5 }), 'envelope.wrong-type', 'fCnt'],
    ['FCnt in words', () => changed('up', { fCnt: 'three' }), 'envelope.wrong-type', 'fCnt'],
    ['FPort 256', () => changed('up', { fPort: 256 }), 'envelope.out-of-range', 'fPort'],
    ['bad base64', () => changed('up', { data: 'qg=a' }), 'envelope.bad-base64', 'data'],
    ['base64 of impossible length', () => changed('up', { data: 'qgqgq' }), 'envelope.bad-base64', 'data'],
    ['confirmed in words', () => changed('up', { confirmed: 'yes' }), 'envelope.wrong-type', 'confirmed'],
    ['rxInfo no list', () => changed('up', { rxInfo: {} }), 'envelope.wrong-type', 'rxInfo'],
    ['rxInfo of numbers', () => changed('up', { rxInfo: [1] }), 'envelope.wrong-type', 'rxInfo[0]'],
    [
      'gateway without id',
      () => changed('up', { rxInfo: [{ rssi: -1 }] }),
      'envelope.missing',
      'rxInfo[0].gatewayId',
    ],
    ['short DevAddr', () => changed('up', { devAddr: '0018' }), 'envelope.bad-identifier', 'devAddr'],
    ['margin 40', () => changed('status', { margin: 40 }), 'envelope.out-of-range', 'margin'],
    ['no location', () => changed('location', { location: undefined }), 'envelope.missing', 'location'],
    [
      'latitude 91',
      () => changed('location', { location: { latitude: 91 } }),
      'envelope.out-of-range',
      'location.latitude',
    ],
    ['log level unknown', () => changed('log', { level: 'LOUD' }), 'envelope.wrong-type', 'level'],
    ['context no object', () => changed('log', { context: 'x' }), 'envelope.wrong-type', 'context'],
    [
      'payload that ChirpStack could not decrypt',
      () => changed('up', { joinServerContext: { sessionKeyId: 'ab' } }),
      'envelope.payload-encrypted',
      'joinServerContext',
    ],
  ])('%s', (_name, run, code, path) => {
    const result = run() as ReturnType<typeof json>;
    expect(codeOf(result)).toBe(code);
    if (path !== undefined) expect(result).toMatchObject({ error: { path } });
  });

  function parse(event: string, body: Uint8Array, contentType: string | null) {
    return parseChirpstack({ event, body, contentType });
  }

  function devEui(value: unknown) {
    return changed('up', { deviceInfo: { devEui: value } });
  }
});

describe('garbage never throws', () => {
  const seeds = NAMES.flatMap((name) => [
    utf8(JSON.stringify(SAMPLES[name])),
    encodeChirpstackProtobuf(name, SAMPLES[name]),
  ]);
  const contentTypes = fc.constantFrom('application/json', 'application/octet-stream', null);

  it('in bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), garbage(seeds), contentTypes, (event, body, contentType) => {
        isTyped(parseChirpstack({ event, body, contentType }));
      }),
      { numRuns: RUNS },
    );
  });

  it.each(NAMES)('in the values of %s', (event) => {
    fc.assert(
      fc.property(mutatedJson([SAMPLES[event]]), (body) => {
        isTyped(parseChirpstack({ event, body, contentType: 'application/json' }));
      }),
      { numRuns: RUNS },
    );
  });

  function isTyped(result: ReturnType<typeof parseChirpstack>) {
    if (result.ok) expect(result.value).toMatchObject({ devEui: expect.stringMatching(/^[0-9A-F]{16}$/) });
    else expect(result.error.code).toMatch(/^envelope\./);
  }
});

/** Field names in snake_case; the keys of tags and context are data and stay. */
function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    name === 'context' ? item : snakeCased(item),
  ]);
  return Object.fromEntries(entries);
}
