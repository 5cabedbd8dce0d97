import type { CodecExample } from '#server/scripts/codec-file-contract.ts';
import type { Expectation, TrialInput } from '#server/scripts/contract.ts';

export interface CodecTest {
  name: string;
  input: Extract<TrialInput, { kind: 'payload' }>;
  expected: Expectation;
}

/** A test's name is as long as any name may be. */
const LONGEST_NAME = 255;
const MOST_BYTES = 242;

/** What of a codec's own examples a decoder can keep as tests: uplinks with bytes that say what comes out. */
export function testsOfCodec(examples: readonly CodecExample[]): CodecTest[] {
  return examples.flatMap((example, index) => {
    const expected = expectationOf(example);
    if (example.direction !== 'uplink' || !expected) return [];
    const { bytes, fPort, recvTime } = example.input;
    if (bytes.length === 0 || bytes.length > MOST_BYTES || fPort < 1 || fPort > 223) return [];
    const frmPayload = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const at = recvTime === undefined ? null : new Date(recvTime);
    return [
      {
        name: (example.description.trim() || `Example ${index + 1}`).slice(0, LONGEST_NAME),
        input: {
          kind: 'payload',
          frmPayload,
          fPort,
          ...(at && !Number.isNaN(at.getTime()) ? { recvTime: at.toISOString() } : {}),
        },
        expected,
      },
    ];
  });
}

function expectationOf({ expected }: CodecExample): Expectation | null {
  if (!expected) return null;
  if (expected.errors?.length) return { kind: 'error', name: 'DecodeError' };
  return expected.data === undefined ? null : { kind: 'output', output: { data: expected.data } };
}
