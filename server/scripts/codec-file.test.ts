import { describe, expect, it } from 'vitest';
import { readCodec, readCodecFiles } from './codec-file.ts';
import type { CodecFile } from './codec-file-contract.ts';

const named = ({ functions }: Pick<CodecFile, 'functions'>) =>
  functions.map(({ name, entry, legacy }) => (name === entry && !legacy ? name : `${name} → ${entry}`));
const codes = ({ warnings }: Pick<CodecFile, 'warnings'>) => warnings.map(({ code }) => code);

const TWO_BYTES = 'return { data: { level: (input.bytes[0] << 8) | input.bytes[1] } };';
const MODERN = `function decodeUplink(input) { ${TWO_BYTES} }`;

describe('the functions of a codec', () => {
  it.each<[string, string, string[], CodecFile['contract']]>([
    ['a function', MODERN, ['decodeUplink'], 'ts013'],
    ['a constant', 'const decodeUplink = (input) => ({ data: {} });', ['decodeUplink'], 'ts013'],
    [
      'all of TS013',
      `${MODERN} function encodeDownlink() {} var decodeDownlink = function () {};`,
      ['decodeUplink', 'encodeDownlink', 'decodeDownlink'],
      'ts013',
    ],
    [
      'module.exports',
      'module.exports = { decodeUplink: function () {}, encodeDownlink() {} };',
      ['module.exports.decodeUplink → decodeUplink', 'module.exports.encodeDownlink → encodeDownlink'],
      'ts013',
    ],
    [
      'exports',
      'exports.decodeUplink = (i) => ({ data: {} });',
      ['exports.decodeUplink → decodeUplink'],
      'ts013',
    ],
    [
      'a driver',
      'var driver = { decodeUplink: decode }; function decode() {}',
      ['driver.decodeUplink → decodeUplink'],
      'ts013',
    ],
    [
      'what a bundler made',
      'var driver; (() => { var e = { 1: (m) => { m.exports = { decodeUplink: d, encodeDownlink: e } } }; driver = e[1]; function d() {} })();',
      ['decodeUplink', 'encodeDownlink'],
      'ts013',
    ],
    [
      'The Things Network 2',
      'function Decoder(b, port) {} function Converter(o) { return o } function Encoder(o) {}',
      ['Decoder → decodeUplink', 'Encoder → encodeDownlink'],
      'ts013',
    ],
    [
      'ChirpStack 3',
      'function Decode(fPort, bytes) {} function Encode(fPort, obj) {}',
      ['Decode → decodeUplink', 'Encode → encodeDownlink'],
      'ts013',
    ],
    [
      'a file for every network server',
      'function Decode() {} function Decoder() {} function decodeUplink() {} function normalizeUplink() {}',
      ['decodeUplink', 'Decoder → decodeUplink', 'Decode → decodeUplink', 'normalizeUplink'],
      'ts013',
    ],
    ['our own main function', '(s) => JSON.stringify([])', ['main'], 'things'],
    ['an anonymous one', '/* ours */ function (s) { return null; };', ['main'], 'things'],
    ['a named main function', 'function main(s) { return null }', ['main'], 'things'],
    ['none', 'var TYPES = { 1: "temperature" };', [], null],
  ])('finds %s', (_what, source, functions, contract) => {
    const codec = readCodec(source);
    expect(named(codec)).toEqual(functions);
    expect(codec.contract).toBe(contract);
  });

  it('tells the line of each', () => {
    expect(readCodec(`\n// a comment\n${MODERN}`).functions).toMatchObject([{ line: 3 }]);
  });
});

describe('what keeps a codec from running', () => {
  it.each<[string, string, string[]]>([
    ['nothing', MODERN, []],
    [
      'nothing, of names that are its own',
      `function fetch(b) {} ${MODERN.replace('return', 'var process = 1; fetch(process); return')}`,
      [],
    ],
    [
      'nothing, where it asks before',
      `if (typeof module !== 'undefined') module.exports = {}; if (typeof require !== 'undefined') require('x'); ${MODERN}`,
      [],
    ],
    ['nothing, in what objects are called', `var o = { process: 1 }; o.fetch = 2; ${MODERN}`, []],
    ['a package', `const parser = require('binary-parser');\n${MODERN}`, ['needs-package']],
    ['an import', `import { parse } from 'binary-parser';\n${MODERN}`, ['es-module', 'needs-package']],
    ['exports of a module, which can be taken away', `export ${MODERN}`, ['es-module-rewritten']],
    ['timers', `function decodeUplink(input) { setTimeout(() => 1); ${TWO_BYTES} }`, ['needs-platform']],
    [
      'Intl and the network',
      `function decodeUplink(input) { fetch('x'); new Intl.NumberFormat(); ${TWO_BYTES} }`,
      ['needs-platform', 'needs-platform'],
    ],
    ['memory of a device', `function decodeUplink(input) { context.push(1); ${TWO_BYTES} }`, ['keeps-state']],
    ['promises', 'async function decodeUplink() {}', ['async-function']],
    ['its grammar', 'function decodeUplink( {', ['syntax-error']],
    ['its nesting', '('.repeat(50_000), ['syntax-error']],
    ['an old form', 'function Decoder(bytes, port) { return {} }', ['legacy-form']],
    ['a file that only encodes', 'function encodeDownlink() { return { bytes: [] } }', ['no-uplink']],
    ['no function at all', 'var x = 1;', ['no-function']],
    ['its size', `${MODERN}\n//${'x'.repeat(256 * 1024)}`, ['too-large']],
  ])('tells %s', (_what, source, expected) => {
    expect(codes(readCodec(source))).toEqual(expected);
  });

  it('names it, and where', () => {
    expect(readCodec(`\nvar p = require('long/one.js');\n${MODERN}`).warnings).toEqual([
      { code: 'needs-package', blocks: true, details: { name: 'long/one.js' }, line: 2 },
    ]);
    expect(readCodec('var a;\nfunction b( {').warnings).toMatchObject([{ code: 'syntax-error', line: 2 }]);
  });

  it.each([
    ['export function decodeUplink(input) { return 1 }', '       function decodeUplink(input) { return 1 }'],
    [
      'function a() {}\nexport { a as decodeUplink };',
      'function a() {}\n                             \nvar decodeUplink = a;',
    ],
    [
      'const d = 1;\nexport default { decodeUplink: d };',
      'const d = 1;\nmodule.exports = { decodeUplink: d };',
    ],
    ['function decodeUplink() {}\nexport {\n  decodeUplink\n};\n', 'function decodeUplink() {}\n\n\n\n'],
  ])('makes a script of the module %j', (module, script) => {
    expect(readCodec(module).source).toBe(script);
  });
});

const TTN = `
uplinkDecoder:
  fileName: level.js
  examples:
    - description: High water
      input:
        fPort: 2
        bytes: [0x01, 0x08]
        recvTime: 2026-03-04T05:06:07+01:00
      output:
        data:
          level: 264
        warnings: [high]
    - description: Unknown port
      input: { fPort: 9, bytes: [] }
      output:
        errors: [unknown FPort]
downlinkEncoder:
  fileName: level.js
  examples:
    - description: Interval
      input: { data: { minutes: 5 } }
      output: { bytes: [1, 5], fPort: 3 }
downlinkDecoder:
  fileName: level.js
`;
const CHIRPSTACK = `[
  {
    "name": "test 1",
    "input": { "fPort": 0x78, /* 120 */ "bytes": [0x00, 0x0f,], },
    "expected": { "data": { level: -1.5 } } // as measured
  },
  { "name": "no input" }
]`;
const TS013 = JSON.stringify([
  {
    type: 'uplink',
    description: 'hex',
    input: { bytes: '01 08', fPort: 2, recvTime: '2020-08-02T20:00:00.000+05:00' },
    output: { data: { level: 264 }, errors: [] },
  },
  {
    type: 'downlink-encode',
    description: 'out',
    input: { data: { on: true } },
    output: { bytes: [1], fPort: 16, errors: [], warnings: [] },
  },
  {
    type: 'downlink-decode',
    description: 'back',
    input: { bytes: [1], fPort: 16 },
    output: { data: { on: true } },
  },
]);
const BOTH = `${MODERN} function encodeDownlink() {} function decodeDownlink() {}`;

describe('the examples of a codec', () => {
  const of = (name: string, text: string, source = BOTH) =>
    readCodecFiles({
      files: [
        { name: 'level.js', text: source },
        { name, text },
      ],
    });

  it('of The Things Network', () => {
    const { examples, warnings } = of('level-codec.yaml', TTN);
    expect(warnings).toEqual([]);
    expect(examples).toEqual([
      {
        direction: 'uplink',
        description: 'High water',
        input: { bytes: [1, 8], fPort: 2, recvTime: '2026-03-04T04:06:07.000Z' },
        expected: { data: { level: 264 }, warnings: ['high'] },
      },
      {
        direction: 'uplink',
        description: 'Unknown port',
        input: { bytes: [], fPort: 9 },
        expected: { errors: ['unknown FPort'] },
      },
      {
        direction: 'downlink-encode',
        description: 'Interval',
        input: { data: { minutes: 5 } },
        expected: { bytes: [1, 5], fPort: 3 },
      },
    ]);
  });

  it('of ChirpStack, which are JSON with comments and hexadecimal numbers', () => {
    const { examples, warnings } = of('test_decode_level.json', CHIRPSTACK);
    expect(examples).toEqual([
      {
        direction: 'uplink',
        description: 'test 1',
        input: { bytes: [0, 15], fPort: 120 },
        expected: { data: { level: -1.5 } },
      },
    ]);
    expect(warnings).toMatchObject([{ code: 'example-skipped', details: { count: 1 } }]);
  });

  it('of Actility and TS013, those that the codec has a function for', () => {
    const { examples } = of('examples.json', TS013);
    expect(examples.map(({ direction, input }) => [direction, input])).toEqual([
      ['uplink', { bytes: [1, 8], fPort: 2, recvTime: '2020-08-02T15:00:00.000Z' }],
      ['downlink-encode', { data: { on: true } }],
      ['downlink-decode', { bytes: [1], fPort: 16 }],
    ]);
    expect(of('examples.json', TS013, MODERN).examples.map(({ direction }) => direction)).toEqual(['uplink']);
  });

  it.each<[string, string, string]>([
    ['a list of nothing', 'examples.json', '[]'],
    ['text', 'readme.md', '# Level'],
    ['broken JSON', 'examples.json', '[{'],
    ['code where data is expected', 'examples.json', '[process.exit()]'],
    [
      'YAML that grows without end',
      'x.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replace(/./g, (c, i: number) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[i]}`)}]\n`)}`,
    ],
  ])('says of %s that it is none', (_what, name, text) => {
    const { examples, warnings } = of(name, text);
    expect(examples).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'examples-not-read', details: { name } }]);
  });

  it('keeps a hundred, and says how many are left', () => {
    const many = JSON.stringify(
      Array.from({ length: 130 }, (_, i) => ({ input: { bytes: [i], fPort: 1 }, output: { data: { i } } })),
    );
    const { examples, warnings } = of('examples.json', many);
    expect(examples).toHaveLength(100);
    expect(warnings).toMatchObject([{ code: 'too-many-examples', details: { count: 30 } }]);
  });
});

describe('several files', () => {
  it('takes the script that decodes, and says so', () => {
    const files = [
      { name: 'encoder.js', text: 'function encodeDownlink() {}' },
      { name: 'sub/decoder.js', text: MODERN },
      { name: 'index.js', text: "module.exports = require('./sub/decoder.js');" },
    ];
    const codec = readCodecFiles({ files });
    expect(codec.name).toBe('sub/decoder.js');
    expect(codec.warnings).toMatchObject([
      { code: 'several-scripts', details: { name: 'sub/decoder.js', others: 'encoder.js, index.js' } },
    ]);
  });

  it('says that there is no script among them', () => {
    const codec = readCodecFiles({ files: [{ name: 'examples.json', text: TS013 }] });
    expect(codec).toMatchObject({
      contract: null,
      name: null,
      warnings: [{ code: 'no-script', blocks: true }],
    });
    expect(codec.examples).toHaveLength(3);
  });

  it('takes text that was pasted without a name', () => {
    expect(readCodecFiles({ files: [{ name: 'pasted', text: MODERN }] }).contract).toBe('ts013');
  });
});
