import { expect, it } from 'vitest';
import type { CodecExample } from '#server/scripts/codec-file-contract.ts';
import { testsOfCodec } from './codec-tests.ts';

const uplink = (change: Partial<CodecExample> & { input?: object }): CodecExample =>
  ({
    direction: 'uplink',
    description: 'a frame',
    input: { bytes: [1, 255], fPort: 2 },
    expected: { data: { level: 1 } },
    ...change,
  }) as CodecExample;

it.each<[string, CodecExample, unknown[]]>([
  [
    'bytes as hexadecimal digits, and the data that must come out',
    uplink({}),
    [
      {
        name: 'a frame',
        input: { kind: 'payload', frmPayload: '01ff', fPort: 2 },
        expected: { kind: 'output', output: { data: { level: 1 } } },
      },
    ],
  ],
  [
    'the time of receipt where it is one',
    uplink({ input: { bytes: [1], fPort: 2, recvTime: '2026-03-04T05:06:07Z' } }),
    [expect.objectContaining({ input: expect.objectContaining({ recvTime: '2026-03-04T05:06:07.000Z' }) })],
  ],
  [
    'no time where it says none',
    uplink({ input: { bytes: [1], fPort: 2, recvTime: 'soon' } }),
    [expect.objectContaining({ input: { kind: 'payload', frmPayload: '01', fPort: 2 } })],
  ],
  [
    'errors: that it is refused, in whatever words',
    uplink({ expected: { errors: ['too short'] } }),
    [expect.objectContaining({ expected: { kind: 'error', name: 'DecodeError' } })],
  ],
  ['a name for one without', uplink({ description: ' ' }), [expect.objectContaining({ name: 'Example 1' })]],
  ['none that says nothing of what comes out', uplink({ expected: null }), []],
  ['none without bytes', uplink({ input: { bytes: [], fPort: 2 } }), []],
  ['none on a port that no message has', uplink({ input: { bytes: [1], fPort: 0 } }), []],
  ['none of the other direction', uplink({ direction: 'downlink-encode' }), []],
])('%s', (_, example, expected) => {
  expect(testsOfCodec([example])).toEqual(expected);
});
