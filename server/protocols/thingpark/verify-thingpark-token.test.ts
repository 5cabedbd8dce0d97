import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, good, RUNS, utf8 } from '../garbage.fixture.ts';
import { mutatedJson } from '../provider-envelope/events.fixture.ts';
import { BODIES } from './samples.fixture.ts';
import { verifyThingparkToken } from './verify-thingpark-token.ts';

const KEY = 'c6f5e3b263092120b8766b9aed9c41b4';
const INFOS =
  'LrnInfos=TWA_100000001.999.AS-1-12345678&AS_ID=TWA_100000001.999&Time=2018-01-12T10:00:00.000+01:00';
const FRAME = { DevEUI: '0059AC0000000001', FPort: '1', CustomerID: '100000001' };

/** kpn-iot/lora-reference token-verification, and one real push of 2016 published by the IoT Academy. */
const VECTORS = {
  uplink: {
    query: `LrnDevEui=0059AC0000000001&LrnFPort=1&${INFOS}&Token=5b7ec8b0b2c250fc792c76348de3b16ff04e27050baf8a37c891dcc85e88b0d4`,
    body: { DevEUI_uplink: { ...FRAME, FCntUp: '1', payload_hex: '000102030405' } },
    key: KEY,
  },
  sent: {
    query: `LrnDevEui=0059AC0000000001&LrnFPort=1&${INFOS}&Token=345dc204c72a9769441c4700cd0a0fb76c5b356e3931540e891fc7e68f236c98`,
    body: { DevEUI_downlink_Sent: { ...FRAME, FCntDn: '1', FCntUp: '', DeliveryStatus: '' } },
    key: KEY,
  },
  location: {
    query: `LrnDevEui=0059ac0000000001&LrnFPort=0&${INFOS}&Token=d23b3507663d817c77d124cfbe4f1d5a67ba957e91471b39512b8f103fe46a17`,
    body: { DevEUI_location: { DevEUI: '0059AC0000000001', CustomerID: '100000001' } },
    key: KEY,
  },
  'developer portal': {
    query:
      'LrnDevEui=0059AC0000180000&LrnFPort=1&LrnInfos=TWA_100006356.246.AS-1-8402463&AS_ID=KPN.developer&Time=2018-02-09T12:21:44.928Z&Token=127804619c039326a75c68327751917e9abc1bfed2d036aa58aca37038583e99',
    body: {
      DevEUI_uplink: {
        DevEUI: '0059AC0000180000',
        FPort: '1',
        FCntUp: '17',
        payload_hex: '2030',
        CustomerID: '100006356',
      },
    },
    key: 'c6f5e3b2-6309-2120-b876-6b9aed9c41b4',
  },
  'real push of 2016': {
    query:
      'LrnDevEui=0059AC000010020D&LrnFPort=2&LrnInfos=TWA_100006246.167.AS-1-1361149&AS_ID=hookbin&Time=2016-07-05T08:58:26.911+02:00&Token=18f44bb294f9dd33b5168eeb92a0c7f9fa807914097dc9bb2ed5a789a65fad33',
    body: {
      DevEUI_uplink: {
        Time: '2016-07-05T08:58:26.654+02:00',
        DevEUI: '0059AC000010020D',
        FPort: '2',
        FCntUp: '3',
        payload_hex: '00277c0878fd9b2e000000000000ffff',
        CustomerID: '100006246',
      },
    },
    key: '00112233445566778899aabbccddeeff',
  },
};

type Vector = { query: string; body: object; key: string };

const verify = ({ query, body, key }: Vector, asId?: string) =>
  verifyThingparkToken({ query, body: utf8(JSON.stringify(body)), key, asId });

describe('published vectors', () => {
  it.each(Object.entries(VECTORS))('%s', (_name, vector) => {
    expect(codeOf(verify(vector))).toBe('ok');
    expect(codeOf(verify({ ...vector, query: `?${vector.query}` }))).toBe('ok');
    expect(
      codeOf(verify({ ...vector, query: vector.query.replaceAll('+', '%2B').replaceAll(':', '%3A') })),
    ).toBe('ok');
    expect(codeOf(verify({ ...vector, key: vector.key.toUpperCase() }))).toBe('ok');
  });

  it('tells AS_ID and time of signing', () => {
    expect(good(verify(VECTORS.uplink, 'TWA_100000001.999'))).toEqual({
      asId: 'TWA_100000001.999',
      signedAt: '2018-01-12T10:00:00.000+01:00',
    });
  });

  it('holds for numbers in the body, too', () => {
    const body = { DevEUI_uplink: { ...VECTORS.uplink.body.DevEUI_uplink, FPort: 1, FCntUp: 1 } };
    expect(codeOf(verify({ ...VECTORS.uplink, body }))).toBe('ok');
  });

  it('holds for an address registered with a query of its own', () => {
    expect(codeOf(verify({ ...VECTORS.uplink, query: `tenant=7&${VECTORS.uplink.query}` }))).toBe('ok');
  });
});

describe('the formula, written out', () => {
  const dev = { DevEUI: '0059AC0000000001', CustomerID: '100000001' };
  const query = `LrnDevEui=0059AC0000000001&LrnFPort=0&${INFOS}`;
  const signed = (elements: string) => createHash('sha256').update(`${elements}${query}${KEY}`).digest('hex');

  it.each<[string, object, string]>([
    ['MAC commands only', { DevEUI_uplink: { ...dev, FCntUp: 7 } }, '1000000010059AC000000000107'],
    [
      'empty payload',
      { DevEUI_uplink: { ...dev, FPort: 2, FCntUp: 7, payload_hex: '' } },
      '1000000010059AC000000000127',
    ],
    ['notification', { DevEUI_notification: { ...dev, Type: 'join' } }, '1000000010059ac0000000001'],
    [
      'notification as written',
      { DevEUI_notification: { ...dev, Type: 'join' } },
      '1000000010059AC0000000001',
    ],
    ['rejected', { DevEUI_downlink_Rejected: { ...dev, FPort: 1 } }, '1000000010059AC00000000011'],
    ['join request', { DevEUI_uplink: { ...dev, rawJoinRequest: '00' } }, '1000000010059AC0000000001'],
    [
      'join request with FPort 0',
      { DevEUI_uplink: { ...dev, rawJoinRequest: '00' } },
      '1000000010059AC00000000010',
    ],
  ])('%s', (_name, body, elements) => {
    expect(codeOf(verify({ query: `${query}&Token=${signed(elements)}`, body, key: KEY }))).toBe('ok');
  });
});

describe('what must fail', () => {
  const { uplink } = VECTORS;

  it.each<[string, () => { ok: boolean }, string]>([
    [
      'no token',
      () => verify({ ...uplink, query: uplink.query.replace(/&Token=.*/, '') }),
      'thingpark.token-missing',
    ],
    [
      'empty token',
      () => verify({ ...uplink, query: uplink.query.replace(/Token=.*/, 'Token=') }),
      'thingpark.token-missing',
    ],
    ['empty query', () => verify({ ...uplink, query: '' }), 'thingpark.token-missing'],
    ['short token', () => verify({ ...uplink, query: uplink.query.slice(0, -1) }), 'thingpark.token-wrong'],
    ['long token', () => verify({ ...uplink, query: `${uplink.query}0` }), 'thingpark.token-wrong'],
    [
      'another token',
      () => verify({ ...uplink, query: uplink.query.replace(/.$/, '5') }),
      'thingpark.token-wrong',
    ],
    ['another key', () => verify({ ...uplink, key: KEY.replace('c', 'd') }), 'thingpark.token-wrong'],
    ['no key', () => verify({ ...uplink, key: '' }), 'thingpark.key-missing'],
    [
      'another time',
      () => verify({ ...uplink, query: uplink.query.replace('10:00', '10:01') }),
      'thingpark.token-wrong',
    ],
    [
      '+ turned into a space',
      () => verify({ ...uplink, query: uplink.query.replace('+', '%20') }),
      'thingpark.token-wrong',
    ],
    ['another AS_ID', () => verify(uplink, 'TWA_1'), 'thingpark.as-id-wrong'],
    [
      'no AS_ID',
      () => verify({ ...uplink, query: uplink.query.replace(/&AS_ID=[^&]*/, '') }, 'TWA_1'),
      'thingpark.as-id-wrong',
    ],
    ['broken escape', () => verify({ ...uplink, query: `%zz&${uplink.query}` }), 'thingpark.query-malformed'],
    ['another root', () => verify({ ...uplink, body: { DevEUI_x: {} } }), 'envelope.unknown-event'],
    [
      'the vector of another report',
      () => verify({ ...uplink, body: VECTORS.sent.body }),
      'thingpark.token-wrong',
    ],
  ])('%s', (_name, run, code) => {
    expect(codeOf(run() as ReturnType<typeof verify>)).toBe(code);
  });

  it.each(['DevEUI', 'FPort', 'FCntUp', 'payload_hex', 'CustomerID'])('a body with another %s', (name) => {
    const frame: Record<string, string> = { ...uplink.body.DevEUI_uplink };
    const body = { DevEUI_uplink: { ...frame, [name]: frame[name]?.replace(/.$/, '9') } };
    expect(codeOf(verify({ ...uplink, body }))).toBe('thingpark.token-wrong');
  });

  it('never throws and never accepts garbage', () => {
    const queries = fc.oneof(
      fc.string(),
      fc.constant(uplink.query),
      fc.string().map((text) => `${uplink.query}&${text}`),
    );
    fc.assert(
      fc.property(mutatedJson(BODIES), queries, (body, query) => {
        expect(verifyThingparkToken({ query, body, key: KEY }).ok).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });
});
