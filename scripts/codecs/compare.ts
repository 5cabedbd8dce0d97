import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { SandboxCall, SandboxResult } from '#server/sandbox/contract.ts';
import type { Sandbox } from '#server/sandbox/sandbox.ts';
import type { CodecExample } from '#server/scripts/codec-file-contract.ts';
import { ENTRIES, type FoundCodec } from './collect.ts';
import { type Outcome, outcomeOf, runPlain } from './plain.ts';

export interface CodecReport {
  name: string;
  /** Cases that have an expected result. */
  examples: number;
  /** Of them, those that plain JavaScript gets right. */
  plainPasses: number;
  /** Of those, how many the sandbox gets right too. */
  sandboxPasses: number;
  /** All calls, made-up payloads included. */
  calls: number;
  differing: { what: string; plain: Outcome; sandbox: Outcome }[];
}

/** Payloads for codecs with few examples, the same ones every time. */
function madeUp(count: number): CodecExample[] {
  return Array.from({ length: count }, (_, i) => {
    const seed = createHash('sha512').update(`payload ${i}`).digest();
    const bytes = [...seed.subarray(0, 1 + ((seed[63] ?? 0) % 40))];
    return {
      direction: 'uplink',
      description: `made up ${i}`,
      input: { bytes, fPort: [1, 2, 3, 5, 10, 85, 125][i % 7] ?? 1 },
      expected: null,
    };
  });
}

const RECV_TIME = '2026-03-04T05:06:07.000Z';

/** Runs a codec on its examples and on payloads of our own, here and there. */
export async function compareCodec(sandbox: Sandbox, codec: FoundCodec, payloads = 12): Promise<CodecReport> {
  const report: CodecReport = {
    name: codec.name,
    examples: 0,
    plainPasses: 0,
    sandboxPasses: 0,
    calls: 0,
    differing: [],
  };
  const cases = [...codec.examples, ...madeUp(payloads)];
  const scriptKey = createHash('sha256').update(codec.source).digest('hex');
  const calls = cases.map(({ direction, input }): SandboxCall => {
    const timed = direction === 'downlink-encode' ? input : { recvTime: RECV_TIME, ...input };
    return {
      tenant: 'codecs',
      source: codec.source,
      scriptKey,
      contract: 'ts013',
      fn: ENTRIES[direction],
      input: timed,
    };
  });
  const results = await sandbox.runBatch(calls);
  for (const [i, one] of cases.entries()) {
    const call = calls[i] as SandboxCall;
    const plain = runPlain(codec.source, call.fn, call.input);
    const boxed = outcomeOfResult(results[i] as SandboxResult);
    report.calls += 1;
    if (!isSame(plain, boxed))
      report.differing.push({ what: one.description || `case ${i}`, plain, sandbox: boxed });
    if (!one.expected) continue;
    report.examples += 1;
    if (!keeps(plain, one)) continue;
    report.plainPasses += 1;
    if (keeps(boxed, one)) report.sandboxPasses += 1;
  }
  return report;
}

const outcomeOfResult = ({ output, error }: SandboxResult): Outcome =>
  error ? { ok: false, why: error.name } : outcomeOf(output);

/** Two failures are alike, whichever words their engines have for it. */
const isSame = (a: Outcome, b: Outcome) => (a.ok && b.ok ? isNear(a.value, b.value) : a.ok === b.ok);

function keeps(outcome: Outcome, { expected, direction }: CodecExample): boolean {
  if (!expected) return false;
  if (expected.errors?.length) return !outcome.ok;
  const wanted = direction === 'downlink-encode' ? expected.bytes : expected.data;
  return outcome.ok && isNear(outcome.value, JSON.parse(JSON.stringify(wanted ?? null)));
}

/** Equal, but for the last digits of what was multiplied. */
function isNear(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return isDeepStrictEqual(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isNear(value, right.get(key)))
  );
}
