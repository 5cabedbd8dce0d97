import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureType } from './picture-rules.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replace(/ /g, ''), 'hex'));

test.each([
  ['89504e470d0a1a0a 0000000d', 'image/png'],
  ['ffd8ffe0 0010', 'image/jpeg'],
  ['52494646 24000000 57454250', 'image/webp'],
  // RIFF of another kind: sound.
  ['52494646 24000000 57415645', null],
  // A page that scripts would run in.
  [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('hex'), null],
  [Buffer.from('GIF89a').toString('hex'), null],
  ['8950', null],
  ['', null],
])('%s is %s', (hex, type) => expect(pictureType(bytes(hex))).toBe(type));

test('any bytes are one of them or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (some) =>
      [null, 'image/png', 'image/jpeg', 'image/webp'].includes(pictureType(some)),
    ),
  );
});
