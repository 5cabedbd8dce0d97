/**
 * Requests whose header lines end in a bare LF, brought to CRLF (RFC 9112 §2.2: a recipient may recognise a single LF).
 * Only what can be read in one way goes through: no bare CR, no folded line, no Transfer-Encoding, one Content-Length at
 * most. Whoever reads the result may be strict.
 */
export class LineEnds {
  readonly #headLimit: number;
  #head = '';
  /** Of the present body, still to come. */
  #body = 0;

  constructor(headLimit: number) {
    this.#headLimit = headLimit;
  }

  /** The same bytes with lines that end in CRLF, as far as they are whole; null: not to be read. */
  push(bytes: Uint8Array): Buffer | null {
    const out: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#body > 0) {
        const part = bytes.subarray(at, at + this.#body);
        out.push(part);
        this.#body -= part.length;
        at += part.length;
        continue;
      }
      const next = bytes.indexOf(10, at);
      const end = next < 0 ? bytes.length : next + 1;
      this.#head += Buffer.from(bytes.subarray(at, end)).toString('latin1');
      at = end;
      if (this.#head.length > this.#headLimit) return null;
      if (/^\r?\n$/.test(this.#head)) this.#head = '';
      if (!/\n\r?\n$/.test(this.#head)) continue;
      const whole = this.#whole();
      if (whole === null) return null;
      out.push(whole);
    }
    return Buffer.concat(out);
  }

  #whole(): Buffer | null {
    const lines = this.#head.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    this.#head = '';
    if (lines.some((line) => /[\r\0]/.test(line) || /^[ \t]/.test(line))) return null;
    const named = (name: RegExp) => lines.slice(1).filter((line) => name.test(line));
    if (named(/^transfer-encoding\s*:/i).length > 0) return null;
    const [length, ...more] = named(/^content-length\s*:/i);
    if (more.length > 0) return null;
    const told = length === undefined ? '0' : /^content-length:[ \t]*(\d{1,15})[ \t]*$/i.exec(length)?.[1];
    if (told === undefined) return null;
    this.#body = Number(told);
    return Buffer.from(lines.join('\r\n'), 'latin1');
  }
}

/** Whether a request begins with a line that ends in a bare LF; null: it cannot be said yet. */
export function beginsWithBareNewline(bytes: Uint8Array): boolean | null {
  const end = bytes.indexOf(10);
  if (end < 0) return null;
  return end > 0 && bytes[end - 1] !== 13;
}
