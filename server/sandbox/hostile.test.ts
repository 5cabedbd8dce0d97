import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from './contract.ts';
import { ATTACKS, sourceOf } from './hostile.fixture.ts';
import { keyOf, ts013, UPLINK, VENDOR_CODEC, VENDOR_OUTPUT } from './sandbox.fixture.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
const suspended: string[] = [];
beforeAll(async () => {
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

describe('hostile scripts', () => {
  it.each(ATTACKS)('contains $what', async (attack) => {
    const killsBefore = sandbox.stats().kills;
    const started = performance.now();
    const attackRun = sandbox.run(ts013(sourceOf(attack), { tenant: MALLORY }));
    const [result] = await Promise.all([attackRun, neighboursAreWell()]);
    const took = performance.now() - started;

    const end = result.error?.name ?? 'output';
    expect(attack.ends, JSON.stringify(result).slice(0, 300)).toContain(end);
    expect(result.killed ?? false).toBe(end === 'Killed');
    if (attack.kills) expect(sandbox.stats().kills).toBe(killsBefore + 1);
    expect(took).toBeLessThan(attack.source ? 2_500 : 2_000);
    const size = JSON.stringify(result).length;
    expect(size).toBeLessThan(LIMITS.resultBytes + 7 * LIMITS.logTotalChars);
    for (const text of [result.error?.message ?? '', result.error?.name ?? '']) {
      expect(text.length).toBeLessThanOrEqual(LIMITS.errorChars);
    }
    await neighboursAreWell();
    expect(await sandbox.run(ts013(VENDOR_CODEC, { tenant: MALLORY }))).toMatchObject({
      output: VENDOR_OUTPUT,
    });
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
