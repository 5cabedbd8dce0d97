import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineChange, lineDiff } from './line-diff.ts';

/** The second text made of the first by the changes. */
function applied(before: string, changes: LineChange[]): string {
  const lines = before.split('\n');
  for (const { before: gone, after } of changes.toReversed())
    lines.splice(gone.line - 1, gone.lines.length, ...after.lines);
  return lines.join('\n');
}

describe('lineDiff', () => {
  it.each([
    ['the same', 'a\nb', 'a\nb', []],
    [
      'one line changed',
      'a\nb\nc',
      'a\nB\nc',
      [{ before: { line: 2, lines: ['b'] }, after: { line: 2, lines: ['B'] } }],
    ],
    [
      'one added at the end',
      'a',
      'a\nb',
      [{ before: { line: 2, lines: [] }, after: { line: 2, lines: ['b'] } }],
    ],
    [
      'one gone, another added further on',
      'a\nb\nc\nd\ne',
      'a\nc\nd\nx\ne',
      [
        { before: { line: 2, lines: ['b'] }, after: { line: 2, lines: [] } },
        { before: { line: 5, lines: [] }, after: { line: 4, lines: ['x'] } },
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(lineDiff(before, after)).toEqual(expected);
  });

  it('always turns the one into the other, and tells no line that is kept', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 })
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = lineDiff(before, after);
        expect(applied(before, changes)).toBe(after);
        for (const change of changes) expect(change.before.lines).not.toEqual(change.after.lines);
      }),
    );
  });

  it('of texts with nothing in common is one change, in bounded time', () => {
    const many = (word: string) => Array.from({ length: 8_000 }, (_, n) => `${word} ${n}`).join('\n');
    expect(lineDiff(many('a'), many('b'))).toHaveLength(1);
  });
});
