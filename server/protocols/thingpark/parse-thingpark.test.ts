import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, good, RUNS, survives, utf8 } from '../garbage.fixture.ts';
import { mutatedJson } from '../provider-envelope/events.fixture.ts';
import { DELIVERY_FAILED_CAUSES } from './delivery-causes.ts';
import { parseThingpark } from './parse-thingpark.ts';
import {
  BODIES,
  DOWNLINK_REJECTED,
  DOWNLINK_SENT,
  JOIN_REQUEST,
  LOCATION,
  NOTIFICATION,
  NUMERIC_UPLINK,
  UPLINK,
} from './samples.fixture.ts';

const parse = (body: unknown) => parseThingpark(utf8(JSON.stringify(body)));
const uplink = (change: object = {}) => parse({ DevEUI_uplink: { ...UPLINK, ...change } });
const sent = (change: object = {}) => parse({ DevEUI_downlink_Sent: { ...DOWNLINK_SENT, ...change } });
const join = (change: object = {}) => parse({ DevEUI_uplink: { ...JOIN_REQUEST, ...change } });
const location = (change: object = {}) => parse({ DevEUI_location: { ...LOCATION, ...change } });
const notification = (change: object = {}) => parse({ DevEUI_notification: { ...NOTIFICATION, ...change } });
const hashed = (kind: string) => expect.stringMatching(new RegExp(`^${kind}:[0-9a-f]{32}$`));

describe('DevEUI_uplink', () => {
  it('reads the published example, all strings', () => {
    expect(good(uplink())).toEqual({
      kind: 'uplink',
      devEui: '0059AC0000180000',
      occurredAt: '2018-02-09T12:21:45.311Z',
      identity: hashed('uplink'),
      devAddr: '14204BAE',
      fCntUp: 17,
      fCntDown: 2,
      fPort: 1,
      frmPayload: '2030',
      mic: 'b3062456',
      confirmed: false,
      adr: true,
      adrAckReq: false,
      ack: false,
      radio: {
        frequencyHz: null,
        spreadingFactor: 12,
        bandwidthHz: null,
        dr: 0,
        channel: 'LC8',
        subBand: 'G2',
      },
      receptions: [
        {
          gatewayId: 'FF010AD7',
          rssi: -113,
          snr: 3,
          esp: -114.764351,
          antenna: '0',
          location: { latitude: 51.907218, longitude: 4.489303 },
        },
      ],
      gatewayCount: 8,
    });
  });

  it('reads numbers, newer fields and a position solved from an earlier frame', () => {
    expect(good(parse({ DevEUI_uplink: NUMERIC_UPLINK }))).toMatchObject({
      occurredAt: '2026-09-13T07:46:26.359Z',
      confirmed: true,
      ack: true,
      adrAckReq: true,
      macCommands: '0703',
      radio: { frequencyHz: 868_300_000, spreadingFactor: 8, dr: 4 },
      location: {
        latitude: 45.504021,
        longitude: 19.527136,
        radius: 5000,
        method: 'RSSI',
        locatedAt: '2026-08-19T13:22:26.359Z',
        fCntUp: 13600,
      },
    });
  });

  it('reads the same from strings as from numbers', () => {
    const strings = JSON.parse(JSON.stringify(NUMERIC_UPLINK), (_key, value: unknown) =>
      typeof value === 'number' ? String(value) : value,
    );
    expect(parse({ DevEUI_uplink: strings })).toEqual(parse({ DevEUI_uplink: NUMERIC_UPLINK }));
  });

  it('has neither FPort nor payload for a frame with MAC commands only', () => {
    const event = good(uplink({ FPort: undefined, payload_hex: undefined }));
    expect(event).toMatchObject({ fPort: null, frmPayload: '' });
  });

  it('takes the payload of FPort 0 as MAC commands', () => {
    expect(good(uplink({ FPort: '0', payload_hex: '0703' }))).toMatchObject({
      fPort: 0,
      frmPayload: '',
      macCommands: '0703',
    });
  });

  it('computes the ESP that it is not told, strongest reception first', () => {
    const Lrr = [
      { Lrrid: '080E00C8', LrrRSSI: '-118.000000', LrrSNR: '-4.000000' },
      { Lrrid: '080603DB', LrrRSSI: '-96.000000', LrrSNR: '1.000000' },
      { Lrrid: '080602C9' },
    ];
    const event = good(uplink({ Lrrs: { Lrr } }));
    expect(event).toMatchObject({
      receptions: [
        { gatewayId: '080603DB', esp: expect.closeTo(-98.539017, 5) },
        { gatewayId: '080E00C8', esp: expect.closeTo(-123.455406, 5) },
        { gatewayId: '080602C9', rssi: null, snr: null, esp: null },
      ],
    });
  });

  it.each([
    ['a single Lrr without list', { Lrrs: { Lrr: { Lrrid: 'FF010AD7', LrrRSSI: '-113', LrrSNR: '3' } } }],
    ['no Lrrs at all', { Lrrs: undefined }],
  ])('finds the reception in %s', (_name, change) => {
    expect(good(uplink(change))).toMatchObject({
      receptions: [{ gatewayId: 'FF010AD7', rssi: -113, snr: 3 }],
    });
  });

  it('has one identity per frame, whatever the gateways', () => {
    const identity = (change?: object) => good(uplink(change)).identity;
    expect(identity({ Lrrs: undefined, DevLrrCnt: '3' })).toBe(identity());
    for (const change of [
      { FCntUp: '18' },
      { payload_hex: '2031' },
      { mic_hex: '00000000' },
      { DevAddr: '14204BAF' },
    ]) {
      expect(identity(change)).not.toBe(identity());
    }
  });
});

describe('joins', () => {
  it('reads the raw join request', () => {
    expect(good(join())).toEqual({
      kind: 'join',
      devEui: '7CD0030500006010',
      occurredAt: '2019-05-29T01:50:43.152Z',
      identity: hashed('join'),
      joinEui: '00590D0000010161',
      devAddr: null,
      devNonce: 0x9e64,
      accepted: false,
      radio: {
        frequencyHz: null,
        spreadingFactor: 12,
        bandwidthHz: null,
        dr: 0,
        channel: 'LC1',
        subBand: 'G1',
      },
      receptions: [{ gatewayId: 'FF010AD7', rssi: -96, snr: 1, esp: -98.539017 }],
    });
  });

  it('reads the join notification as accepted', () => {
    expect(good(notification())).toMatchObject({
      kind: 'join',
      accepted: true,
      devAddr: '0405F519',
      occurredAt: '2020-07-09T14:06:38.490Z',
    });
  });

  it('keeps other notifications as remarks', () => {
    expect(good(notification({ Type: 'reset', Var1: 7 }))).toMatchObject({
      kind: 'log',
      level: 'info',
      code: 'reset',
      context: { Var1: '7' },
    });
  });
});

describe('DevEUI_location', () => {
  it('reads the published example', () => {
    expect(good(location())).toEqual({
      kind: 'location',
      devEui: '0059AC0000180000',
      occurredAt: '2018-02-09T12:21:50.000Z',
      identity: hashed('location'),
      location: {
        latitude: 51.907218,
        longitude: 4.489303,
        altitude: 0,
        radius: 120,
        altitudeRadius: 0,
        method: 'TDOA',
        locatedAt: '2018-02-09T12:21:45.311Z',
      },
      fCntUp: null,
    });
  });

  it('takes what solved it over what was configured', () => {
    const solved = { NwGeolocAlgo: 2, NwGeolocAlgoUsed: 1, DevUlFCntUpUsed: 7010 };
    expect(good(location(solved))).toMatchObject({ location: { method: 'RSSI' }, fCntUp: 7010 });
  });
});

describe('downlinks', () => {
  it('says in words why one was not sent', () => {
    expect(good(sent())).toEqual({
      kind: 'downlink-sent',
      devEui: '0018B20000000D48',
      occurredAt: '2019-08-22T14:48:02.000Z',
      identity: hashed('downlink-sent'),
      transmitted: false,
      queueItemId: '00FE21AA7D3B0C01',
      fPort: 1,
      fCntDown: 47,
      frmPayload: null,
      confirmed: null,
      gatewayId: 'FF0106DE',
      slot: 'rx1',
      failure: 'RX1 B0: too late for the receive window; RX2 D0: duty cycle limit, found by the gateway',
      radio: {
        frequencyHz: 868_300_000,
        spreadingFactor: 7,
        bandwidthHz: null,
        dr: 5,
        channel: 'LC2',
        subBand: 'G1',
      },
    });
  });

  it('has no failure when RX2 carried it', () => {
    const change = {
      DeliveryStatus: '1',
      DeliveryFailedCause1: 'C0',
      DeliveryFailedCause2: '00',
      TransmissionSlot: '2',
    };
    expect(good(sent(change))).toMatchObject({ transmitted: true, failure: null, slot: 'rx2' });
  });

  it.each('A0 A1 A2 A3 A4 A5 A6 B0 C0 D0 DA DB DC DD DE DF E0 E1 E2 E3 E4'.split(' '))(
    'knows cause %s',
    (code) => {
      expect(DELIVERY_FAILED_CAUSES).toHaveProperty(code);
      const failure = `RX2 ${code}: ${DELIVERY_FAILED_CAUSES[code]}`;
      expect(good(sent({ DeliveryFailedCause1: '00', DeliveryFailedCause2: code }))).toMatchObject({
        failure,
      });
    },
  );

  it('keeps a code that it does not know', () => {
    expect(good(sent({ DeliveryFailedCause2: 'f7' }))).toMatchObject({
      failure: expect.stringContaining('RX2 F7: unknown cause'),
    });
  });

  it('reads a rejection', () => {
    expect(good(parse({ DevEUI_downlink_Rejected: DOWNLINK_REJECTED }))).toMatchObject({
      transmitted: false,
      failure: 'rejected 350: Downlink counter value already used. Expected=1238',
    });
  });
});

describe('what must fail', () => {
  it.each<[string, () => { ok: boolean }, string, string?]>([
    ['broken JSON', () => parseThingpark(utf8('{"DevEUI_uplink":{')), 'envelope.not-json'],
    ['XML', () => parseThingpark(utf8('<DevEUI_uplink/>')), 'envelope.not-json'],
    ['a list', () => parse([{ DevEUI_uplink: UPLINK }]), 'envelope.wrong-type'],
    ['nothing', () => parse({}), 'envelope.unknown-event'],
    ['wrong root', () => parse({ DevEUI_multicast_summary: {} }), 'envelope.unknown-event'],
    [
      'two roots',
      () => parse({ DevEUI_uplink: UPLINK, DevEUI_location: LOCATION }),
      'envelope.unknown-event',
    ],
    ['root no object', () => parse({ DevEUI_uplink: 'x' }), 'envelope.wrong-type', 'DevEUI_uplink'],
    ['no DevEUI', () => uplink({ DevEUI: '' }), 'envelope.missing', 'DevEUI_uplink.DevEUI'],
    [
      'DevEUI not hex',
      () => uplink({ DevEUI: 'XXXXXXXXXXXXXXXX' }),
      'envelope.bad-identifier',
      'DevEUI_uplink.DevEUI',
    ],
    ['no Time', () => uplink({ Time: undefined }), 'envelope.missing', 'DevEUI_uplink.Time'],
    [
      'Time without offset',
      () => uplink({ Time: '2018-02-09T13:21:45' }),
      'envelope.bad-time',
      'DevEUI_uplink.Time',
    ],
    ['no FCntUp', () => uplink({ FCntUp: undefined }), 'envelope.missing', 'DevEUI_uplink.FCntUp'],
    ['negative FCntUp', () => uplink({ FCntUp: '-1' }), 'envelope.out-of-range', 'DevEUI_uplink.FCntUp'],
    ['FCntUp in words', () => uplink({ FCntUp: 'one' }), 'envelope.wrong-type', 'DevEUI_uplink.FCntUp'],
    ['FPort 256', () => uplink({ FPort: '256' }), 'envelope.out-of-range', 'DevEUI_uplink.FPort'],
    [
      'payload not hex',
      () => uplink({ payload_hex: '20x0' }),
      'envelope.bad-hex',
      'DevEUI_uplink.payload_hex',
    ],
    ['half a byte', () => uplink({ payload_hex: '203' }), 'envelope.bad-hex', 'DevEUI_uplink.payload_hex'],
    ['ADRbit 2', () => uplink({ ADRbit: '2' }), 'envelope.out-of-range', 'DevEUI_uplink.ADRbit'],
    [
      'RSSI in words',
      () => uplink({ Lrrs: { Lrr: [{ Lrrid: '1', LrrRSSI: 'far' }] } }),
      'envelope.wrong-type',
    ],
    [
      'Lrr without id',
      () => uplink({ Lrrs: { Lrr: [{}] } }),
      'envelope.missing',
      'DevEUI_uplink.Lrrs.Lrr[0].Lrrid',
    ],
    ['Lrrs a list', () => uplink({ Lrrs: [] }), 'envelope.wrong-type', 'DevEUI_uplink.Lrrs'],
    [
      'short join request',
      () => join({ rawJoinRequest: '00' }),
      'envelope.out-of-range',
      'DevEUI_uplink.rawJoinRequest',
    ],
    ['location without place', () => location({ DevLAT: '' }), 'envelope.missing', 'DevEUI_location.DevLAT'],
    ['latitude 99', () => location({ DevLAT: '99' }), 'envelope.out-of-range', 'DevEUI_location.DevLAT'],
    ['no DeliveryStatus', () => sent({ DeliveryStatus: null }), 'envelope.missing'],
    [
      'no notification type',
      () => notification({ Type: '' }),
      'envelope.missing',
      'DevEUI_notification.Type',
    ],
  ])('%s', (_name, run, code, path) => {
    const result = run() as ReturnType<typeof parse>;
    expect(codeOf(result)).toBe(code);
    if (path !== undefined) expect(result).toMatchObject({ error: { path } });
  });
});

describe('garbage never throws', () => {
  it('in bytes', () => {
    survives(
      parseThingpark,
      BODIES.map((body) => utf8(JSON.stringify(body))),
    );
  });

  it('in values', () => {
    fc.assert(
      fc.property(mutatedJson(BODIES), (body) => {
        const result = parseThingpark(body);
        if (result.ok) expect(result.value.devEui).toMatch(/^[0-9A-F]{16}$/);
        else expect(result.error.code).toMatch(/^envelope\./);
      }),
      { numRuns: RUNS },
    );
  });
});
