import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTokens, prettyJson } from './json-tokens.ts';

describe('jsonTokens', () => {
  it('loses no character, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(
          jsonTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('tells keys from strings, numbers from words', () => {
    const kinds = jsonTokens('{"a": "b\\"c", "n": -1.5e3, "ok": true}').filter(
      (token) => token.kind !== 'mark',
    );
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'key "a"',
      'string "b\\"c"',
      'key "n"',
      'number -1.5e3',
      'key "ok"',
      'word true',
    ]);
  });
});

it.each([
  ['{"a":1}', '{\n  "a": 1\n}'],
  ['{"a":', '{"a":'],
])('prettyJson(%s)', (text, expected) => {
  expect(prettyJson(text)).toBe(expected);
});
