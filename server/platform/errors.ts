/** What kind of refusal it is; each edge has one mapper from it (http status, action answer, log level). */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** What it is based on is not as it stands now. */
  | 'precondition'
  | 'limit'
  | 'too-large'
  | 'unsupported'
  | 'rate'
  | 'unavailable';

export interface FieldError {
  path: string;
  message: string;
}

/** An expected refusal. `code` is stable (`devices.identifier-taken`); words are made at the edge. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Record<string, string | number>;
  readonly fields: FieldError[];

  constructor(
    code: string,
    kind: ErrorKind,
    details: Record<string, string | number> = {},
    fields: FieldError[] = [],
  ) {
    super(code);
    this.code = code;
    this.kind = kind;
    this.details = details;
    this.fields = fields;
  }
}

/** Foreign and unknown look the same from outside. */
export function notFound(noun: string): DomainError {
  return new DomainError(`${noun}.not-found`, 'not-found');
}

/** What was given does not fit, field by field. */
export function invalidInput(fields: FieldError[]): DomainError {
  return new DomainError('input.invalid', 'invalid', {}, fields);
}
