import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigitalMatter } from './parse-digital-matter.ts';

const REPORT = {
  SerNo: 200_000,
  IMEI: '490154203237518',
  ICCID: '8931082623991000009',
  ProdId: 33,
  FW: '33.4.1.10',
  Records: [
    {
      SeqNo: 7494,
      Reason: 11,
      DateUTC: '2018-10-23 01:26:44',
      Fields: [
        {
          FType: 0,
          GpsUTC: '2018-10-22 09:26:40',
          Lat: 51.9225,
          Long: 4.4792,
          Alt: 21,
          Spd: 250,
          SpdAcc: 4,
          Head: 90,
          PDOP: 17,
          PosAcc: 10,
          GpsStat: 3,
        },
        { FType: 2, DIn: 2, DOut: 0, DevStat: 1 },
        { FType: 6, AnalogueData: { '1': 14_641, '3': 2_500, '4': 8, '5': 4_500 } },
        { FType: 7, AnalogueData: { '11': 34, '14': 9_921 } },
        { FType: 27, Anything: [{ a: null }] },
        { FType: 15, TT: 2, Trim: 300 },
      ],
    },
  ],
};
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const [RECORD] = REPORT.Records;
const withRecord = (change: object) => ({ ...REPORT, Records: [{ ...RECORD, ...change }] });

describe('a report', () => {
  it('is read field by field; what is not known comes as it is', () => {
    expect(parseDigitalMatter(bytes({ ...REPORT, Further: { a: 1 } }))).toEqual({
      ok: true,
      value: [
        {
          kind: 'digital-matter',
          imei: '490154203237518',
          serial: 200_000,
          product: 33,
          firmware: '33.4.1.10',
          sequence: 7494,
          reason: 11,
          occurredAt: '2018-10-23T01:26:44.000Z',
          identity: 'digital-matter|200000|7494|2018-10-23T01:26:44.000Z',
          gps: {
            fixedAt: '2018-10-22T09:26:40.000Z',
            latitude: 51.9225,
            longitude: 4.4792,
            altitude: 21,
            speed: 250,
            heading: 90,
            pdop: 17,
            accuracy: 10,
            status: 3,
            speedAccuracy: 4,
          },
          digital: { inputs: 2, outputs: 0, status: 1 },
          analogue: { '1': 14_641, '3': 2_500, '4': 8, '5': 4_500, '11': 34, '14': 9_921 },
          others: [
            { type: 27, json: '{"Anything":[{"a":null}]}' },
            { type: 15, json: '{"TT":2,"Trim":300}' },
          ],
        },
      ],
    });
  });

  it('of several records is several, and a record may tell nothing but that it is', () => {
    const parsed = parseDigitalMatter(
      bytes({ ...REPORT, Records: [RECORD, { SeqNo: 7495, DateUTC: '2018-10-23T01:30:00Z' }] }),
    );
    expect(
      parsed.ok &&
        parsed.value.map(({ sequence, gps, digital, analogue }) => [
          sequence,
          gps !== null,
          digital !== null,
          analogue,
        ]),
    ).toEqual([
      [7494, true, true, { ...RECORD?.Fields[2]?.AnalogueData, ...RECORD?.Fields[3]?.AnalogueData }],
      [7495, false, false, {}],
    ]);
  });

  it.each([
    ['no JSON', 'nothing', 'envelope.not-json'],
    ['no object', '[]', 'envelope.wrong-type'],
    ['no IMEI', { ...REPORT, IMEI: undefined }, 'envelope.missing'],
    ['a short IMEI', { ...REPORT, IMEI: '4901542' }, 'envelope.bad-identifier'],
    ['no serial number', { ...REPORT, SerNo: undefined }, 'envelope.missing'],
    ['no records', { ...REPORT, Records: [] }, 'envelope.missing'],
    ['records that are no list', { ...REPORT, Records: {} }, 'envelope.wrong-type'],
    [
      'more records than it may have',
      { ...REPORT, Records: Array(501).fill(RECORD) },
      'envelope.out-of-range',
    ],
    ['a record without a number', withRecord({ SeqNo: undefined }), 'envelope.missing'],
    ['a record without a moment', withRecord({ DateUTC: '' }), 'envelope.missing'],
    ['a day that is none', withRecord({ DateUTC: '2018-02-30 01:26:44' }), 'envelope.bad-time'],
    [
      'a place that is none',
      withRecord({ Fields: [{ FType: 0, Lat: 91, Long: 0 }] }),
      'envelope.out-of-range',
    ],
    [
      'a reading that is no number',
      withRecord({ Fields: [{ FType: 6, AnalogueData: { '1': 'much' } }] }),
      'envelope.wrong-type',
    ],
    ['inputs beyond 32', withRecord({ Fields: [{ FType: 2, DIn: 2 ** 32 }] }), 'envelope.out-of-range'],
  ])('with %s is refused', (_, body, code) => {
    const parsed = parseDigitalMatter(bytes(body));
    expect(parsed.ok ? 'read' : parsed.error.code).toBe(code);
  });

  it('whatever comes, it is read or refused', () => {
    const runs = { numRuns: Number(process.env.FC_RUNS ?? 500) };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void parseDigitalMatter(any)),
      runs,
    );
    const value = fc.jsonValue();
    fc.assert(
      fc.property(
        fc.record({
          SerNo: value,
          IMEI: fc.constantFrom('490154203237518', 7),
          Records: fc.array(fc.record({ SeqNo: value, DateUTC: value, Fields: value })),
        }),
        (any) => void parseDigitalMatter(bytes(any)),
      ),
      runs,
    );
  });
});
