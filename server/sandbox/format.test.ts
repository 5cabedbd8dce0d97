import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from './contract.ts';
import { readFormatted } from './read-formatted.ts';
import { keyOf } from './sandbox.fixture.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.stop());

const PACK = [
  { bn: 'urn:dev:DEVEUI:0059AC00001B3461:', bt: 1772600766.5, n: 'temperature', u: 'Cel', v: 26.4 },
  { n: 'humidity', u: '%RH', v: 51 },
];

const run = (source: string, input: unknown = PACK) =>
  sandbox.run({ tenant: 'acme', source, scriptKey: keyOf(source), contract: 'format', fn: 'main', input });

describe('contract format', () => {
  it.each<[string, string, unknown]>([
    [
      'text of the pack, which comes as one JSON string',
      '(s) => JSON.parse(s).map((r) => [r.n, r.v].join(";")).join("\\n")',
      { contentType: null, body: 'temperature;26.4\nhumidity;51', encoding: 'text' },
    ],
    [
      'a body with its type',
      'function main(s) { const [r] = JSON.parse(s); return { contentType: "application/json; charset=utf-8", body: JSON.stringify({ [r.n]: r.v }) } }',
      { contentType: 'application/json; charset=utf-8', body: '{"temperature":26.4}', encoding: 'text' },
    ],
    [
      'bytes',
      'function (s) { return { contentType: "application/octet-stream", bodyBase64: Buffer.from([0, 255, 26]).toString("base64") } }',
      { contentType: 'application/octet-stream', body: 'AP8a', encoding: 'base64' },
    ],
    ['an empty body', '() => ""', { contentType: null, body: '', encoding: 'text' }],
    ['no bytes', '() => ({ bodyBase64: "" })', { contentType: null, body: '', encoding: 'base64' }],
    ['nothing to be sent', '() => null', null],
    [
      'a function of a module',
      'module.exports = (s) => s.length + ""; 0',
      { contentType: null, body: '132', encoding: 'text' },
    ],
  ])('takes %s', async (_what, source, expected) => {
    const { output, error } = await run(source);
    expect({ output, error }).toEqual({ output: expected, error: null });
    expect(readFormatted(output)).toEqual(expected);
  });

  it.each<[string, string, string, string]>([
    ['nothing at all', '() => {}', 'BadResult', 'returned nothing'],
    ['a list', '() => [1]', 'BadResult', 'returned an array'],
    ['a number', '() => 5', 'BadResult', 'returned a number'],
    ['a promise', 'async () => "x"', 'BadResult', 'promise'],
    [
      'an object that is no text',
      '() => ({ body: { a: 1 } })',
      'BadResult',
      'body is of type object, not text',
    ],
    ['no body', '() => ({ contentType: "text/csv" })', 'BadResult', 'body is missing'],
    ['two bodies', '() => ({ body: "", bodyBase64: "" })', 'BadResult', 'both body and bodyBase64'],
    ['bytes that are no base64', '() => ({ bodyBase64: "a-_=" })', 'BadResult', 'not base64'],
    ['a type that is none', '() => ({ body: "", contentType: "csv" })', 'BadResult', 'not a media type'],
    [
      'a type with a header behind it',
      '() => ({ body: "", contentType: "text/csv;\\r\\nX-A: 1" })',
      'BadResult',
      'not a media type',
    ],
    [
      'a type without end',
      `() => ({ body: "", contentType: "a/" + "b".repeat(${LIMITS.contentTypeChars}) })`,
      'BadResult',
      'not a media type',
    ],
    ['a body of megabytes', '() => "x".repeat(3e5)', 'ResultTooLarge', ''],
    ['an endless loop', '() => { for (;;) {} }', 'Timeout', ''],
    ['what throws', '(s) => {\n  return s.nope.x }', 'TypeError', ''],
    ['a script without a function', 'var x = 1;', 'MissingFunction', 'last expression'],
  ])('refuses %s', async (_what, source, name, message) => {
    const { error, output } = await run(source);
    expect(error).toMatchObject({ name, message: expect.stringContaining(message) });
    expect(output).toBeNull();
  });

  it('keeps one script for two contracts apart', async () => {
    const source = '(s) => JSON.stringify([{ n: "length", v: s.length }])';
    expect((await run(source)).output).toMatchObject({ encoding: 'text' });
    const asDecoder = {
      tenant: 'acme',
      source,
      scriptKey: keyOf(source),
      contract: 'things',
      fn: 'main',
      input: {},
    } as const;
    expect((await sandbox.run(asDecoder)).output).toEqual([{ n: 'length', v: 2 }]);
    expect((await run(source)).output).toMatchObject({ encoding: 'text' });
  });

  it.each([
    undefined,
    5,
    {},
    { body: 'x' },
    { body: 'x', encoding: 'hex', contentType: null },
    { body: '', encoding: 'text', contentType: 'a/b\n' },
  ])('does not believe a child that says %j', (output) => {
    expect(readFormatted(output)).toBeUndefined();
  });
});
