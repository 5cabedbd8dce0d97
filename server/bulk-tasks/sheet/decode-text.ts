/** How the bytes of a sheet were turned into text. */
export type SheetEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const BOMS: [SheetEncoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Without a mark: in western text every other byte of UTF-16 is zero, and no byte of the others is. */
function utf16WithoutMark(bytes: Uint8Array): SheetEncoding | null {
  const head = bytes.subarray(0, 2000);
  let even = 0;
  let odd = 0;
  for (const [at, byte] of head.entries()) if (byte === 0) at % 2 === 0 ? even++ : odd++;
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be';
  return null;
}

/** Strict first: what is no UTF-8 is Windows-1252, as spreadsheets of western offices write it. null: no text at all. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: SheetEncoding } | null {
  const marked = BOMS.find(([, bom]) => bom.every((byte, at) => bytes[at] === byte))?.[0];
  const certain = marked ?? utf16WithoutMark(bytes);
  if (!certain && bytes.subarray(0, 100_000).includes(0)) return null;
  for (const encoding of certain ? [certain] : (['utf-8', 'windows-1252'] as const)) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // The next one.
    }
  }
  return null;
}
