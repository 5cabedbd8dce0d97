/**
 * What every parser of this house answers: the value, or what was wrong with the input.
 *
 * Bad input is an expected outcome and never thrown. `code` is stable and for programs
 * (`senml.bad-name`), `message` is one English sentence for people, `path` points into the
 * input (`[2].bn`, `byte 7`) where that helps.
 */
export interface Malformed {
  code: string;
  message: string;
  path?: string;
}

export type ParseResult<T> = { ok: true; value: T } | { ok: false; error: Malformed };

export type Refusal = { ok: false; error: Malformed };

export function parsed<T>(value: T): ParseResult<T> {
  return { ok: true, value };
}

export function malformed(code: string, message: string, path?: string): Refusal {
  return { ok: false, error: path === undefined ? { code, message } : { code, message, path } };
}
