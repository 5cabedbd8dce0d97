import { ENTRY_POINTS, LIMITS, type SandboxContract } from '../contract.ts';
import type { WireAnswer, WireBatch, WireCall, WireReady } from '../wire.ts';
import { Lines } from './lines.ts';
import { ScriptCache } from './script-cache.ts';
import { startEngine } from './self-test.ts';

/** The child process: reads batches, runs scripts, answers. It has no rights, no network, no environment. */
const lines = new Lines();
const { engine, why } = await startEngine();
const cache = new ScriptCache(LIMITS.imageCacheBytes);
const say = (answer: WireAnswer | WireReady) => lines.write(answer);

say({ ready: engine.mode, why });

for (let line = lines.read(); line !== null; line = lines.read()) {
  const batch = JSON.parse(line) as WireBatch;
  for (const call of batch.calls) await answer(call, batch.sources);
}

async function answer(
  [id, scriptKey, entry, input]: WireCall,
  sources: Record<string, string>,
): Promise<void> {
  const contract = ENTRY_POINTS[entry]?.split('/')[0] as SandboxContract;
  const key = `${contract}/${scriptKey}`;
  let script = cache.get(key, performance.now());
  if (!script) {
    const source = sources[scriptKey];
    if (source === undefined) return say({ id, need: true });
    script = engine.load(source, contract);
    if (engine.needsRepair) await engine.repair();
    cache.put(key, script, performance.now());
    say({ id, loaded: true });
  }
  const { output, logs, error, durationMs } = engine.run(script, entry, input);
  say({ id, output, logs, error, durationMs });
  if (engine.needsRepair) await engine.repair();
}
