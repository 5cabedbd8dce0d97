import { malformed, type ParseResult, parsed } from './parse-result.ts';

/**
 * Identifiers of M2M and Internet devices as people and sheets write them, brought to the one form we store, and what a
 * shared secret must be. For LoRa: lorawan/identifiers.ts.
 */
const SEPARATORS = /[-\s./]/g;

/** ISO/IEC 7812-1 annex B: the check digit of IMEI and ICCID. */
export function hasLuhnCheck(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

interface Numbered {
  label: string;
  code: string;
  lengths: readonly number[];
}

function normaliseNumber(text: string, { label, code, lengths }: Numbered): ParseResult<string> {
  const digits = text.replace(SEPARATORS, '');
  const wanted = `${label} must be ${lengths.join(' or ')} digits`;
  if (/\D/.test(digits)) return malformed(`${code}-not-digits`, `${wanted}, and nothing else.`);
  if (!lengths.includes(digits.length))
    return malformed(`${code}-length`, `${wanted}; these are ${digits.length}.`);
  if (!hasLuhnCheck(digits))
    return malformed(
      `${code}-check-digit`,
      `The check digit of this ${label} does not fit: one digit is wrong.`,
    );
  return parsed(digits);
}

/** 3GPP TS 23.003 §6.2: 14 digits and a check digit; an IMEISV of 16 is not one. */
export function normaliseImei(text: string): ParseResult<string> {
  return normaliseNumber(text, { label: 'IMEI', code: 'devices.imei', lengths: [15] });
}

/** ITU-T E.118: the number of a SIM. */
export function normaliseIccid(text: string): ParseResult<string> {
  return normaliseNumber(text, { label: 'ICCID', code: 'devices.iccid', lengths: [19, 20] });
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** RFC 9562 §5.4. */
export function normaliseDvnUuid(text: string): ParseResult<string> {
  const uuid = text.trim().toLowerCase();
  return UUID_V4.test(uuid)
    ? parsed(uuid)
    : malformed(
        'devices.dvn-uuid-form',
        'DvnUUID must be a UUID of version 4, such as 8-4-4-4-12 hexadecimal digits.',
      );
}

export const SHARED_SECRET_LENGTH = 32;
const PRINTABLE = /^[!-~]*$/;
const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** The text never comes back in what is said of it, not even a character. */
export function checkSharedSecret(text: string): ParseResult<string> {
  if (!PRINTABLE.test(text))
    return malformed(
      'devices.secret-characters',
      'The shared secret may hold printable ASCII characters only, no spaces.',
    );
  if (text.length !== SHARED_SECRET_LENGTH)
    return malformed(
      'devices.secret-length',
      `The shared secret must be ${SHARED_SECRET_LENGTH} characters; these are ${text.length}.`,
    );
  if (!CLASSES.every((one) => one.test(text)))
    return malformed(
      'devices.secret-classes',
      'The shared secret must have a lower-case letter, an upper-case letter, a digit and a special character.',
    );
  return parsed(text);
}
