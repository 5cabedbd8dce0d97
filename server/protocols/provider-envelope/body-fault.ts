import { malformed, type ParseResult, parsed } from '#server/protocols/parse-result.ts';

/** What can be wrong with a webhook body, the same codes for every network server. */
export type BodyFaultCode =
  | 'envelope.not-json'
  | 'envelope.not-protobuf'
  | 'envelope.content-type'
  | 'envelope.unknown-event'
  | 'envelope.missing'
  | 'envelope.wrong-type'
  | 'envelope.out-of-range'
  | 'envelope.bad-base64'
  | 'envelope.bad-hex'
  | 'envelope.bad-time'
  | 'envelope.bad-identifier'
  /** The AppSKey is not with the network server: the payload came still encrypted and cannot be decoded. */
  | 'envelope.payload-encrypted';

/** Leaves a nested reader early; never leaves the room: `attempt` turns it into a ParseResult. */
export class BodyFault extends Error {
  readonly code: BodyFaultCode;
  readonly path: string | undefined;

  constructor(code: BodyFaultCode, message: string, path?: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

export function attempt<T>(read: () => T): ParseResult<T> {
  try {
    return parsed(read());
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    return malformed(error.code, error.message, error.path);
  }
}
