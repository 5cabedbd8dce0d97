/** FIPS 180-4 §4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const K = fractionsOf(64, Math.cbrt);
/** §5.3.3: of the square roots of the first 8. */
const START = fractionsOf(8, Math.sqrt);

function fractionsOf(count: number, root: (prime: number) => number): Uint32Array {
  const found = new Uint32Array(count);
  for (let at = 0, n = 2; at < count; n++) if (isPrime(n)) found[at++] = (root(n) % 1) * 2 ** 32;
  return found;
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

/**
 * SHA-256 where the browser offers none: WebCrypto exists on secure pages only, and a portal in a laboratory is often
 * reached by plain http.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const state = START.slice();
  for (let at = 0; at < padded.length; at += 64) block(state, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  for (const [n, word] of state.entries()) digest.setUint32(4 * n, word);
  return new Uint8Array(digest.buffer);
}

const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by));

/** §6.2.2 */
function block(state: Uint32Array, view: DataView, at: number): void {
  const w = new Uint32Array(64);
  for (let t = 0; t < 64; t++) {
    if (t < 16) {
      w[t] = view.getUint32(at + 4 * t);
      continue;
    }
    const [w2, w7, w15, w16] = [w[t - 2], w[t - 7], w[t - 15], w[t - 16]] as [number, number, number, number];
    const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
    const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
    w[t] = s1 + w7 + s0 + w16;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) >>> 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) >>> 0, c, b, a, (t1 + t2) >>> 0];
  }
  for (const [n, word] of [a, b, c, d, e, f, g, h].entries()) state[n] = (state[n] as number) + word;
}
