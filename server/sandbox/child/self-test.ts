import { Engine } from './engine.ts';
import type { Script } from './script.ts';

const COUNTER = `
  var calls = 0; const held = [];
  function decodeUplink(input) {
    calls += 1; mark = 'counter'; held.push(input.bytes.slice(0));
    if (input.bytes[0] === 255) { for (let i = 0; i < 40000; i++) held.push([i, 'x' + i]); }
    return { data: { calls: calls, held: held.length > 40000 ? 0 : held.length, sum: input.bytes.reduce((a, b) => a + b, 0) } };
  }`;
const LISTENER = `(text) => JSON.stringify([{ n: typeof mark + typeof calls, v: JSON.parse(text).bytes.length }])`;

/**
 * Images rest on facts of one exact build of the engine: where its stack lies, which word is the heap's break, that
 * a second instance lays out its memory alike. This proves them before any real script runs; null when all is well.
 */
async function imageFault(engine: Engine): Promise<string | null> {
  const counter = engine.load(COUNTER, 'ts013');
  const listener = engine.load(LISTENER, 'things');
  const check = (script: Script, entry: number, bytes: number[], expected: unknown) => {
    const { output, error } = engine.run(script, entry, JSON.stringify({ bytes, fPort: 1 }));
    if (error) return `${error.name}: ${error.message}`;
    const got = JSON.stringify(output);
    return got === JSON.stringify(expected) ? null : `a run gave ${got}`;
  };
  const round = () => {
    const clean = (sum: number, held = 1) => ({ data: { calls: 1, held, sum }, warnings: [], errors: [] });
    const heard = [{ n: 'undefinedundefined', v: 3 }];
    return (
      check(counter, 1, [1, 2, 3], clean(6)) ??
      check(counter, 1, [255, 1], clean(256, 0)) ??
      check(listener, 0, [1, 2, 3], heard) ??
      check(counter, 1, [4], clean(4)) ??
      check(listener, 0, [1, 2, 3], heard)
    );
  };
  const fault = round();
  if (fault) return fault;
  await engine.repair();
  return round();
}

/** A machine with no time to spare makes the test too slow, not the images wrong. */
const TRIES = 10;

/** The engine with images where they hold, else the slow one; `why` then says what did not hold. */
export async function startEngine(): Promise<{ engine: Engine; why: string | null }> {
  let why = '';
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const engine = await Engine.start('image');
      const fault = await imageFault(engine);
      if (!fault) return { engine, why: null };
      why = fault;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    if (!/stopped after/.test(why)) break;
  }
  return { engine: await Engine.start('fresh'), why };
}
