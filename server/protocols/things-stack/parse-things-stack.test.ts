import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, good, RUNS, survives, utf8 } from '../garbage.fixture.ts';
import type { LoraEvent } from '../lorawan/event.ts';
import { mutatedJson } from '../provider-envelope/events.fixture.ts';
import { parseThingsStack } from './parse-things-stack.ts';
import { SAMPLES } from './samples.fixture.ts';

const parse = (body: unknown) => parseThingsStack(utf8(JSON.stringify(body)));

const uplinkWith = (change: Record<string, unknown>) => {
  const { uplink_message } = SAMPLES.uplink_message as unknown as { uplink_message: object };
  return parse({ ...SAMPLES.uplink_message, uplink_message: { ...uplink_message, ...change } });
};

const idsWith = (change: Record<string, unknown>) =>
  parse({
    ...SAMPLES.uplink_message,
    end_device_ids: { ...SAMPLES.uplink_message.end_device_ids, ...change },
  });

const head = { devEui: '0004A30B001C0530', occurredAt: '2020-02-17T07:49:14.681Z' };
const noRadio = { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null };
const hashed = (kind: string) => expect.stringMatching(new RegExp(`^${kind}:[0-9a-f]{32}$`));

const sent: LoraEvent = {
  ...head,
  kind: 'downlink-sent',
  identity: hashed('downlink-sent'),
  transmitted: true,
  queueItemId: '0198b0c2',
  fPort: 15,
  fCntDown: 11,
  frmPayload: 'beef',
  confirmed: true,
  gatewayId: null,
  slot: null,
  failure: null,
  radio: noRadio,
};

const ack: LoraEvent = {
  ...head,
  kind: 'ack',
  identity: hashed('ack'),
  acknowledged: true,
  queueItemId: '0198b0c2',
  fCntDown: 11,
};

const expected: Partial<Record<keyof typeof SAMPLES, LoraEvent>> = {
  uplink_message: {
    kind: 'uplink',
    devEui: head.devEui,
    occurredAt: '2020-02-17T07:49:14.480Z',
    identity: hashed('uplink'),
    devAddr: '00BCB929',
    fCntUp: 7,
    fPort: 1,
    frmPayload: '8241de',
    confirmed: true,
    adr: null,
    adrAckReq: null,
    ack: null,
    radio: { frequencyHz: 868_300_000, spreadingFactor: 7, bandwidthHz: 125_000, codingRate: '4/6', dr: 5 },
    receptions: [
      {
        gatewayId: '9C5C8E00001A05C4',
        rssi: -35,
        snr: 5.2,
        esp: expect.closeTo(-36.1463, 3),
        location: { latitude: 37.97155556731436, longitude: 23.72678801175413, altitude: 2 },
      },
    ],
    gatewayCount: 1,
  },
  join_accept: {
    kind: 'join',
    devEui: head.devEui,
    occurredAt: '2020-02-17T07:49:11.303Z',
    identity: hashed('join'),
    joinEui: '800000000000000C',
    devAddr: '00BCB929',
    devNonce: null,
    accepted: true,
    radio: noRadio,
    receptions: [],
  },
  downlink_ack: ack,
  downlink_nack: { ...ack, acknowledged: false },
  downlink_sent: sent,
  downlink_failed: {
    ...sent,
    transmitted: false,
    failure: 'application_downlink_too_long: application downlink payload length `60` exceeds maximum `51`',
  },
  location_solved: {
    ...head,
    kind: 'location',
    identity: hashed('location'),
    location: { latitude: 51.455, longitude: 5.458, radius: 15, method: 'WIFI' },
    fCntUp: null,
  },
  downlink_queued: {
    ...head,
    kind: 'log',
    identity: hashed('log'),
    level: 'info',
    code: 'DOWNLINK_QUEUED',
    description: 'FPort 15, FCntDn 11',
    context: { FPort: '15', FCntDn: '11', payload: 'beef', queueItem: '0198b0c2' },
  },
  downlink_queue_invalidated: {
    ...head,
    kind: 'log',
    identity: hashed('log'),
    level: 'warning',
    code: 'DOWNLINK_QUEUE_INVALIDATED',
    description: '1, FCntDn 3',
    context: { downlinks: '1', lastFCntDn: '3', queueItems: '0198b0c2' },
  },
  service_data: {
    ...head,
    kind: 'log',
    identity: hashed('log'),
    level: 'info',
    code: 'SERVICE_DATA',
    description: 'storage',
    context: { retention: '{"hours":24}' },
  },
};

describe('events', () => {
  it.each(Object.entries(SAMPLES))('%s', (name, body) => {
    expect(good(parse(body))).toEqual(expected[name as keyof typeof SAMPLES]);
  });

  it('tells sent, failed, ack and nack of one downlink apart', () => {
    const names = ['downlink_sent', 'downlink_failed', 'downlink_ack', 'downlink_nack'] as const;
    expect(new Set(names.map((name) => good(parse(SAMPLES[name]))?.identity)).size).toBe(4);
  });
});

describe('identity of an uplink', () => {
  const identity = (change: Record<string, unknown>) => good(uplinkWith(change))?.identity;

  it('is that of the frame, not of its telling', () => {
    expect(identity({ received_at: '2020-02-17T07:50:00Z', rx_metadata: [] })).toBe(identity({}));
  });

  it.each([{ f_cnt: 8 }, { frm_payload: 'gkHf' }, { session_key_id: 'AXBSH1Pk6Z0G166zUuZDlh==' }])(
    'differs with %o',
    (change) => {
      expect(identity(change)).not.toBe(identity({}));
    },
  );

  it('goes by the time where there is no session key', () => {
    const at = (received_at: string) => identity({ session_key_id: undefined, received_at });
    expect(at('2020-02-17T07:49:14Z')).toBe(at('2020-02-17T07:49:14Z'));
    expect(at('2020-02-17T07:49:14Z')).not.toBe(at('2020-02-17T07:49:15Z'));
  });
});

describe('protobuf JSON', () => {
  it('reads left-out zeros', () => {
    const rx_metadata = [{ gateway_ids: { gateway_id: 'gtw1' } }];
    const event = good(uplinkWith({ f_cnt: undefined, f_port: undefined, rx_metadata }));
    expect(event).toMatchObject({
      fCntUp: 0,
      fPort: 0,
      receptions: [{ gatewayId: 'gtw1', rssi: 0, snr: 0 }],
    });
  });

  it('has no FPort when there is no payload either', () => {
    const event = good(uplinkWith({ f_port: undefined, frm_payload: undefined }));
    expect(event).toMatchObject({ fPort: null, frmPayload: '' });
  });

  it('finds the coding rate where v3.21 and later have it', () => {
    const lora = { bandwidth: 125000, spreading_factor: 12, coding_rate: '4/5' };
    expect(good(uplinkWith({ settings: { data_rate: { lora }, frequency: '868100000' } }))).toMatchObject({
      radio: { codingRate: '4/5', dr: 0 },
    });
  });

  it('names the forwarding gateway behind Packet Broker', () => {
    const rx = (eui: string) => ({
      gateway_ids: { gateway_id: 'packetbroker' },
      packet_broker: { forwarder_gateway_eui: eui },
    });
    const event = good(uplinkWith({ rx_metadata: [rx('b827ebfffe000001'), rx('b827ebfffe000002')] }));
    expect(event).toMatchObject({ gatewayCount: 2 });
    expect(event).toHaveProperty('receptions[0].gatewayId', 'B827EBFFFE000001');
  });
});

describe('what must fail', () => {
  it.each<[string, () => { ok: boolean }, string, string?]>([
    ['broken JSON', () => parseThingsStack(utf8('{"end_device_ids"')), 'envelope.not-json'],
    ['a list', () => parse([SAMPLES.uplink_message]), 'envelope.wrong-type'],
    [
      'no event',
      () => parse({ ...SAMPLES.uplink_message, uplink_message: undefined }),
      'envelope.unknown-event',
    ],
    ['another server', () => parse({ DevEUI_uplink: {} }), 'envelope.unknown-event'],
    [
      'two events',
      () => parse({ ...SAMPLES.uplink_message, ...SAMPLES.join_accept }),
      'envelope.unknown-event',
    ],
    [
      'event no object',
      () => parse({ ...SAMPLES.join_accept, join_accept: 'yes' }),
      'envelope.wrong-type',
      'join_accept',
    ],
    [
      'no ids',
      () => parse({ ...SAMPLES.join_accept, end_device_ids: undefined }),
      'envelope.missing',
      'end_device_ids',
    ],
    ['no DevEUI', () => idsWith({ dev_eui: undefined }), 'envelope.missing', 'end_device_ids.dev_eui'],
    [
      'short DevEUI',
      () => idsWith({ dev_eui: '0004A3' }),
      'envelope.bad-identifier',
      'end_device_ids.dev_eui',
    ],
    [
      'JoinEUI not hex',
      () => idsWith({ join_eui: 'x'.repeat(16) }),
      'envelope.bad-identifier',
      'end_device_ids.join_eui',
    ],
    ['negative FCnt', () => uplinkWith({ f_cnt: -1 }), 'envelope.out-of-range', 'uplink_message.f_cnt'],
    ['FPort 300', () => uplinkWith({ f_port: 300 }), 'envelope.out-of-range', 'uplink_message.f_port'],
    [
      'bad base64',
      () => uplinkWith({ frm_payload: 'g*He' }),
      'envelope.bad-base64',
      'uplink_message.frm_payload',
    ],
    [
      'payload a list',
      () => uplinkWith({ frm_payload: [1] }),
      'envelope.wrong-type',
      'uplink_message.frm_payload',
    ],
    [
      'bad time',
      () => uplinkWith({ received_at: 'today' }),
      'envelope.bad-time',
      'uplink_message.received_at',
    ],
    [
      'metadata no list',
      () => uplinkWith({ rx_metadata: 'none' }),
      'envelope.wrong-type',
      'uplink_message.rx_metadata',
    ],
    ['frequency in words', () => uplinkWith({ settings: { frequency: 'high' } }), 'envelope.wrong-type'],
    ['still encrypted', () => uplinkWith({ app_s_key: { key: 'AA==' } }), 'envelope.payload-encrypted'],
    [
      'no time at all',
      () => parse({ ...SAMPLES.downlink_sent, received_at: undefined }),
      'envelope.missing',
      'received_at',
    ],
    [
      'failure without downlink',
      () => parse({ ...SAMPLES.downlink_failed, downlink_failed: {} }),
      'envelope.missing',
    ],
  ])('%s', (_name, run, code, path) => {
    const result = run() as ReturnType<typeof parse>;
    expect(codeOf(result)).toBe(code);
    if (path !== undefined) expect(result).toMatchObject({ error: { path } });
  });
});

describe('garbage never throws', () => {
  const bodies = Object.values(SAMPLES);

  it('in bytes', () => {
    survives(
      parseThingsStack,
      bodies.map((body) => utf8(JSON.stringify(body))),
    );
  });

  it('in values', () => {
    fc.assert(
      fc.property(mutatedJson(bodies), (body) => {
        const result = parseThingsStack(body);
        if (!result.ok) expect(result.error.code).toMatch(/^envelope\./);
        else if (result.value) expect(result.value.devEui).toMatch(/^[0-9A-F]{16}$/);
      }),
      { numRuns: RUNS },
    );
  });
});
