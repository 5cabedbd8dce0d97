import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { tokenWith } from './principals.fixture.ts';
import { type Api, apiOf } from './writes.fixture.ts';

const database = useTestDatabase();
let api: Api;

beforeAll(async () => {
  const { customerId } = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  api = apiOf((await tokenWith(customerId, ['creator.read-only'])).token);
});
afterAll(closeEditorSandbox);

const UPLINK = { bytes: [1, 8, 51], fPort: 2, recvTime: '2026-03-04T05:06:07.000Z' };
const READ = '{ temperature: ((b[0] << 8) | b[1]) / 10, humidity: b[2], port: port }';
const DATA = { temperature: 26.4, humidity: 51, port: 2 };
const decoded = { data: DATA, warnings: [], errors: [] };
const sent = { bytes: [7, 1], fPort: 9, warnings: [], errors: [] };

interface Case {
  what: string;
  contract?: 'things' | 'ts013';
  function?: string;
  script: string;
  input?: unknown;
  output?: unknown;
  error?: object;
}

const body = (code: string) => `var b = input.bytes, port = input.fPort; ${code}`;
const ENCODE = { function: 'encodeDownlink', input: { data: { on: true }, fPort: 9 } };

const CASES: Case[] = [
  {
    what: 'things',
    contract: 'things',
    function: 'main',
    script:
      '(s) => { const { metadata } = JSON.parse(s); return JSON.stringify([{ bn: metadata.device.urn, n: "a", v: 1 }]) }',
    input: {
      encoding: 'JSON',
      payload: {},
      metadata: { device: { urn: 'urn:dev:DEVEUI:0059AC00001B3461:' } },
    },
    output: [{ bn: 'urn:dev:DEVEUI:0059AC00001B3461:', n: 'a', v: 1 }],
  },
  {
    what: 'things with nothing to say',
    contract: 'things',
    function: 'main',
    script: '() => null',
    input: {},
    output: null,
  },
  {
    what: 'decodeUplink',
    script: `function decodeUplink(input) { ${body(`return { data: ${READ} }`)} }`,
    output: decoded,
  },
  {
    what: 'a Date for recvTime',
    script:
      'function decodeUplink(i) { return { data: { at: i.recvTime.toISOString(), is: i.recvTime instanceof Date } } }',
    output: { data: { at: UPLINK.recvTime, is: true }, warnings: [], errors: [] },
  },
  {
    what: 'errors that are returned',
    script: 'function decodeUplink() { return { errors: ["unknown port"], warnings: ["w"] } }',
    output: { data: null, warnings: ['w'], errors: ['unknown port'] },
  },
  {
    what: 'decodeDownlink',
    function: 'decodeDownlink',
    script: `function decodeDownlink(input) { ${body(`return { data: ${READ} }`)} }`,
    output: decoded,
  },
  {
    what: 'encodeDownlink',
    ...ENCODE,
    script: 'function encodeDownlink(input) { return { bytes: [7, +input.data.on] } }',
    output: sent,
  },
  {
    what: 'encodeDownlink that names a port',
    ...ENCODE,
    script:
      'function encodeDownlink() { return { bytes: new Uint8Array([7, 1]), fPort: 12, warnings: ["w"] } }',
    output: { ...sent, fPort: 12, warnings: ['w'] },
  },
  {
    what: 'encodeDownlink that refuses',
    ...ENCODE,
    script: 'function encodeDownlink() { return { errors: ["no such command"] } }',
    output: { bytes: [], fPort: null, warnings: [], errors: ['no such command'] },
  },
  { what: 'Decoder(bytes, port)', script: `function Decoder(b, port) { return ${READ} }`, output: decoded },
  {
    what: 'Decode(fPort, bytes, variables)',
    script: `function Decode(port, b, variables) { return ${READ} }`,
    output: decoded,
  },
  {
    what: 'Converter and Validator',
    script: `function Decoder(b) { return { b: b } } function Converter(o, port) { var b = o.b; return ${READ} } function Validator(o) { return o.humidity <= 100 }`,
    output: decoded,
  },
  {
    what: 'a Validator that refuses',
    script: 'function Decoder(b) { return { h: b[2] } } function Validator(o) { return false }',
    error: { name: 'BadResult' },
  },
  {
    what: 'Encoder(object, port)',
    ...ENCODE,
    script: 'function Encoder(o, port) { return [7, +o.on] }',
    output: sent,
  },
  {
    what: 'Encode(fPort, object, variables)',
    ...ENCODE,
    script: 'function Encode(port, o, variables) { return [7, +o.on] }',
    output: sent,
  },
  {
    what: 'a file for every network server, as Milesight writes them',
    script: `function decodeUplink(input) { var decoded = milesight(input.bytes); return { data: decoded }; }
      function Decode(fPort, bytes) { return milesight(bytes); } function Decoder(bytes, port) { return milesight(bytes); }
      milesight = function (bytes) { var port = 2, b = bytes; return ${READ}; };`,
    output: decoded,
  },
  {
    what: 'a driver, as Actility bundles them',
    script: `var driver; (() => { "use strict"; var e = {}; e.decodeUplink = function (input) { ${body(`return { data: ${READ} }`)} }; driver = e; })();`,
    output: decoded,
  },
  {
    what: 'module.exports.driver',
    script: `module.exports = { driver: { decodeUplink: (input) => { ${body(`return { data: ${READ} }`)} } } };`,
    output: decoded,
  },
  {
    what: 'normalizeUplink beside it',
    script:
      'function decodeUplink() { return { data: { t: 1 } } } function normalizeUplink(i) { return { data: { air: { temperature: i.data.t } } } }',
    output: { data: { t: 1 }, warnings: [], errors: [], normalized: { air: { temperature: 1 } } },
  },
  {
    what: 'normalizeUplink that fails',
    script:
      'function decodeUplink() { return { data: { t: 1 } } } function normalizeUplink() { throw new Error("no") }',
    output: { data: { t: 1 }, warnings: ['normalizeUplink: Error: no'], errors: [] },
  },
  {
    what: 'what it throws, with its place',
    script: 'function decodeUplink() {\n  return nope.x;\n}',
    error: { name: 'ReferenceError', line: 2, column: 10 },
  },
  {
    what: 'what cannot be read',
    script: 'function decodeUplink() {\n  return {;\n}',
    error: { name: 'SyntaxError', line: 2 },
  },
  {
    what: 'a function that is not there',
    function: 'encodeDownlink',
    script: 'function decodeUplink() {}',
    error: { name: 'MissingFunction' },
  },
  {
    what: 'a function that never ends',
    script: 'function decodeUplink() { for (;;); }',
    error: { name: 'Timeout' },
  },
  {
    what: 'one that must be killed',
    script: 'function decodeUplink() { [].indexOf.call({ length: 2 ** 53 - 1 }, 1) }',
    error: { name: 'Killed' },
  },
  {
    what: 'a float among the bytes',
    ...ENCODE,
    script: 'function encodeDownlink() { return { bytes: [1, 2.5] } }',
    error: { name: 'BadResult', message: 'bytes[1] is 2.5, not an integer 0 to 255' },
  },
];

describe('POST /api/decoders/run', () => {
  it.each(CASES)(
    '$what',
    async ({ what: _, contract = 'ts013', input = UPLINK, output = null, error, ...run }) => {
      const answer = await api('POST', '/decoders/run', {
        contract,
        function: 'decodeUplink',
        input,
        ...run,
      });
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.body).sort()).toEqual(['durationMs', 'error', 'logs', 'output']);
      if (error) expect(answer.body.error).toMatchObject(error);
      else expect(answer.body.error).toBeNull();
      expect(answer.body.output).toEqual(output);
      expect(answer.body.durationMs).toBeGreaterThanOrEqual(0);
    },
  );

  it('tells what was logged, also of a run that failed', async () => {
    const script =
      'function decodeUplink(i) { console.log("port", i.fPort); console.warn({ a: 1 }); throw 1 }';
    const { body: told } = await api('POST', '/decoders/run', {
      contract: 'ts013',
      function: 'decodeUplink',
      script,
      input: UPLINK,
    });
    expect(told.logs).toEqual([
      { level: 'log', message: 'port 2' },
      { level: 'warn', message: '{"a":1}' },
    ]);
  });

  it.each([
    [
      'a function of the other contract',
      { contract: 'things', function: 'decodeUplink', script: '1', input: {} },
    ],
    ['a contract that there is not', { contract: 'lua', function: 'main', script: '1', input: {} }],
    ['no script', { contract: 'things', function: 'main', input: {} }],
    [
      'a script that is too large',
      { contract: 'things', function: 'main', script: 'x'.repeat(256 * 1024 + 1), input: {} },
    ],
  ])('refuses %s: the caller’s mistake', async (_what, run) => {
    const { status, body: problem } = await api('POST', '/decoders/run', run);
    expect(status).toBe(400);
    expect(problem.errors.length).toBeGreaterThan(0);
  });
});
