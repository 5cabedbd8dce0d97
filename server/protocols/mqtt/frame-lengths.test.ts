import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNS } from '../garbage.fixture.ts';
import { FrameLengths } from './frame-lengths.ts';

/** Remaining Length as MQTT 3.1.1 §2.2.3 writes it. */
function written(length: number): number[] {
  const bytes: number[] = [];
  do {
    const digit = length % 128;
    length = Math.floor(length / 128);
    bytes.push(length > 0 ? digit | 0x80 : digit);
  } while (length > 0);
  return bytes;
}

const frame = (length: number, body = length) => [0x30, ...written(length), ...Array(body).fill(0xff)];

describe('the lengths that a stream of MQTT announces', () => {
  it.each([
    [[0xc0, 0x00], 0],
    [[0x30, 0x7f], 127],
    [[0x30, 0x80, 0x01], 128],
    [[0x30, 0xff, 0x7f], 16_383],
    [[0x30, 0x80, 0x80, 0x01], 16_384],
    [[0x30, 0xff, 0xff, 0xff, 0x7f], 268_435_455],
    [[0x30, 0xff, 0xff, 0xff, 0xff, 0x01], Number.POSITIVE_INFINITY],
  ])('of %j', (bytes, length) => {
    expect(new FrameLengths().longest(Uint8Array.from(bytes))).toBe(length);
  });

  it('are the same however the bytes come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        (lengths, step) => {
          const bytes = Uint8Array.from(lengths.flatMap((length) => frame(length)));
          const reader = new FrameLengths();
          let longest = 0;
          for (let at = 0; at < bytes.length; at += step)
            longest = Math.max(longest, reader.longest(bytes.subarray(at, at + step)));
          expect(longest).toBe(Math.max(...lengths));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('are told before the body comes, in the middle of other packets too', () => {
    const bytes = Uint8Array.from([...frame(3), ...frame(70_000, 0)]);
    expect(new FrameLengths().longest(bytes)).toBe(70_000);
  });
});
