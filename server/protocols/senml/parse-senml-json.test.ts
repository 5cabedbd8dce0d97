import { describe, expect, test } from 'vitest';
import { codeOf, good, survives, utf8 } from '../garbage.fixture.ts';
import { parseSenmlJson } from './parse-senml-json.ts';

describe('packs of RFC 8428 §5.1 are read as they are', () => {
  test.each([
    ['single point', '[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]'],
    [
      'multiple points, base fields in the first record',
      '[{"bn":"urn:dev:ow:10e2073a01080063:","bt":1.276020076001e+09,"bu":"A","bver":10,"n":"voltage","u":"V","v":120.1},{"n":"current","t":-5,"v":1.2},{"n":"current","v":1.7}]',
    ],
    [
      'text, boolean, data',
      '[{"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},{"n":"label","vs":"Machine Room"},{"n":"open","vb":false},{"n":"nfc-reader","vd":"aGkgCg"}]',
    ],
    [
      'base fields alone (old form)',
      '[{"bn":"urn:dev:IMEI:357292748642776:","bt":1585650750},{"n":"temperature","u":"Cel","v":21.5}]',
    ],
    ['a sum without a value', '[{"bn":"urn:dev:ow:1:","n":"energy","u":"J","s":5}]'],
    ['a base value that stands for the value', '[{"bn":"urn:dev:ow:1:","bv":20,"n":"a"},{"n":"b"}]'],
    ['secondary units (RFC 9100)', '[{"bver":26,"n":"speed","u":"km/h","v":3}]'],
  ])('%s', (_name, text) => {
    expect(parseSenmlJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
    expect(parseSenmlJson(utf8(text))).toEqual(parseSenmlJson(text));
  });
});

test('unknown fields are dropped', () => {
  const pack = parseSenmlJson('[{"n":"a","v":2,"color":{"deep":["x"]},"constructor":1}]');
  expect(pack).toEqual({ ok: true, value: [{ n: 'a', v: 2 }] });
});

// S11.
test('what another reader could take for something else is refused, and nothing else is', () => {
  const cases: [text: string, code: string, path: string | undefined][] = [
    ['[{"n":"a","v":1,"v":2}]', 'senml.repeated-field', '[0].v'],
    ['[{"n":"a","v":1},{"n":"b","v":1,"\\u006e":"c"}]', 'senml.repeated-field', '[1].n'],
    ['[{"n":"a","v":1,"x":[{"y":1},{"y":1,"y" : 2}]}]', 'senml.repeated-field', '[0].x[1].y'],
    ['[{"n":"a","v":9007199254740993}]', 'senml.not-exact', '[0].v'],
    ['[{"n":"a","v":1,"t":-9007199254740993}]', 'senml.not-exact', '[0].t'],
    ['\ufeff[{"n":"a","v":1}]', 'senml.not-json', undefined],
    ['[{"n":"a","v":1},]', 'senml.not-json', undefined],
  ];
  for (const [text, code, path] of cases) {
    const error = { code, ...(path && { path }) };
    expect([text, parseSenmlJson(text)]).toMatchObject([text, { ok: false, error }]);
    expect(parseSenmlJson(utf8(text))).toEqual(parseSenmlJson(text));
  }
  for (const text of [
    '[{"n":"a","v":9007199254740992},{"n":"b","v":123456789012345680000},{"n":"c","v":9007199254740993.5}]',
    '[{"n":"a","vs":"9007199254740993"},{"n":"b","vs":"{\\"n\\":1,\\"n\\":2}"},{"n":"n","vs":"n"}]',
    '[{"n":"a","v":1,"x":[{"y":1},{"y":1}]},{"n":"a","v":-0}]',
  ])
    expect([text, parseSenmlJson(text).ok]).toEqual([text, true]);
});

test('__proto__ is a field that must be understood, not a prototype', () => {
  expect(codeOf(parseSenmlJson('[{"n":"a","v":1,"__proto__":{"v":2}}]'))).toBe('senml.not-understood');
  expect(({} as Record<string, unknown>).v).toBeUndefined();
});

describe('what is wrong is named', () => {
  test.each([
    ['', 'senml.not-json', undefined],
    ['[{"n":"a","v":1}', 'senml.not-json', undefined],
    ['[{"n":"a","v":NaN}]', 'senml.not-json', undefined],
    ['[{"n":"a","v":Infinity}]', 'senml.not-json', undefined],
    ['{"n":"a","v":1}', 'senml.not-array', undefined],
    ['null', 'senml.not-array', undefined],
    ['[]', 'senml.empty-pack', undefined],
    ['[1]', 'senml.not-record', '[0]'],
    ['[{"n":"a","v":1},[]]', 'senml.not-record', '[1]'],
    ['[null]', 'senml.not-record', '[0]'],
    ['[{}]', 'senml.no-value', '[0]'],
    ['[{"n":"a"}]', 'senml.no-value', '[0]'],
    ['[{"n":"a","u":"Cel","t":3}]', 'senml.no-value', '[0]'],
    ['[{"n":"a","v":1e999}]', 'senml.not-finite', '[0].v'],
    ['[{"n":"a","v":-1e999}]', 'senml.not-finite', '[0].v'],
    ['[{"n":"a","v":1,"vs":"x"}]', 'senml.two-values', '[0]'],
    ['[{"n":"a","vb":true,"vd":"AA"}]', 'senml.two-values', '[0]'],
    ['[{"n":"a","v":"1"}]', 'senml.wrong-type', '[0].v'],
    ['[{"n":"a","v":null}]', 'senml.wrong-type', '[0].v'],
    ['[{"n":"a","v":true}]', 'senml.wrong-type', '[0].v'],
    ['[{"n":"a","vb":1}]', 'senml.wrong-type', '[0].vb'],
    ['[{"n":"a","vs":1}]', 'senml.wrong-type', '[0].vs'],
    ['[{"n":7,"v":1}]', 'senml.wrong-type', '[0].n'],
    ['[{"bn":{},"n":"a","v":1}]', 'senml.wrong-type', '[0].bn'],
    ['[{"bt":"now","n":"a","v":1}]', 'senml.wrong-type', '[0].bt'],
    ['[{"n":"a","vd":"a+/="}]', 'senml.bad-data', '[0].vd'],
    ['[{"n":"a","vd":"aGkgCg=="}]', 'senml.bad-data', '[0].vd'],
    ['[{"n":"a","vd":"aGkgC"}]', 'senml.bad-data', '[0].vd'],
    ['[{"n":"a b","v":1}]', 'senml.bad-name', '[0].n'],
    ['[{"n":"tempé","v":1}]', 'senml.bad-name', '[0].n'],
    ['[{"bn":"urn:dev:ow:1;","n":"a","v":1}]', 'senml.bad-name', '[0].bn'],
    [`[{"n":"${'a'.repeat(257)}","v":1}]`, 'senml.name-too-long', '[0].n'],
    [`[{"n":"a","u":"${'x'.repeat(65)}","v":1}]`, 'senml.unit-too-long', '[0].u'],
    ['[{"n":"a","vs":"\\ud800"}]', 'senml.bad-text', '[0].vs'],
    ['[{"n":"a","v":1,"i_":-24}]', 'senml.not-understood', '[0]'],
    ['[{"n":"a","v":1,"new_":0}]', 'senml.not-understood', '[0]'],
    ['[{"bver":11,"n":"a","v":1}]', 'senml.unknown-version', '[0].bver'],
    ['[{"bver":0,"n":"a","v":1}]', 'senml.unknown-version', '[0].bver'],
    ['[{"bver":10.5,"n":"a","v":1}]', 'senml.unknown-version', '[0].bver'],
    ['[{"bver":10,"n":"a","v":1},{"bver":26,"n":"b","v":1}]', 'senml.mixed-versions', '[1].bver'],
  ])('%s → %s', (text, code, path) => {
    const result = parseSenmlJson(text);
    expect(result).toMatchObject({ ok: false, error: { code, ...(path ? { path } : {}) } });
  });

  test('bytes that are not UTF-8', () => {
    const bytes = utf8('[{"n":"a","vs":"x"}]');
    bytes[16] = 0xff;
    expect(codeOf(parseSenmlJson(bytes))).toBe('senml.bad-utf8');
  });

  test('too many bytes, too many records', () => {
    expect(codeOf(parseSenmlJson(' '.repeat(1_048_577)))).toBe('senml.too-large');
    expect(codeOf(parseSenmlJson(`[${'{"v":1},'.repeat(10_000)}{"v":1}]`))).toBe('senml.too-many-records');
  });

  test('nesting to the bottom of a stack costs nothing but an error', () => {
    expect(parseSenmlJson('['.repeat(1_000_000)).ok).toBe(false);
    const deep = `[{"n":"a","v":1,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`;
    expect(codeOf(parseSenmlJson(deep))).toBe('senml.too-deep');
  });
});

test('an error does not repeat what it was sent at length', () => {
  const result = parseSenmlJson(`[{"n":"a","v":1,"${'x'.repeat(5000)}_":1}]`);
  expect(result.ok ? 0 : result.error.message.length).toBeLessThan(200);
});

test('garbage never throws', () => {
  survives(parseSenmlJson, [
    utf8(
      '[{"bn":"urn:dev:IMEI:357292748642776:","bt":1585650750,"n":"temperature","u":"Cel","v":21.5},{"n":"x","vs":"é"}]',
    ),
    utf8('[{"bn":"a","bv":1,"bs":2,"bver":10,"n":"nfc","vd":"aGkgCg","t":-5,"ut":3,"s":1}]'),
  ]);
});

test('a base64url value survives', () => {
  expect(good(parseSenmlJson('[{"n":"a","vd":"_-8"}]'))[0]?.vd).toBe('_-8');
});
