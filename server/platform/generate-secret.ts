import { randomBytes, randomInt } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
/** Safe in shells' single quotes, CSV, URLs' user input and sketches of microcontrollers. */
export const SECRET_SPECIALS = '#?!@$%^&(){}:.,/+*;';
const ALPHABET = LOWER + UPPER + DIGITS + SECRET_SPECIALS;
const CLASSES = [LOWER, UPPER, DIGITS, SECRET_SPECIALS];

export const SECRET_LENGTH = 32;

/**
 * A shared secret of 32 characters with all four classes. Drawn until it has them, so that every such secret is
 * equally likely (about 200 bits); placing one of each by hand would favour some.
 */
export function generateSecret(): string {
  for (;;) {
    const secret = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    if (hasAllClasses(secret)) return secret;
  }
}

export function hasAllClasses(secret: string): boolean {
  return CLASSES.every((characters) => [...secret].some((character) => characters.includes(character)));
}

/** Standard Webhooks 1.0: prefix and base64 of 24 to 64 random bytes. */
export function generateSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
