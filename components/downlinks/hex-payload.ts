/** What people paste between bytes. */
const SEPARATORS = /[\s:,-]/g;

/** Digits alone, and how many whole bytes they are. */
export function readHex(text: string): { digits: string; bytes: number; wrong: 'empty' | 'not-hex' | null } {
  const digits = text.replace(/0x/gi, '').replace(SEPARATORS, '').toLowerCase();
  const bytes = Math.ceil(digits.length / 2);
  if (digits === '') return { digits, bytes, wrong: 'empty' };
  return { digits, bytes, wrong: /^(?:[0-9a-f]{2})+$/.test(digits) ? null : 'not-hex' };
}
