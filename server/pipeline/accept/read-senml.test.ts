import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNS } from '#server/protocols/garbage.fixture.ts';
import { formOfBody, readDeviceMessage, readMessageOf } from './read-senml.ts';

const DEVICE = { kind: 'IMEI', id: '490154203237518' } as const;
const URN = 'urn:dev:IMEI:490154203237518:';
const hex = (text: string) => Buffer.from(text, 'hex');
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const temperature = { n: 'temperature', u: 'Cel' };

/** Out of the public library's own tests (test/senml.cpp); none names its device. */
const PUBLISHED: [what: string, bytes: Buffer, records: object[]][] = [
  ['an index and a half float', hex('81A2173702F93E00'), [{ ...temperature, v: 1.5 }]],
  ['a base time', hex('81A322F93C001737020A'), [{ bt: 1, ...temperature, v: 10 }]],
  [
    'five kinds of values',
    hex('85A217360847686F69686F6900A2173204F5A2173102F93E00A21737020AA2172E0366686169686169'),
    [{ vd: 'aG9paG9pAA' }, { vb: true }, { v: 1.5 }, { ...temperature, v: 10 }, { vs: 'haihai' }],
  ],
  ['ThingsML in JSON', json([{ i_: -24, v: 10 }]), [{ ...temperature, v: 10 }]],
];

describe('a body of a device', () => {
  it.each(PUBLISHED)(
    'of the published ones, %s, is read in its name where the connection tells it',
    (_, bytes, records) => {
      const read = readMessageOf(DEVICE, bytes);
      expect(read.ok && read.value.pack).toMatchObject([{ bn: URN, ...records[0] }, ...records.slice(1)]);
      const alone = readDeviceMessage(formOfBody('application/json', bytes) as 'json', bytes);
      expect(alone).toMatchObject({ ok: false, error: { code: 'senml.no-base-name' } });
    },
  );

  it('that names its device is read at both doors, and CBOR is CBOR whatever it is called', () => {
    const named = hex(
      '81A321782075726E3A6465763A4445564555493A303035394143303030303142303039353A173702F93E00',
    );
    for (const type of [
      'application/json',
      'application/senml+cbor',
      'application/cbor; charset=x',
      undefined,
    ])
      expect(formOfBody(type, named)).toBe('cbor');
    const device = { kind: 'DEVEUI', id: '0059AC00001B0095' } as const;
    expect(readDeviceMessage('cbor', named)).toMatchObject({ ok: true, value: { device } });
    expect(readMessageOf(device, named)).toMatchObject({ ok: true, value: { form: 'cbor', device } });
    expect(readMessageOf(DEVICE, named)).toMatchObject({ ok: false, error: { code: 'senml.other-device' } });
  });

  it.each([
    ['application/json', 'json'],
    ['Application/SenML+JSON; charset=utf-8', 'json'],
    ['', 'json'],
    ['text/plain', null],
    ['application/xml', null],
  ])('of the type "%s" is %s', (type, form) => {
    expect(formOfBody(type, Buffer.from('[]'))).toBe(form);
  });

  it('whatever it is, it is read or refused', () => {
    const runs = { numRuns: RUNS };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void readMessageOf(DEVICE, bytes)),
      runs,
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void readMessageOf(DEVICE, json(value))),
      runs,
    );
  });
});
