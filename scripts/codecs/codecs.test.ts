import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCRIPTS } from '#scripts/bench/decode-scripts.ts';
import { createSandbox, type Sandbox } from '#server/sandbox/sandbox.ts';
import type { CodecExample } from '#server/scripts/codec-file-contract.ts';
import { collectCodecs } from './collect.ts';
import { compareCodec } from './compare.ts';
import { STYLES } from './styles.fixture.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.stop());

const PAYLOADS = 24;
const uplink = (hex: string, fPort: number, data?: unknown): CodecExample => ({
  direction: 'uplink',
  description: hex,
  input: { bytes: [...Buffer.from(hex, 'hex')], fPort },
  expected: data === undefined ? null : { data },
});

describe('codecs run unchanged: what plain JavaScript says, the sandbox says', () => {
  it.each(Object.entries(STYLES))('%s', async (name, source) => {
    const { differing, calls } = await compareCodec(sandbox, { name, source, examples: [] }, PAYLOADS);
    expect(differing).toEqual([]);
    expect(calls).toBe(PAYLOADS);
  });

  it.each(SCRIPTS)('$name, of the bench', async ({ name, source, hex, fPort }) => {
    const { differing } = await compareCodec(
      sandbox,
      { name, source, examples: [uplink(hex, fPort)] },
      PAYLOADS,
    );
    expect(differing).toEqual([]);
  });

  it('a maker’s own, from npm: uplinks as its examples say, and downlinks', async () => {
    const home = path.dirname(
      createRequire(import.meta.url).resolve('bresserweathersensorlw-codec/package.json'),
    );
    const told = JSON.parse(readFileSync(path.join(home, 'examples.json'), 'utf8')) as {
      type: string;
      fPort: number;
      payloadHex?: string;
      decoded?: unknown;
    }[];
    const uplinks = told.filter(({ type, payloadHex }) => type === 'uplink' && payloadHex);
    const examples = uplinks.map(({ payloadHex = '', fPort, decoded }) => uplink(payloadHex, fPort, decoded));
    for (const file of ['uplink_formatter.js', 'downlink_formatter.js']) {
      const source = readFileSync(path.join(home, file), 'utf8');
      const own = file.startsWith('uplink') ? examples : [];
      const report = await compareCodec(sandbox, { name: file, source, examples: own }, PAYLOADS);
      expect(report.differing).toEqual([]);
      expect(report.sandboxPasses).toBe(report.plainPasses);
    }
  });

  it('is a comparison that can fail', async () => {
    const source = 'function decodeUplink() { return { data: { engine: typeof Intl } } }';
    const { differing } = await compareCodec(sandbox, { name: 'x', source, examples: [] }, 1);
    expect(differing).toMatchObject([
      { plain: { value: { engine: 'object' } }, sandbox: { value: { engine: 'undefined' } } },
    ]);
  });
});

describe('a folder of codecs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'codecs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const level =
    'function decodeUplink(input) { return { data: { level: input.bytes[0] } } } function encodeDownlink(i) { return { bytes: [i.data.v], fPort: 2 } }';
  const put = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };

  it('is understood in the layouts of ChirpStack, The Things Network and Actility', async () => {
    put('chirpstack/codecs/level.js', level);
    put(
      'chirpstack/codecs/test_decode_level.json',
      '[{ "name": "a", "input": { "bytes": [0x07], "fPort": 1 }, /* as told */ "expected": { "data": { "level": 7 } } }]',
    );
    put(
      'chirpstack/codecs/test_encode_level.json',
      '[{ "name": "b", "input": { "data": { "v": 9 } }, "expected": { "bytes": [9], "fPort": 2 } }]',
    );
    put('vendor/acme/level.js', level);
    put(
      'vendor/acme/level-codec.yaml',
      'uplinkDecoder:\n  fileName: level.js\n  examples:\n    - description: c\n      input: { bytes: [1], fPort: 1 }\n      output: { data: { level: 1 } }\n',
    );
    put('actility/drivers/level/index.js', level);
    put('actility/drivers/level/package.json', '{ "main": "index.js" }');
    put(
      'actility/drivers/level/examples.json',
      '[{ "type": "uplink", "description": "d", "input": { "bytes": "0a", "fPort": 1 }, "output": { "data": { "level": 10 } } }, { "type": "uplink", "description": "wrong", "input": { "bytes": "0a", "fPort": 1 }, "output": { "data": { "level": 11 } } }]',
    );
    put('other/packed.js', `const p = require('x');\n${level}`);
    put('other/not-a-codec.js', 'var x = 1;');
    const { codecs, leftOut } = collectCodecs(folder);
    expect(
      codecs.map(({ name, examples }) => [name, examples.map(({ description }) => description)]),
    ).toEqual([
      ['actility/drivers/level/index.js', ['d', 'wrong']],
      ['chirpstack/codecs/level.js', ['a', 'b']],
      ['vendor/acme/level.js', ['c']],
    ]);
    expect(leftOut).toEqual(['other/packed.js: needs-package']);
    const [actility, chirpstack] = await Promise.all(codecs.map((codec) => compareCodec(sandbox, codec, 2)));
    expect(actility).toMatchObject({
      examples: 2,
      plainPasses: 1,
      sandboxPasses: 1,
      calls: 4,
      differing: [],
    });
    expect(chirpstack).toMatchObject({ examples: 2, plainPasses: 2, sandboxPasses: 2, differing: [] });
  });
});
