import { describe, expect, it } from 'vitest';
import { readRecords } from './senml-records.ts';

const URN = 'urn:dev:IMEI:357292748642776:';
const read = (text: string) => readRecords(text, URN);

describe('readRecords', () => {
  it('takes an array of records, and one record without brackets', () => {
    expect(read('[{"n":"led","vb":true}]')).toEqual({ ok: true, records: [{ n: 'led', vb: true }] });
    expect(read(' {"n":"level","u":"%","v":40} ')).toEqual({
      ok: true,
      records: [{ n: 'level', u: '%', v: 40 }],
    });
  });

  it('asks for something where nothing stands', () => {
    expect(read('  ')).toMatchObject({ ok: false, wrong: 'empty' });
    expect(read('[]')).toMatchObject({ ok: false, wrong: 'empty' });
  });

  it.each([
    ['{"n":"led"', 'JSON'],
    ['true', 'array of records'],
    ['[1]', '[0]: '],
    ['[{"n":"led","vb":"yes"}]', '[0]'],
    ['[{"n":"led","x_":1}]', 'must be understood'],
    ['[{"n":"led"}]', '[0]'],
    ['[{"bn":"urn:dev:IMEI:1:","n":"led","vb":true}]', '[0].bn: The platform adds the base name.'],
  ])('%s is refused and says where', (text, detail) => {
    const answer = read(text);
    expect(answer).toMatchObject({ ok: false, wrong: 'not-senml' });
    expect(answer.ok ? '' : answer.detail).toContain(detail);
  });
});
