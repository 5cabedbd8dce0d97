import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type SandboxResult } from './contract.ts';
import { keyOf, things, ts013, UPLINK, VENDOR_CODEC, VENDOR_OUTPUT } from './sandbox.fixture.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 2 });
});
afterAll(() => sandbox.stop());

const run = (...call: Parameters<typeof ts013>) => sandbox.run(ts013(...call));
const dataOf = (result: SandboxResult) => {
  expect(result.error).toBeNull();
  return (result.output as { data: unknown }).data;
};

describe('contract things', () => {
  const input = {
    encoding: 'hex',
    payload: { DevEUI_uplink: { payload_hex: '00d7' } },
    metadata: {
      ingestion: {
        timestamp: '2026-03-04T05:06:07.500Z',
        actility: { uplink: { DevEUI: '0059AC00001B3461', payload_hex: '00d7' } },
      },
      device: { urn: 'urn:dev:DEVEUI:0059AC00001B3461:' },
    },
  };

  it('gives the main function one JSON string and parses the pack it returns', async () => {
    const source = `(s) => { const { metadata } = JSON.parse(s); const { uplink } = metadata.ingestion.actility;
      if (!uplink) return null;
      const hex = uplink.payload_hex;
      return JSON.stringify([{ bn:\`urn:dev:DEVEUI:\${uplink.DevEUI}:\`, bt: Date.parse(metadata.ingestion.timestamp)/1000,
        n:'temperature', u:'Cel', v: parseInt(hex.slice(0,4),16)/10 }]); }`;
    const result = await sandbox.run(things(source, input));
    expect(result).toMatchObject({ error: null, logs: [] });
    expect(result.output).toEqual([
      { bn: 'urn:dev:DEVEUI:0059AC00001B3461:', bt: 1772600767.5, n: 'temperature', u: 'Cel', v: 21.5 },
    ]);
  });

  it.each([
    ['an arrow function', '(s) => JSON.stringify([{ n: typeof s, v: 1 }])'],
    ['with a semicolon and a comment behind', '(s) => JSON.stringify([{ n: typeof s, v: 1 }]); // end'],
    ['an anonymous function', 'function (s) { return JSON.stringify([{ n: typeof s, v: 1 }]); }'],
    [
      'an anonymous function after a comment',
      '/* ours */\nfunction (s) { return JSON.stringify([{ n: typeof s, v: 1 }]); };\n',
    ],
    ['a named function', 'function decode(s) { return JSON.stringify([{ n: typeof s, v: 1 }]); }'],
    [
      'a function main among others',
      'const help = 1; function main(s) { return JSON.stringify([{ n: typeof s, v: help }]); }',
    ],
    [
      'an expression behind declarations',
      'const help = 1; (s) => JSON.stringify([{ n: typeof s, v: help }])',
    ],
    ['module.exports', 'module.exports = (s) => JSON.stringify([{ n: typeof s, v: 1 }]); 0'],
  ])('takes %s', async (_form, source) => {
    const result = await sandbox.run(things(source, input));
    expect(result).toMatchObject({ error: null, output: [{ n: 'string', v: 1 }] });
  });

  it('takes null for "nothing"', async () => {
    expect(await sandbox.run(things('() => null', input))).toMatchObject({ output: null, error: null });
  });

  it.each([
    ['nothing', '() => {}', 'BadResult', 'returned nothing'],
    ['the pack itself', '() => [{ n: "a", v: 1 }]', 'BadResult', 'return JSON.stringify(pack)'],
    ['text that is not JSON', '() => "[{]"', 'BadResult', 'not JSON'],
    ['JSON that is not a pack', '() => "{}"', 'BadResult', 'not a SenML pack'],
    ['a pack of other things', '() => "[{},1]"', 'BadResult', 'record 1'],
    ['a promise', 'async () => "[]"', 'BadResult', 'promise'],
    ['a script without a function', 'var x = 1;', 'MissingFunction', 'last expression'],
  ])('refuses %s', async (_what, source, name, message) => {
    const { error, output } = await sandbox.run(things(source, input));
    expect(error).toMatchObject({ name, message: expect.stringContaining(message) });
    expect(output).toBeNull();
  });

  it('tells where, also in a function that only parses inside parentheses', async () => {
    expect((await sandbox.run(things('function (s) { return nope; }', input))).error).toEqual({
      name: 'ReferenceError',
      message: "'nope' is not defined",
      line: 1,
      column: 23,
    });
  });
});

describe('contract ts013', () => {
  it('gives a codec what TS013 promises', async () => {
    const source = `function decodeUplink(input) {
      return { data: { array: input.bytes instanceof Array, date: input.recvTime instanceof Date, year: input.recvTime.getUTCFullYear(),
        port: input.fPort, zone: new Date(0).getHours(), variable: input.variables.offset }, warnings: ['low'] };
    }`;
    const result = await run(source, { input: { ...UPLINK, variables: { offset: '3' } } });
    expect(result.output).toEqual({
      data: { array: true, date: true, year: 2026, port: 2, zone: 0, variable: '3' },
      warnings: ['low'],
      errors: [],
    });
  });

  it.each([
    ['decodeUplink', VENDOR_CODEC],
    [
      'const decodeUplink',
      VENDOR_CODEC.replace('function decodeUplink(input)', 'const decodeUplink = (input) =>'),
    ],
    [
      'module.exports',
      `module.exports = { decodeUplink: function (input) { return this.real(input) }, real: ${VENDOR_CODEC.trim().replace('decodeUplink', '')} }`,
    ],
    ['exports', `exports.decodeUplink = ${VENDOR_CODEC.trim().replace('decodeUplink', '')}`],
    ['driver', `var driver = { decodeUplink: ${VENDOR_CODEC.trim().replace('decodeUplink', '')} }`],
    [
      'exports.driver',
      `exports.driver = { decodeUplink: ${VENDOR_CODEC.trim().replace('decodeUplink', '')} }`,
    ],
    [
      'Decoder(bytes, port)',
      'function Decoder(b, port) { return { temperature: (b[0] << 8 | b[1]) / (port * 5), humidity: b[2] } }',
    ],
    [
      'Decode(fPort, bytes, variables)',
      'function Decode(fPort, b, v) { return { temperature: (b[0] << 8 | b[1]) / (fPort * 5), humidity: b[2] + Object.keys(v).length } }',
    ],
    [
      'Decoder, Converter, Validator',
      'var Decoder = (b) => b; var Converter = (b, port) => ({ temperature: (b[0] << 8 | b[1]) / (port * 5), humidity: b[2] }); var Validator = (o) => o.humidity < 101;',
    ],
    [
      'the best of several',
      `function Decode() { return {} } function Decoder() { return {} } ${VENDOR_CODEC}`,
    ],
  ])('finds %s', async (_form, source) => {
    expect(await run(source)).toMatchObject({ error: null, output: VENDOR_OUTPUT });
  });

  it('passes on the errors of a codec and no data with them', async () => {
    const result = await run(
      'function decodeUplink() { return { data: { a: 1 }, errors: ["unknown port", 7] } }',
    );
    expect(result).toMatchObject({
      error: null,
      output: { data: null, warnings: [], errors: ['unknown port', '7'] },
    });
  });

  it.each([
    ['undefined', 'return undefined', 'returned nothing'],
    ['neither data nor errors', 'return {}', 'no data object'],
    ['data that is text', 'return { data: "x" }', 'data is x'],
    ['a number', 'return 5', 'returned a number'],
    ['a promise', 'return Promise.resolve({ data: {} })', 'promise'],
    ['data that is a promise', 'return { data: Promise.resolve(1) }', 'promise'],
  ])('refuses %s', async (_what, body, message) => {
    const { error } = await run(`function decodeUplink() { ${body} }`);
    expect(error).toMatchObject({ name: 'BadResult', message: expect.stringContaining(message) });
  });

  it('writes BigInt, typed arrays and dates as JSON and warns of what is no number', async () => {
    const result = await run(
      'function decodeUplink(i) { return { data: { big: 5n, huge: 2n ** 64n, list: new Uint8Array([1, 2]), at: i.recvTime, t: NaN, inf: -Infinity } } }',
    );
    expect(result.output).toEqual({
      data: {
        big: 5,
        huge: '18446744073709551616',
        list: [1, 2],
        at: '2026-03-04T05:06:07.000Z',
        t: null,
        inf: null,
      },
      warnings: [
        't is NaN, not a number that can be kept',
        'inf is -Infinity, not a number that can be kept',
      ],
      errors: [],
    });
  });

  it('offers what codecs use beyond ECMAScript', async () => {
    const result = await run(`function decodeUplink(i) {
      var b = Buffer.from(i.bytes), w = Buffer.alloc(4); w.writeInt16LE(-2, 1);
      return { data: {
        hex: b.toString('hex'), be: b.readUInt16BE(0), le: b.readUInt16LE(1), i8: Buffer.from([255]).readInt8(0), w: w.toString('hex'),
        f: Buffer.from('4148f5c3', 'hex').readFloatBE(0).toFixed(2), s: Buffer.from('68c3a9e282ac', 'hex').toString(), cat: Buffer.concat([b, b.slice(1)]).length,
        from64: Buffer.from('AQID', 'base64')[2], old: new Buffer('zz').length, is: Buffer.isBuffer(b), utf: Buffer.from('é€').toString('base64'), u24: b.readUIntBE(0, 3),
        atob: atob('SGk='), btoa: btoa('Hi'), num: (1234567.891).toLocaleString(), day: i.recvTime.toLocaleDateString('en-US'), time: i.recvTime.toLocaleString() } } }`);
    expect(dataOf(result)).toEqual({
      hex: '010833',
      be: 264,
      le: 13064,
      i8: -1,
      w: '00feff00',
      f: '12.56',
      s: 'hé€',
      cat: 5,
      from64: 3,
      old: 2,
      is: true,
      utf: 'w6nigqw=',
      u24: 67635,
      atob: 'Hi',
      btoa: 'SGk=',
      num: '1,234,567.891',
      day: '3/4/2026',
      time: '3/4/2026, 5:06:07 AM',
    });
  });

  it('encodes downlinks in every dialect', async () => {
    const input = { data: { level: 7 }, fPort: 9 };
    const of = (source: string) => sandbox.run(ts013(source, { fn: 'encodeDownlink', input }));
    const modern = await of(
      'function encodeDownlink(i) { return { bytes: [i.data.level, 255], fPort: 12, warnings: [] } }',
    );
    expect(modern.output).toEqual({ bytes: [7, 255], fPort: 12, warnings: [], errors: [] });
    for (const legacy of [
      'function Encoder(o, port) { return [o.level, port] }',
      'function Encode(port, o) { return new Uint8Array([o.level, port]) }',
    ]) {
      expect((await of(legacy)).output).toEqual({ bytes: [7, 9], fPort: 9, warnings: [], errors: [] });
    }
    expect((await of('function encodeDownlink() { return { errors: ["no such command"] } }')).output).toEqual(
      {
        bytes: [],
        fPort: null,
        warnings: [],
        errors: ['no such command'],
      },
    );
  });

  it.each([
    ['a float', '{ bytes: [1, 2.5] }', 'bytes[1] is 2.5'],
    ['a byte above 255', '{ bytes: [256] }', 'bytes[0] is 256'],
    ['text', '{ bytes: "0102" }', 'bytes is not an array'],
    ['too many', '{ bytes: new Array(243).fill(0) }', '243 bytes'],
    ['a reserved port', '{ bytes: [1], fPort: 224 }', 'fPort is 224'],
  ])('refuses to encode %s', async (_what, result, message) => {
    const call = ts013(`function encodeDownlink() { return ${result} }`, {
      fn: 'encodeDownlink',
      input: { data: {} },
    });
    expect((await sandbox.run(call)).error).toMatchObject({
      name: 'BadResult',
      message: expect.stringContaining(message),
    });
  });

  it('decodes downlinks, and names the function that is not there', async () => {
    const fn = 'decodeDownlink';
    const source = 'function decodeDownlink(i) { return { data: { first: i.bytes[0] } } }';
    expect(dataOf(await run(source, { fn }))).toEqual({ first: 1 });
    expect((await run(VENDOR_CODEC, { fn })).error).toMatchObject({
      name: 'MissingFunction',
      message: expect.stringContaining(fn),
    });
  });
});

describe('errors and logs', () => {
  it.each([
    [
      'thrown',
      'function decodeUplink() {\n  throw new TypeError("no such port");\n}',
      'TypeError',
      'no such port',
      2,
    ],
    [
      'thrown further in',
      'function help() {\n  return null.x;\n}\nfunction decodeUplink() {\n  return [1].map(help);\n}',
      'TypeError',
      'null',
      2,
    ],
    [
      'while loading',
      'var a = 1;\n\nundefinedThing();\nfunction decodeUplink() {}',
      'ReferenceError',
      'undefinedThing',
      3,
    ],
    ['in the syntax', 'function decodeUplink() {\n  return {;\n}', 'SyntaxError', '', 2],
    ['require', 'const lib = require("lib");', 'ReferenceError', 'without packages', 1],
    ['a module', '\nexport function decodeUplink() {}', 'SyntaxError', 'not a module', 2],
  ])('tells the place of an error %s', async (_when, source, name, message, line) => {
    const { error } = await run(source);
    expect(error).toMatchObject({ name, message: expect.stringContaining(message), line });
    expect(error?.column).toBeGreaterThan(0);
  });

  it('gives the column', async () => {
    expect((await run('function decodeUplink() {\n    return foo.bar;\n}')).error).toMatchObject({
      line: 2,
      column: 12,
    });
  });

  it('keeps the log, also of a run that failed or was stopped', async () => {
    const source =
      'function decodeUplink(i) { console.log("port", i.fPort, { a: [1] }, null, undefined, 2n); console.warn("w"); console.error(new TypeError("t")); console.debug(""); console.info(1); ';
    const expected = [
      { level: 'log', message: 'port 2 {"a":[1]} null undefined 2' },
      { level: 'warn', message: 'w' },
      { level: 'error', message: 'TypeError: t' },
      { level: 'debug', message: '' },
      { level: 'info', message: '1' },
    ];
    expect((await run(`${source} return { data: {} } }`)).logs).toEqual(expected);
    expect((await run(`${source} throw 1 }`)).logs).toEqual(expected);
    expect((await run(`${source} for (;;); }`)).logs).toEqual(expected);
  });

  it('cuts long lines and a full log', async () => {
    const { logs } = await run(
      'function decodeUplink() { for (var i = 0; i < 500; i++) console.log("x".repeat(5000)); return { data: {} } }',
    );
    expect(logs[0]?.message).toHaveLength(LIMITS.logLineChars);
    expect(logs.at(-1)?.message).toContain('the log is full');
    expect(logs.reduce((sum, log) => sum + log.message.length, 0)).toBeLessThanOrEqual(LIMITS.logTotalChars);
  });

  it('refuses what it cannot take before any process sees it', async () => {
    const big = 'x'.repeat(LIMITS.sourceBytes + 1);
    expect((await run(big)).error?.name).toBe('SourceTooLarge');
    expect((await run(VENDOR_CODEC, { input: { x: big } })).error?.name).toBe('InputTooLarge');
    expect((await run(VENDOR_CODEC, { fn: 'main' })).error?.name).toBe('BadCall');
    expect((await run(VENDOR_CODEC, { scriptKey: keyOf('another') })).error?.name).toBe('BadCall');
  });
});

describe('many runs', () => {
  it('answers a batch in its order, whatever the tenants', async () => {
    const calls = Array.from({ length: 300 }, (_, i) =>
      ts013(VENDOR_CODEC, { tenant: `t${i % 7}`, input: { ...UPLINK, bytes: [0, i % 256, i % 100] } }),
    );
    const results = await sandbox.runBatch(calls);
    expect(results.map((result) => (result.output as typeof VENDOR_OUTPUT).data)).toEqual(
      calls.map((_, i) => ({ temperature: (i % 256) / 10, humidity: i % 100 })),
    );
  });

  it('leaves nothing of a run to the next, of the same script or another', async () => {
    const counter =
      'let n = 0; var g = []; function decodeUplink() { n++; g.push(n); undeclared = n; Object.prototype.spoiled = n; return { data: { n, g: g.length } } }';
    const witness =
      'function decodeUplink() { return { data: { seen: typeof undeclared + typeof g + typeof {}.spoiled } } }';
    const calls = Array.from({ length: 60 }, (_, i) => ts013(i % 3 ? counter : witness, { tenant: 'one' }));
    const results = await sandbox.runBatch(calls);
    for (const [i, result] of results.entries()) {
      expect(dataOf(result)).toEqual(i % 3 ? { n: 1, g: 1 } : { seen: 'undefinedundefinedundefined' });
    }
  });

  it('keeps more scripts than fit and runs all of them', async () => {
    const sources = Array.from(
      { length: 400 },
      (_, i) =>
        `var table = new Array(3000).fill(${i}); function decodeUplink() { return { data: { i: table[2999] } } }`,
    );
    for (let round = 0; round < 2; round++) {
      const results = await sandbox.runBatch(sources.map((source) => ts013(source)));
      expect(results.map(dataOf)).toEqual(sources.map((_, i) => ({ i })));
    }
  });

  it('asks the budget before and tells it after', async () => {
    const used = new Map<string, number>();
    const limited = createSandbox({
      processes: 1,
      budget: {
        mayRun: (tenant) => tenant !== 'spent',
        used: (tenant, ms) => used.set(tenant, (used.get(tenant) ?? 0) + ms),
      },
    });
    expect((await limited.run(ts013(VENDOR_CODEC, { tenant: 'spent' }))).error?.name).toBe('Budget');
    expect((await limited.run(ts013(VENDOR_CODEC))).output).toEqual(VENDOR_OUTPUT);
    expect(used.get('acme')).toBeGreaterThan(0);
    await limited.stop();
    expect((await limited.run(ts013(VENDOR_CODEC))).error?.name).toBe('Unavailable');
  });
});
