export interface HexLine {
  offset: string;
  bytes: string[];
  ascii: string;
}

/** A hex dump of 16 bytes a line; anything that is not an even number of hex digits is refused with null. */
export function hexLines(hex: string, width = 16): HexLine[] | null {
  const digits = hex.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) return null;
  const bytes = digits.toLowerCase().match(/../g) ?? [];
  const lines: HexLine[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    const part = bytes.slice(at, at + width);
    lines.push({
      offset: at.toString(16).padStart(4, '0'),
      bytes: part,
      ascii: part.map((byte) => printable(Number.parseInt(byte, 16))).join(''),
    });
  }
  return lines;
}

function printable(code: number): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
}
