import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, sheetText } from './sheet-text.ts';

const nasty = fc.string({
  unit: fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '\n',
    "'",
    '"',
    ';',
    ',',
    ' ',
    'a',
    '1',
    '＝',
    '＋',
    '－',
    '＠',
    'é',
    '😀',
  ),
});

describe('texts that a spreadsheet would compute', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a', "'=1"])(
    '%j is marked',
    (text) => {
      expect(sheetText(text).startsWith("'")).toBe(true);
      expect(plainText(sheetText(text))).toBe(text);
    },
  );

  it.each(['pump', '5 - 3', 'a=b', "'s-Hertogenbosch", '', ' =1', '1;2', 'straße'])('%j stays', (text) => {
    expect(sheetText(text)).toBe(text);
  });

  it('a cell that begins elsewhere than here begins harmlessly too', () => {
    expect(sheetText('a;=cmd|x')).toBe("a;'=cmd|x");
    expect(sheetText('a\n=1')).toBe("a\n'=1");
  });

  it('no marked text begins as a formula anywhere, and each gives back what it was', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const marked = sheetText(text);
        expect(marked).not.toMatch(/(^|;)[=+\-@\t\r\n＝＋－＠]/);
        expect(plainText(marked)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });
});
