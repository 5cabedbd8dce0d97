import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataToRecords } from './data-to-records.ts';

describe('dataToRecords', () => {
  it('names leaves by their dotted path and takes the field from the type', () => {
    const data = {
      temperature: 21.5,
      door: { open: false, state: 'closed' },
      levels: [3, { deep: 4 }],
      gone: null,
    };
    expect(dataToRecords(data)).toEqual({
      records: [
        { n: 'temperature', v: 21.5 },
        { n: 'door.open', vb: false },
        { n: 'door.state', vs: 'closed' },
        { n: 'levels.0', v: 3 },
        { n: 'levels.1.deep', v: 4 },
      ],
      warnings: [],
    });
  });

  it('reads {value, unit} as one record with a unit, whatever else is in it', () => {
    const data = {
      air: { displayName: 'Air', value: 19, unit: '°C' },
      lid: { value: true, unit: '' },
      none: { value: null, unit: 'm' },
    };
    expect(dataToRecords(data).records).toEqual([
      { n: 'air', u: '°C', v: 19 },
      { n: 'lid', vb: true },
      { n: 'none.unit', vs: 'm' },
    ]);
  });

  it('renames, sets units and scales where a mapping says so', () => {
    const mapping = {
      'a.t': { name: 'temperature', unit: 'Cel', factor: 0.1 },
      b: { unit: 'V' },
      text: { factor: 10 },
    };
    expect(dataToRecords({ a: { t: 21.7 }, b: 3, text: 'x' }, mapping).records).toEqual([
      { n: 'temperature', u: 'Cel', v: 2.17 },
      { n: 'b', u: 'V', v: 3 },
      { n: 'text', vs: 'x' },
    ]);
  });

  it('replaces characters that SenML does not allow, and says when two values then share a name', () => {
    const { records, warnings } = dataToRecords({ 'CO₂ (ppm)': 412, 'a b': 1, a_b: 2 });
    expect(records.map((record) => record.n)).toEqual(['CO___ppm_', 'a_b', 'a_b']);
    expect(warnings).toEqual(['a_b has the same name as another value: a_b']);
  });

  it('drops what is not a finite number, with a warning that names it', () => {
    const { records, warnings } = dataToRecords({ a: Number.NaN, b: { c: Number.POSITIVE_INFINITY }, d: 1 });
    expect(records).toEqual([{ n: 'd', v: 1 }]);
    expect(warnings).toEqual([
      'a is NaN, which no record can hold, and left out',
      'b.c is Infinity, which no record can hold, and left out',
    ]);
  });

  it('is not led astray by names of the language', () => {
    const data = JSON.parse('{"constructor": 1, "__proto__": {"x": 2}, "toString": 3}');
    expect(dataToRecords(data).records).toEqual([
      { n: 'constructor', v: 1 },
      { n: '__proto__.x', v: 2 },
      { n: 'toString', v: 3 },
    ]);
  });

  it('gives every finite leaf of any JSON exactly one record with a legal name', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (data) => {
        const { records } = dataToRecords(data);
        for (const record of records) {
          expect(record.n).toMatch(/^[A-Za-z0-9\-:./_]+$/);
          expect([record.v, record.vs, record.vb].filter((value) => value !== undefined)).toHaveLength(1);
        }
        const hasUnits = /"unit"/.test(JSON.stringify(data));
        if (!hasUnits) expect(records).toHaveLength(leaves(data));
      }),
    );
  });
});

function leaves(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value).reduce((sum: number, child) => sum + leaves(child), 0);
}
