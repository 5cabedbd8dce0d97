import type { OutgoingFailure } from '#server/platform/outgoing-contract.ts';
import type { NetworkFailure, NetworkOutcome } from './contract.ts';

const MAX_REASON = 500;

/** Network servers quote their input; what is shown is one line of bounded length. */
export function reasonOf(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON);
}

/** Of the connection, until somebody changes its settings. */
export function connectionFault(code: string, reason: string): NetworkFailure {
  return { code: `lora-network.${code}`, reason: reasonOf(reason), of: 'connection', passing: false };
}

/** Of this device alone. */
export function deviceFault(code: string, reason: string): NetworkFailure {
  return { code: `lora-network.${code}`, reason: reasonOf(reason), of: 'device', passing: false };
}

/** The server is busy or ill: it may go well later. */
export function passing(reason: string): NetworkFailure {
  return { code: 'lora-network.unavailable', reason: reasonOf(reason), of: 'connection', passing: true };
}

/** No answer at all. Addresses that may not be called stay forbidden however often one tries. */
export function unreached({ code, message }: OutgoingFailure): NetworkFailure {
  const final = code.startsWith('outgoing.forbidden') || code === 'outgoing.bad-request';
  return { code, reason: message, of: 'connection', passing: !final };
}

export function failed(failure: NetworkFailure): NetworkOutcome {
  return { ok: false, failure };
}
