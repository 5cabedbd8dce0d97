import { malformed, type ParseResult, parsed } from '../parse-result.ts';

/**
 * LoRaWAN identifiers as people and systems write them, brought to the one form we store:
 * upper-case hex, no separators. Accepted on the way in: `-`, `:` and spaces between digits,
 * either case.
 */
const SEPARATORS = /[-:\s]/g;

interface Kind {
  label: string;
  digits: number;
  code: string;
  secret?: true;
}

function normalise(text: string, kind: Kind): ParseResult<string> {
  const digits = text.replace(SEPARATORS, '').toUpperCase();
  const wanted = `${kind.label} must be ${kind.digits} hexadecimal digits`;
  const stranger = /[^0-9A-F]/u.exec(digits)?.[0];
  if (stranger !== undefined) {
    // A key must not come back in an error text, not even one character of it.
    const which = kind.secret ? '' : `; ${JSON.stringify(stranger)} is none`;
    return malformed(`${kind.code}-not-hex`, `${wanted}${which}.`);
  }
  if (digits.length !== kind.digits) {
    return malformed(`${kind.code}-length`, `${wanted}; these are ${digits.length}.`);
  }
  return parsed(digits);
}

/** IEEE EUI-64 of the device: 16 hex digits. */
export function normaliseDevEui(text: string): ParseResult<string> {
  return normalise(text, { label: 'DevEUI', digits: 16, code: 'lorawan.dev-eui' });
}

/** JoinEUI, called AppEUI in LoRaWAN 1.0: 16 hex digits. */
export function normaliseJoinEui(text: string): ParseResult<string> {
  return normalise(text, { label: 'AppEUI (JoinEUI)', digits: 16, code: 'lorawan.join-eui' });
}

/** AES-128 root key: 32 hex digits. */
export function normaliseAppKey(text: string): ParseResult<string> {
  return normalise(text, { label: 'AppKey', digits: 32, code: 'lorawan.app-key', secret: true });
}

/** Address within a network session: 8 hex digits. */
export function normaliseDevAddr(text: string): ParseResult<string> {
  return normalise(text, { label: 'DevAddr', digits: 8, code: 'lorawan.dev-addr' });
}
