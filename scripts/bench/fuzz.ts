// npm run bench fuzz [-- --inputs 100000 --seed 1]: garbage for every parser and for every address that takes messages.
// First the property tests of the protocols with so many inputs each; then a real worker is sent as many bodies at each
// address, made of valid ones and signed where senders sign. Nothing may crash, hang or be answered with a 5xx, and who
// sends something good afterwards is served.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { garbage } from '#server/protocols/garbage.fixture.ts';
import { Connection } from '../load/client.ts';
import { quantile } from '../load/figures.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { type Door, doors } from './fuzz/doors.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const INPUTS = Number(values.inputs);
const SEED = Number(values.seed);
const CONNECTIONS = 32;
/** An answer that takes longer hangs. */
const LONGEST_MS = 2_000;

function parsers(): Promise<boolean> {
  const parsed = ['server/protocols', 'server/pipeline/accept'];
  const tests = ['run', '--project', 'unit', ...parsed, '--testTimeout', '600000'];
  return new Promise((resolve) => {
    spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...tests], {
      stdio: 'inherit',
      env: { ...process.env, FC_RUNS: String(INPUTS) },
    }).on('exit', (code) => resolve(code === 0));
  });
}

interface Told {
  statuses: Map<number, number>;
  ms: number[];
}

/** The inputs of a door are the same for the same seed. */
async function pester(door: Door, port: number): Promise<Told> {
  const told: Told = { statuses: new Map(), ms: [] };
  const inputs = inputsOf(door);
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = new Connection(port);
      for (const bytes of inputs) {
        const body = Buffer.from(bytes);
        const { status, ms } = await connection.post(door.headOf(body), body);
        told.statuses.set(status, (told.statuses.get(status) ?? 0) + 1);
        told.ms.push(ms);
      }
      connection.close();
    }),
  );
  return told;
}

const AT_ONCE = 1_000;

function* inputsOf({ seeds, share = 1 }: Door): Generator<Uint8Array> {
  const arbitrary = garbage(seeds, 600);
  const inputs = Math.ceil(INPUTS * share);
  for (let made = 0; made < inputs; made += AT_ONCE)
    yield* fc.sample(arbitrary, { numRuns: Math.min(AT_ONCE, inputs - made), seed: SEED + made });
}

function verdict({ name }: Door, { statuses, ms }: Told, isServed: boolean): boolean {
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status || 'broken'} ${n}`);
  const longest = quantile(ms, 1);
  const isWell =
    isServed &&
    longest <= LONGEST_MS &&
    [...statuses.keys()].every((status) => status >= 200 && status < 500);
  console.log(
    `${name.padEnd(34)} ${isWell ? 'held ' : 'FAILED'} ${counts.join(' · ')}   longest ${longest.toFixed(0)} ms${isServed ? '' : '   a good message afterwards is not taken'}`,
  );
  return isWell;
}

async function served(door: Door, port: number): Promise<boolean> {
  const connection = new Connection(port);
  const body = Buffer.from(door.seeds.at(-1) as Uint8Array);
  const { status } = await connection.post(door.headOf(body), body);
  connection.close();
  // A device that was sent garbage for may have sent too much for the moment; that is an answer, too.
  return status === 200 || status === 429;
}

async function main({ sql }: Stand, { port, process: { pid } }: Worker): Promise<boolean> {
  console.log(`\n${INPUTS} inputs at each address, seed ${SEED}, worker ${pid}`);
  const held: boolean[] = [];
  for (const door of await doors(sql)) {
    const told = await pester(door, port);
    held.push(verdict(door, told, await served(door, port)));
  }
  return held.every(Boolean);
}

const isParsed = await parsers();
await onStand('.data/bench-fuzz-pg', async (stand, started) => {
  // What a device may send would keep most of it outside.
  stand.env.DEVICE_MESSAGES_PER_SECOND = '0';
  const worker = await startWorker(stand);
  started.push(worker);
  return (await main(stand, worker)) && isParsed;
});
