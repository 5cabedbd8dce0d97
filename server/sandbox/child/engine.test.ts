import { describe, expect, it } from 'vitest';
import { UPLINK, VENDOR_CODEC, VENDOR_OUTPUT } from '../sandbox.fixture.ts';
import { Engine } from './engine.ts';
import { ScriptCache } from './script-cache.ts';
import { startEngine } from './self-test.ts';

const INPUT = JSON.stringify(UPLINK);
const UPLINK_ENTRY = 1;

describe('the engine', () => {
  it('passes its own test of images with the installed build', async () => {
    const { engine, why } = await startEngine();
    expect({ mode: engine.mode, why }).toEqual({ mode: 'image', why: null });
  });

  // The slow mode is what remains when another build fails the self-test.
  it.each(['image', 'fresh'] as const)('forgets everything between runs: %s', async (mode) => {
    const engine = await Engine.start(mode);
    const run = async (source: string, contract: 'ts013' | 'things' = 'ts013') => {
      const script = engine.load(source, contract);
      if (engine.needsRepair) await engine.repair();
      const answers = [];
      for (let i = 0; i < 2; i++) {
        answers.push(engine.run(script, contract === 'things' ? 0 : UPLINK_ENTRY, INPUT));
        if (engine.needsRepair) await engine.repair();
      }
      return answers;
    };
    for (const source of ['var n = 0; function decodeUplink() { leak = 1; n++; return { data: { n } } }']) {
      expect((await run(source)).map((answer) => answer.output)).toMatchObject([
        { data: { n: 1 } },
        { data: { n: 1 } },
      ]);
    }
    const [seen] = await run('(s) => JSON.stringify([{ n: typeof leak }])', 'things');
    expect(seen?.output).toEqual([{ n: 'undefined' }]);
    expect((await run('function (s) { return nope }', 'things'))[1]?.error).toMatchObject({
      line: 1,
      column: 23,
    });
    expect((await run('function decodeUplink() { return decodeUplink() }'))[0]?.error).not.toBeNull();
    expect((await run('function decodeUplink( {'))[0]?.error?.name).toBe('SyntaxError');
    expect(
      (
        await run('function decodeUplink() { return { data: { b: Buffer.from([1, 2]).readUInt16BE(0) } } }')
      )[1]?.output,
    ).toMatchObject({
      data: { b: 258 },
    });
    const [stopped] = await run('function decodeUplink() { console.log(1); for (;;); }');
    expect(stopped).toMatchObject({
      error: { name: 'Timeout', line: 1 },
      logs: [{ level: 'log', message: '1' }],
    });
    expect((await run(VENDOR_CODEC))[1]?.output).toEqual(VENDOR_OUTPUT);
  });

  it('goes on with its images after its instance was lost', async () => {
    const engine = await Engine.start('image');
    const script = engine.load(VENDOR_CODEC, 'ts013');
    for (let i = 0; i < 20; i++) {
      expect(engine.run(script, UPLINK_ENTRY, INPUT).output).toEqual(VENDOR_OUTPUT);
      await engine.repair();
    }
  });

  it('leaves not one byte of another script in its memory', async () => {
    const engine = await Engine.start('image');
    const secret = 'k7Qz-secret-of-a-customer';
    const teller = engine.load(
      `function decodeUplink() { var a = []; for (var i = 0; i < 20000; i++) a.push('${secret}' + i); return { data: { n: a.length } } }`,
      'ts013',
    );
    const other = engine.load(VENDOR_CODEC, 'ts013');
    expect(engine.run(teller, UPLINK_ENTRY, INPUT).output).toMatchObject({ data: { n: 20000 } });
    const memory = Buffer.from(engine.machine.memory.buffer);
    expect(memory.includes(secret)).toBe(true);
    expect(engine.run(other, UPLINK_ENTRY, INPUT).output).toEqual(VENDOR_OUTPUT);
    expect(memory.includes(secret)).toBe(false);
  });
});

describe('the cache of scripts', () => {
  const script = (name: string | null) => ({
    image: { segments: [], end: 0, ownBytes: 1000 },
    failure: name === null ? null : { name, message: '', line: null, column: null },
    wrapped: false,
    source: '',
    contract: 'ts013' as const,
  });

  it('lets go of what was used longest ago, by size', () => {
    const cache = new ScriptCache(4 * 1512);
    for (const key of ['a', 'b', 'c', 'd']) cache.put(key, script(null), 0);
    cache.get('a', 0);
    cache.put('e', script(null), 0);
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => cache.get(key, 0))).toEqual(['a', 'c', 'd', 'e']);
  });

  it('tries a script again whose loading took too long, but not one with an error', () => {
    const cache = new ScriptCache(1e6);
    cache.put('slow', script('Timeout'), 0);
    cache.put('wrong', script('SyntaxError'), 0);
    expect([cache.get('slow', 9_000), cache.get('wrong', 9_000)].every(Boolean)).toBe(true);
    expect(cache.get('slow', 11_000)).toBeNull();
    expect(cache.get('wrong', 1e9)).not.toBeNull();
  });
});
