/** Secrets made in the browser, by the rules of the platform's own (server/platform/generate-secret.ts). */
const CLASSES = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '0123456789',
  '#?!@$%^&(){}:.,/+*;',
] as const;
const ALPHABET = CLASSES.join('');
const LENGTH = 32;

/** Drawn until all four classes are in it, so that every such secret is equally likely. */
export function makeSharedSecret(): string {
  for (;;) {
    const secret = Array.from({ length: LENGTH }, draw).join('');
    if (CLASSES.every((characters) => [...secret].some((one) => characters.includes(one)))) return secret;
  }
}

/** Numbers beyond the last whole alphabet are drawn again: the remainder would favour its beginning. */
function draw(): string {
  const limit = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte = limit] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return ALPHABET[byte % ALPHABET.length] ?? '';
  }
}

/** Standard Webhooks 1.0. */
export function makeSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
