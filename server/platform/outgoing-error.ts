import type { OutgoingFailure } from './outgoing-contract.ts';

const BY_CODE: Record<string, OutgoingFailure> = {
  ENOTFOUND: { code: 'outgoing.unresolved', message: 'The name of the receiver is not known.' },
  EAI_AGAIN: { code: 'outgoing.unresolved', message: 'The name service gave no answer.' },
  ECONNREFUSED: { code: 'outgoing.unreachable', message: 'The receiver refused the connection.' },
  EHOSTUNREACH: { code: 'outgoing.unreachable', message: 'There is no way to the receiver.' },
  ENETUNREACH: { code: 'outgoing.unreachable', message: 'There is no way to the receiver.' },
  EADDRNOTAVAIL: { code: 'outgoing.unreachable', message: 'There is no way to the receiver.' },
  ETIMEDOUT: { code: 'outgoing.timeout', message: 'The receiver did not answer in time.' },
  UND_ERR_CONNECT_TIMEOUT: { code: 'outgoing.timeout', message: 'The receiver did not answer in time.' },
  ECONNRESET: { code: 'outgoing.broken-off', message: 'The receiver broke the connection off.' },
  EPIPE: { code: 'outgoing.broken-off', message: 'The receiver broke the connection off.' },
  UND_ERR_SOCKET: { code: 'outgoing.broken-off', message: 'The receiver broke the connection off.' },
  UND_ERR_INVALID_ARG: { code: 'outgoing.bad-request', message: 'The request cannot be written.' },
  UND_ERR_HEADERS_OVERFLOW: { code: 'outgoing.not-http', message: 'The headers of the answer are too long.' },
};

/** OpenSSL's and Node's codes for what can be wrong with a certificate or a handshake. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** A refusal of ours that travels through undici as an error. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly failure: OutgoingFailure;

  constructor(failure: OutgoingFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Nothing of the error's own text: it may name addresses of inside networks. */
export function failureOf(error: unknown): OutgoingFailure {
  if (error instanceof EgressError) return error.failure;
  const code = codeOf(error);
  if (TLS_CODE.test(code)) return { code: 'outgoing.tls', message: `The secure connection failed: ${code}.` };
  if (error instanceof Error && error.name === 'HTTPParserError')
    return { code: 'outgoing.not-http', message: 'The answer is not HTTP.' };
  return BY_CODE[code] ?? { code: 'outgoing.failed', message: 'The call failed.' };
}

/** With several addresses tried, Node wraps their errors into one. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
