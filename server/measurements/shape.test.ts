import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ResolvedRecord } from '#server/protocols/senml/record.ts';
import type { PackRow } from './contract.ts';
import { fromShape, shapeHash, toMeasurements, toShape } from './shape.ts';

const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';
const BASE = new Date('2025-12-14T19:19:15.219Z');
const T = BASE.getTime() / 1000;

function shaped(records: ResolvedRecord[]) {
  const result = toShape(records, URN, BASE);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** What the database gives back: numbers as they were, the rest through JSON. */
function stored(records: ResolvedRecord[]): { shape: Parameters<typeof fromShape>[0]; row: PackRow } {
  const { names, units, kinds, v, rest } = shaped(records);
  return {
    shape: { names, units, kinds },
    row: { time: new Date(BASE), v, rest: rest && JSON.parse(JSON.stringify(rest)) },
  };
}

describe('a pack of every kind of value', () => {
  const records: ResolvedRecord[] = [
    { n: `${URN}temperature`, u: 'Cel', v: 21.5, t: T },
    { n: `${URN}mode`, vs: 'NORMAL', t: T },
    { n: `${URN}open`, vb: false, t: T },
    { n: `${URN}image`, vd: 'AQID', t: T },
    { n: `${URN}temperature`, u: 'Cel', v: -0.5, t: T - 600 },
    { n: `${URN}energy`, u: 'J', s: 12, t: T },
  ];

  test('splits into what repeats and what does not', () => {
    const { names, units, kinds, v, rest } = shaped(records);
    expect(names).toEqual(['temperature', 'mode', 'open', 'image', 'temperature', 'energy']);
    expect(units).toEqual(['Cel', '', '', '', 'Cel', 'J']);
    expect(kinds).toBe('nsbdnn');
    expect(v).toEqual([21.5, Number.NaN, 0, Number.NaN, -0.5, Number.NaN]);
    expect(rest).toEqual({ s: { 1: 'NORMAL', 3: 'AQID' }, t: { 4: -600 }, sum: { 5: 12 } });
  });

  test('comes back as it was', () => {
    const { shape, row } = stored(records);
    expect(fromShape(shape, row)).toEqual(records.map((r) => ({ ...r, n: r.n.slice(URN.length) })));
  });

  test('numbers alone leave nothing beside them', () => {
    expect(shaped([records[0] as ResolvedRecord]).rest).toBeNull();
    expect(shaped([]).rest).toBeNull();
  });
});

describe('the hash', () => {
  const one = shaped([{ n: `${URN}a`, u: 'Cel', v: 1, t: T }]);

  test('is 16 bytes and the same for the same shape, whatever the values', () => {
    expect(one.hash).toHaveLength(16);
    expect(shaped([{ n: `${URN}a`, u: 'Cel', v: 99, t: T + 5 }]).hash).toEqual(one.hash);
  });

  test.each([
    [{ names: ['b'], units: ['Cel'], kinds: 'n' }],
    [{ names: ['a'], units: ['K'], kinds: 'n' }],
    [{ names: ['a'], units: ['Cel'], kinds: 'b' }],
    [{ names: ['a","'], units: ['Cel'], kinds: 'n' }],
    [{ names: ['a', ''], units: ['Cel', ''], kinds: 'nn' }],
  ])('differs for %j', (shape) => {
    expect(shapeHash(shape)).not.toEqual(one.hash);
  });
});

describe('refused, with the place', () => {
  test.each([
    [{ n: 'urn:dev:DEVEUI:0059AC00001B3462:a', v: 1, t: T }, 'measurements.other-device', '[1].n'],
    [{ n: 'urn:dev:IMEI:357292748642776:a', v: 1, t: T }, 'measurements.other-device', '[1].n'],
    [{ n: 'temperature', v: 1, t: T }, 'measurements.no-device', '[1].n'],
    [{ n: URN, v: 1, t: T }, 'measurements.no-name', '[1].n'],
    [{ n: `${URN}a`, v: Number.NaN, t: T }, 'measurements.not-finite', '[1]'],
    [{ n: `${URN}a`, v: Number.POSITIVE_INFINITY, t: T }, 'measurements.not-finite', '[1]'],
    [{ n: `${URN}a`, v: 1, t: Number.NaN }, 'measurements.not-finite', '[1]'],
    [{ n: `${URN}a`, u: 'C\0', v: 1, t: T }, 'measurements.bad-unit', '[1].u'],
  ] as [ResolvedRecord, string, string][])('%j', (record, code, path) => {
    const good: ResolvedRecord = { n: `${URN}good`, v: 1, t: T };
    expect(toShape([good, record], URN, BASE)).toMatchObject({ ok: false, error: { code, path } });
  });
});

test('a URN written in small letters is the same device', () => {
  const result = toMeasurements([{ n: `${URN.toLowerCase()}a`, v: 1, t: T }], URN);
  expect(result).toEqual({ ok: true, value: [{ n: 'a', v: 1, t: T }] });
});

test('round trip of any pack', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9\-:._/]{0,20}$/);
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => ({ v })),
    fc.string({ unit: 'binary' }).map((vs) => ({ vs })),
    fc.boolean().map((vb) => ({ vb })),
    fc.base64String().map((text) => ({ vd: text.replace(/[+/=]/g, '') })),
    fc.integer().map((s) => ({ s })),
  );
  const time = fc.oneof(
    fc.constant(T),
    fc.integer({ min: -1e9, max: 1e9 }).map((ms) => (BASE.getTime() + ms) / 1000),
    fc.double({ min: T / 2, max: T * 2, noNaN: true }),
  );
  const record = fc
    .tuple(name, fc.option(fc.constantFrom('Cel', '%RH', 'm/s2', 'µ'), { nil: undefined }), value, time)
    .map(([n, u, v, t]): ResolvedRecord => ({ n: URN + n, ...(u === undefined ? {} : { u }), ...v, t }));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (records) => {
      const { shape, row } = stored(records);
      expect(fromShape(shape, row)).toEqual(records.map((r) => ({ ...r, n: r.n.slice(URN.length) })));
      for (const [index, kind] of [...shape.kinds].entries()) {
        const isNumber = kind === 'b' || (kind === 'n' && records[index]?.v !== undefined);
        expect(Number.isNaN(row.v[index])).toBe(!isNumber);
      }
    }),
    { numRuns: 1000 },
  );
});
