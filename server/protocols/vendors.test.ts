// Payloads of makers whose layout is public. What they publish stands with the decoders' examples; here is what must fail.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFieldTestDevice } from './adeunis/decode-field-test-device.ts';
import { decodeBrowan } from './browan/decode-browan.ts';
import { decodeCayenne } from './cayenne/decode-cayenne.ts';
import { decodeDecentlab } from './decentlab/decode-decentlab.ts';
import { decodeLds02, decodeLht65, decodeLse01 } from './dragino/decode-dragino.ts';
import { codeOf, fromHex, good, RUNS, survives } from './garbage.fixture.ts';
import { decodeMilesight } from './milesight/decode-milesight.ts';
import { AM100, AM300, EM300, EM400 } from './milesight/series.ts';
import { decodeEd16xx } from './one-m2m/decode-ed16xx.ts';
import type { ParseResult } from './parse-result.ts';
import type { SenmlRecord } from './senml/record.ts';
import { decodeSensative } from './sensative/decode-sensative.ts';

type Decode = (bytes: Uint8Array) => ParseResult<SenmlRecord[]>;

/** Payloads that are read, those that are not with their code. */
const DECODERS: [name: string, decode: Decode, good: string[], bad: [hex: string, code: string][]][] = [
  [
    'Cayenne LPP',
    decodeCayenne,
    ['03670110056700ff', '018806765ff2960a0003e8', '0167ffd7067104d2fb2e0000'],
    [
      ['', 'cayenne.empty'],
      ['03', 'cayenne.truncated'],
      ['0367', 'cayenne.truncated'],
      ['036701', 'cayenne.truncated'],
      ['0367011005', 'cayenne.truncated'],
      ['03ff0110', 'cayenne.unknown-type'],
    ],
  ],
  ...([EM300, AM100, AM300, EM400] as const).map((channels, nth): (typeof DECODERS)[number] => [
    `Milesight ${nth}`,
    (bytes) => decodeMilesight(bytes, channels),
    ['0175640367f800', 'ff0bffff0101ff166329c42503920003ff090100'],
    [
      ['', 'milesight.empty'],
      ['01', 'milesight.unknown-channel'],
      ['0175', 'milesight.truncated'],
      ['ff1663', 'milesight.truncated'],
      ['20ce00', 'milesight.unknown-channel'],
    ],
  ]),
  [
    'Dragino LHT65',
    decodeLht65,
    ['cbf60b0d0376010add7fff', 'cbf60b0d037600'],
    [
      ['', 'dragino.truncated'],
      ['cbf60b0d037601', 'dragino.truncated'],
      ['cbf60b0d037603', 'dragino.unknown-sensor'],
    ],
  ],
  ['Dragino LSE01', decodeLse01, ['0cea000005dc010500c800'], [['0cea', 'dragino.truncated']]],
  [
    'Dragino LDS02',
    decodeLds02,
    ['8bf60100000900002a00'],
    [
      ['8bf601', 'dragino.truncated'],
      ['8bf60000000900002a00', 'dragino.unknown-mode'],
    ],
  ],
  [
    'Decentlab',
    (bytes) => decodeDecentlab(bytes, 'dl-iam'),
    ['020bbd007f0b926a515d48bc4e0262006981c7000093d4000b0111', '020bbd00010b92', '020bbd0000'],
    [
      ['', 'decentlab.truncated'],
      ['010bbd00010b92', 'decentlab.version'],
      ['020bbd00010b', 'decentlab.truncated'],
      ['020bbd00010b9200', 'decentlab.trailing'],
      ['020bbd80010b92', 'decentlab.unknown-sensor'],
    ],
  ],
  [
    'Sensative Strips',
    (bytes) => decodeSensative(bytes, 1),
    ['ffff015f0200e306540900', '0007'],
    [
      ['ff', 'sensative.truncated'],
      ['ffff02', 'sensative.truncated'],
      ['ffff7f', 'sensative.unknown-report'],
    ],
  ],
  [
    'Sensative Strips, history',
    (bytes) => decodeSensative(bytes, 2),
    ['00120000003c5054fff6'],
    [
      ['00120000', 'sensative.truncated'],
      ['00120000003c', 'sensative.truncated'],
    ],
  ],
  [
    'Browan Tabs',
    (bytes) => decodeBrowan(bytes, 102),
    ['0109380a005a3d00'],
    [['0109380a005a3d', 'browan.truncated']],
  ],
  [
    'Adeunis FTD',
    decodeFieldTestDevice,
    ['30451596900055345027', '8f1b20200fc95207', '9e10450058400043962028000cdd', '00'],
    [
      ['', 'adeunis.empty'],
      ['8f1b', 'adeunis.truncated'],
      ['104a15969000553450', 'adeunis.bad-position'],
      ['10991596900055345027', 'adeunis.bad-position'],
    ],
  ],
  [
    '1M2M ED16xx',
    decodeEd16xx,
    ['0102096100064f7a3c07a50300000000', '0200e5cc05052900000c000000000000', '060203ca1352'],
    [
      ['', 'ed16xx.empty'],
      ['01020961', 'ed16xx.truncated'],
      ['0a00', 'ed16xx.unknown-message'],
      ['0e00', 'ed16xx.unknown-message'],
      ['06ff', 'ed16xx.too-many-probes'],
      ['0602', 'ed16xx.truncated'],
    ],
  ],
];

describe.each(DECODERS)('%s', (_, decode, seeds, bad) => {
  test('what is right is read', () => {
    for (const hex of seeds) expect(decode(fromHex(hex)).ok, hex).toBe(true);
  });

  test.each(bad)('%j is refused: %s', (hex, code) => expect(codeOf(decode(fromHex(hex)))).toBe(code));

  test('whatever comes in, records or a refusal come out, and no number that is none', () => {
    survives(decode, seeds.map(fromHex), 60);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const result = decode(bytes);
        if (!result.ok) return true;
        return result.value.every(({ n, v }) => n !== '' && (v === undefined || Number.isFinite(v)));
      }),
      { numRuns: RUNS / 4 },
    );
  });
});

test('a second position of a Cayenne payload is told by its channel', () => {
  const names = good(decodeCayenne(fromHex('018806765ff2960a0003e8028806765ff2960a0003e8'))).map(
    ({ n }) => n,
  );
  expect(names).toEqual(['latitude', 'longitude', 'altitude', 'latitude_2', 'longitude_2', 'altitude_2']);
});

test('angles of the ED16xx beyond their 24 bits', () => {
  const at = (high: string, lat: string, lon: string) =>
    good(decodeEd16xx(fromHex(`0102096100${high}${lat}${lon}`))).flatMap(({ u, v }) =>
      u === 'lat' || u === 'lon' ? [v] : [],
    );
  expect(at('06', '4f7a3c', '07a503')).toEqual([52.08636, 5.00995]);
  // 25 bits with a sign, 26 bits with a sign.
  expect(at('26', 'b085c4', '07a503')).toEqual([-52.08636, 5.00995]);
  expect(at('46', '4f7a3c', '0e2e4f')).toEqual([52.08636, 177.06575]);
  expect(at('c6', '4f7a3c', 'f85afd')).toEqual([52.08636, -5.00995]);
});
