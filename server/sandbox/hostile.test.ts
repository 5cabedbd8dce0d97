import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from './contract.ts';
import { ATTACKS, type Attack, sourceOf } from './hostile.fixture.ts';
import { MORE_ATTACKS } from './hostile-more.fixture.ts';
import { MemoryWatch } from './memory-watch.fixture.ts';
import { keyOf, ts013, UPLINK, VENDOR_CODEC, VENDOR_OUTPUT } from './sandbox.fixture.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** Stands in the environment of this process: no script may ever tell it. */
const CANARY = 'k7Qz-canary-of-the-host';
/** 100 ms of script, or 300 ms until its process is ended, and the way there and back. */
const STOP_LIMIT_MS = 350;
const textOfHost = () =>
  [Object, Array, String, Function, Promise, Error, JSON]
    .map((one) => Object.getOwnPropertyNames('prototype' in one ? one.prototype : one).join())
    .join(';');
const HOST_BEFORE = textOfHost();
const at = (sorted: number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

let sandbox: Sandbox;
const suspended: string[] = [];
beforeAll(async () => {
  process.env.THINGS_CANARY = CANARY;
  sandbox = createSandbox({ processes: 2, onSuspend: (scriptKey) => suspended.push(scriptKey) });
  await sandbox.run(ts013(VENDOR_CODEC));
});
afterAll(() => sandbox.stop());

/** Both are of the same child, so the neighbour is the one that would suffer. */
const MALLORY = 'mallory';
const NEIGHBOURS = ['n1', 'n2', 'n3', 'n4'];

async function neighboursAreWell() {
  const results = await sandbox.runBatch(NEIGHBOURS.map((tenant) => ts013(VENDOR_CODEC, { tenant })));
  for (const result of results)
    expect(result).toMatchObject({ error: null, output: VENDOR_OUTPUT, logs: [] });
}

const ALL = [...ATTACKS, ...MORE_ATTACKS];
const callOf = ({ contract, fn, input, ...attack }: Attack) =>
  ts013(sourceOf(attack), {
    tenant: MALLORY,
    ...(contract && { contract }),
    ...(fn && { fn }),
    ...(input !== undefined && { input }),
  });

describe('hostile scripts', () => {
  const stops: number[] = [];
  const memory = new MemoryWatch();
  beforeAll(() => memory.start());
  afterAll(() => memory.stop());

  it.each(ALL)('contains $what', async (attack) => {
    const killsBefore = sandbox.stats().kills;
    const started = performance.now();
    let took = 0;
    const attackRun = sandbox.run(callOf(attack)).finally(() => {
      took = performance.now() - started;
    });
    const [result] = await Promise.all([attackRun, neighboursAreWell()]);
    stops.push(took);

    const end = result.error?.name ?? 'output';
    expect(attack.ends, JSON.stringify(result).slice(0, 300)).toContain(end);
    expect(result.killed ?? false).toBe(end === 'Killed');
    if (attack.kills) expect(sandbox.stats().kills).toBe(killsBefore + 1);
    expect(took).toBeLessThan(attack.source ? 2_500 : 2_000);
    const text = JSON.stringify(result);
    expect(text.length).toBeLessThan(LIMITS.resultBytes + 7 * LIMITS.logTotalChars);
    for (const told of [result.error?.message ?? '', result.error?.name ?? '']) {
      expect(told.length).toBeLessThanOrEqual(LIMITS.errorChars);
    }
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(process.cwd());
    expect(textOfHost()).toBe(HOST_BEFORE);
    expect(existsSync('/tmp/escaped')).toBe(false);
    await neighboursAreWell();
    expect(await sandbox.run(ts013(VENDOR_CODEC, { tenant: MALLORY }))).toMatchObject({
      output: VENDOR_OUTPUT,
    });
  });

  it('are at least 130, of different kinds, and stop in time', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(130);
    expect(new Set(ALL.map(sourceOf)).size).toBe(ALL.length);
    // While the machine has time for them: beside other test files half of them wait for a processor.
    const sorted = stops.toSorted((x, y) => x - y);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(STOP_LIMIT_MS);
    process.stdout.write(
      `${sorted.length} hostile scripts stop within ${at(sorted, 0.5)} ms (half), ${at(sorted, 0.99)} ms (p99)\n`,
    );
  });

  it('keep the processes below half a gigabyte', () => {
    if (memory.peakBytes !== null) expect(memory.peakBytes).toBeLessThan(512 * 1024 * 1024);
  });

  it('forge nothing that the platform would build on', async () => {
    const outputOf = async (what: string) => {
      const attack = ALL.find((one) => one.what === what);
      return attack && (await sandbox.run(callOf(attack))).output;
    };
    expect(await outputOf('bytes that change when they are read again')).toMatchObject({ bytes: [7] });
    expect(await outputOf('bytes that are written as something else')).toMatchObject({
      bytes: [1, 2],
      fPort: 9,
    });
    expect(await outputOf('lists that are written as something else')).toEqual({
      data: { a: 1 },
      warnings: ['w'],
      errors: [],
    });
    expect(await outputOf('every name of the realm')).toMatchObject({ data: { n: '' } });
    expect(await outputOf('the constructor of async functions')).toMatchObject({ data: { q: 'undefined' } });
    expect(await outputOf('eval from outside')).toMatchObject({
      data: { p: expect.stringMatching(/^(undefined)+$/) },
    });
    expect(await outputOf('a pack with a prototype')).toEqual([{ n: 'a', v: 1 }]);
    expect(await outputOf('another clock and no chance')).toMatchObject({ data: { z: 0, i: 'undefined' } });
  });

  it.each([
    'globalThis.seen = (globalThis.seen || 0) + 1; return { data: { n: seen } }',
    'Symbol.for.n = (Symbol.for.n || 0) + 1; return { data: { n: Symbol.for.n } }',
    'context.push(1); module.n = (module.n || 0) + 1; return { data: { n: context.length, m: module.n } }',
    'console.n = (console.n || 0) + 1; Array.prototype.n = (Array.prototype.n || 0) + 1; return { data: { n: console.n, a: [].n } }',
    'decodeUplink.n = (decodeUplink.n || 0) + 1; return { data: { n: decodeUplink.n } }',
    'input.bytes.constructor.n = (input.bytes.constructor.n || 0) + 1; return { data: { n: input.bytes.constructor.n } }',
    'Buffer.pool = (Buffer.pool || 0) + 1; Buffer.prototype.n = 1; return { data: { n: Buffer.pool } }',
    '"abc".match(/b/); const was = RegExp.lastMatch; return { data: { n: String(was) } }',
  ])('remember nothing from run to run: %s', async (body) => {
    const source = `function decodeUplink(input) { ${body} }`;
    const [first, ...rest] = await sandbox.runBatch(
      Array.from({ length: 4 }, () => ts013(source, { tenant: MALLORY })),
    );
    expect(first?.error).toBeNull();
    for (const result of rest) expect(result.output).toEqual(first?.output);
    const other = await sandbox.run(ts013(source, { tenant: 'another' }));
    expect(other.output).toEqual(first?.output);
  });

  it('reaches nothing of the host', async () => {
    const of = async (what: string) => {
      const attack = ATTACKS.find((one) => one.what === what);
      return attack && (await sandbox.run(ts013(sourceOf(attack), { tenant: MALLORY }))).output;
    };
    expect(await of('constructor.constructor')).toMatchObject({ data: { p: 'undefinedundefinedundefined' } });
    expect(await of('timers and fetch')).toMatchObject({
      data: { t: 'undefined,undefined,undefined,undefined,undefined' },
    });
    expect(await of('the stack of an error')).toMatchObject({ data: { s: false } });
    expect(await of('__proto__ in the result')).toEqual({
      data: { constructor: { prototype: { polluted: 1 } } },
      warnings: [],
      errors: [],
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(existsSync('/tmp/escaped')).toBe(false);
  });

  it('is told apart from its neighbours in one batch: they are answered, the killer alone is killed', async () => {
    const killer = 'function decodeUplink() { Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 2) }';
    const calls = Array.from({ length: 40 }, (_, i) =>
      i % 20 === 3
        ? ts013(`${killer} // ${i}`, { tenant: 'same' })
        : ts013(VENDOR_CODEC, { tenant: 'same', input: { ...UPLINK, bytes: [0, i, 1] } }),
    );
    const results = await sandbox.runBatch(calls);
    for (const [i, result] of results.entries()) {
      if (i % 20 === 3)
        expect(result).toMatchObject({ killed: true, error: { name: 'Killed' }, output: null });
      else expect(result.output).toMatchObject({ data: { temperature: i / 10, humidity: 1 } });
    }
  });

  it('hardly slows the next tenant, even one of the same process', async () => {
    const killer = 'function decodeUplink() { Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 3) }';
    const attack = sandbox.run(ts013(killer, { tenant: MALLORY }));
    const waits: number[] = [];
    for (let i = 0; i < 40; i++) {
      const started = performance.now();
      await neighboursAreWell();
      waits.push(performance.now() - started);
    }
    expect((await attack).error?.name).toBe('Killed');
    waits.sort((a, b) => a - b);
    expect(waits[20]).toBeLessThan(25);
    expect(waits.at(-1)).toBeLessThan(LIMITS.killMs - 50);
  });

  it('suspends a script that had to be killed three times, and runs it again after a reset', async () => {
    const killer =
      'function decodeUplink(i) { if (i.fPort === 2) Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 4); return { data: { ok: 1 } } }';
    const bad = ts013(killer, { tenant: 'clumsy' });
    const good = { ...bad, input: { ...UPLINK, fPort: 3 } };
    for (let i = 0; i < LIMITS.killsToSuspend; i++) {
      expect(suspended).not.toContain(keyOf(killer));
      expect((await sandbox.run(bad)).error?.name).toBe('Killed');
    }
    expect(suspended).toContain(keyOf(killer));
    expect((await sandbox.run(good)).error?.name).toBe('Suspended');
    expect((await sandbox.run(ts013(VENDOR_CODEC, { tenant: 'clumsy' }))).error).toBeNull();
    // Another customer with the same script answers for its own messages only.
    expect((await sandbox.run({ ...good, tenant: 'careful' })).output).toMatchObject({ data: { ok: 1 } });
    sandbox.reset('clumsy', keyOf(killer));
    expect((await sandbox.run(good)).output).toMatchObject({ data: { ok: 1 } });
  });
});
