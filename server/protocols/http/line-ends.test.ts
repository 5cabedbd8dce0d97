import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNS } from '../garbage.fixture.ts';
import { beginsWithBareNewline, LineEnds } from './line-ends.ts';

const LIMIT = 1_024;
const through = (text: string, step = text.length) => {
  const ends = new LineEnds(LIMIT);
  let out = '';
  for (let at = 0; at < text.length; at += step) {
    const part = ends.push(Buffer.from(text.slice(at, at + step), 'latin1'));
    if (part === null) return null;
    out += part.toString('latin1');
  }
  return out;
};

const request = (line: string, body: string) =>
  [`POST /ingestion/m2m/senml/v1 HTTP/1.1`, 'Host: m.m', `Content-Length: ${body.length}`, '', body].join(
    line,
  );

describe('lines that end in a bare LF', () => {
  it('end in CRLF then, body untouched, however the bytes come and however many requests there are', () => {
    const two = (line: string) =>
      request(line, '[{"n":"a\nb","v":1}]') + request(line, '') + request(line, '\n\n[]');
    for (const step of [1, 2, 7, 1_000])
      expect(through(two('\n'), step)).toBe(two('\r\n').replaceAll('a\r\nb', 'a\nb'));
  });

  it('may be among others that end in CRLF', () => {
    expect(through('GET /ingestion/x HTTP/1.1\nA: b\r\nC: d\n\r\n')).toBe(
      'GET /ingestion/x HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n',
    );
  });

  it.each([
    ['a bare CR', 'GET /x HTTP/1.1\nA: b\rContent-Length: 5\n\n'],
    ['a folded line', 'GET /x HTTP/1.1\nA: b\n c\n\n'],
    ['a NUL', 'GET /x HTTP/1.1\nA: \0b\n\n'],
    ['an encoding', 'POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n'],
    ['two lengths', 'POST /x HTTP/1.1\nContent-Length: 1\nContent-Length: 1\n\na'],
    ['a length that is none', 'POST /x HTTP/1.1\nContent-Length: +1\n\na'],
    ['a length with a space before its colon', 'POST /x HTTP/1.1\nContent-Length : 1\n\na'],
    ['no end', `GET /x HTTP/1.1\nA: ${'b'.repeat(LIMIT)}`],
  ])('with %s are not read', (_, text) => {
    expect(through(text)).toBeNull();
  });

  it('whatever comes, no line of a head ends in a bare LF', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\r\n]{0,60}$/), (text) => {
        const out = through(`GET /x HTTP/1.1\n${text}\n\n`);
        if (out !== null) expect(out.split('\r\n\r\n')[0]).not.toMatch(/(^|[^\r])\n|\r(?!\n)/);
      }),
      { numRuns: RUNS },
    );
  });
});

it.each([
  ['GET / HTTP/1.1', null],
  ['GET / HTTP/1.1\n', true],
  ['GET / HTTP/1.1\r\n', false],
  ['\n', false],
])('%j begins with one: %s', (text, expected) => {
  expect(beginsWithBareNewline(Buffer.from(text))).toBe(expected);
});
