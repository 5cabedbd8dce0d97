import { isUtf8 } from 'node:buffer';
import { decode, type Token, Tokenizer } from 'cborg';
import type { DecodeTokenizer, TagDecodeControl } from 'cborg/interface';

/** array > map > value, and room for a field that we do not know. */
const MAX_DEPTH = 8;

/**
 * Guards what cborg itself leaves open: it recurses without a bound, replaces bad UTF-8 silently
 * and lets a break stand where the value of a map entry belongs.
 */
class GuardedTokenizer implements DecodeTokenizer {
  readonly #inner: Tokenizer;
  /** Items that each open container still takes; Infinity for indefinite length. */
  readonly #open: { remaining: number; pairs: boolean; seen: number }[] = [];
  #isTagged = false;

  constructor(inner: Tokenizer) {
    this.#inner = inner;
  }

  pos(): number {
    return this.#inner.pos();
  }

  done(): boolean {
    return this.#inner.done();
  }

  next(): Token {
    const token = this.#inner.next();
    const kind = token.type.name;
    // What it stands before is the item; a tag of a tag would be a way to recurse that no container bounds.
    if (kind === 'tag' && this.#isTagged) throw new Error('a tag of a tag');
    this.#isTagged = kind === 'tag';
    if (this.#isTagged) return token;
    if (kind === 'break') this.#close();
    else {
      const top = this.#open.at(-1);
      if (top) {
        top.remaining -= 1;
        top.seen += 1;
      }
      if (kind === 'string') this.#checkText(token);
      if (kind === 'array' || kind === 'map') this.#enter(token.value, kind === 'map');
      this.#leaveFull();
    }
    return token;
  }

  #enter(length: number, pairs: boolean): void {
    if (this.#open.length === MAX_DEPTH) throw new Error('nested too deeply');
    this.#open.push({ remaining: pairs ? length * 2 : length, pairs, seen: 0 });
  }

  #leaveFull(): void {
    while (this.#open.at(-1)?.remaining === 0) this.#open.pop();
  }

  #close(): void {
    const top = this.#open.pop();
    if (top?.remaining !== Number.POSITIVE_INFINITY || (top.pairs && top.seen % 2 === 1)) {
      throw new Error('unexpected break');
    }
  }

  #checkText(token: Token): void {
    if (token.byteValue && !isUtf8(token.byteValue)) throw new Error('text is not UTF-8');
  }
}

/** Tag 4 (RFC 8949 §3.4.4), which RFC 8428 §6 allows for numbers: [exponent, mantissa], mantissa · 10^exponent. */
function decimalFraction(content: TagDecodeControl): number {
  const parts = content();
  if (!Array.isArray(parts) || parts.length !== 2 || !parts.every(Number.isSafeInteger))
    throw new Error('a decimal fraction is two integers');
  const [exponent, mantissa] = parts as [number, number];
  return Number(`${mantissa}e${exponent}`);
}

const OPTIONS = {
  // Small encoders write integers of a fixed size, which is well-formed (RFC 8949 §4.1).
  strict: false,
  tags: { 4: decimalFraction },
  // Streams (SensML, RFC 8428 §4.8) open an array of unknown length.
  allowIndefinite: true,
  allowUndefined: false,
  allowBigInt: false,
  allowNaN: false,
  allowInfinity: false,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  retainStringBytes: true,
} as const;

/** Decodes one CBOR item that fills `bytes`; throws on anything else. Maps come as `Map`. */
export function decodeStrictCbor(bytes: Uint8Array): unknown {
  const tokenizer = new GuardedTokenizer(new Tokenizer(bytes, OPTIONS));
  return decode(bytes, { ...OPTIONS, tokenizer });
}
