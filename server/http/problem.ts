import type { FieldError } from '#server/platform/errors.ts';

/** An answer without any framework in it: the lean ingestion server and route handlers write the same one. */
export interface PlainAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An answer that may be a file. */
export interface BytesAnswer extends Omit<PlainAnswer, 'body'> {
  body: string | Buffer<ArrayBuffer>;
}

export interface ProblemInput {
  status: number;
  /** Stable, for programs, e.g. `ingestion.unknown-device`. */
  code: string;
  title: string;
  detail?: string | undefined;
  /** The address that was asked. */
  instance?: string | undefined;
  requestId: string;
  errors?: FieldError[] | undefined;
  /** What fills the words of the code, for the portal's own pages. */
  details?: Record<string, string | number> | undefined;
  headers?: Record<string, string>;
}

/** A problem document (RFC 9457). `type` is the code as a URN: stable, and nothing to fetch. */
export function problem(input: ProblemInput): PlainAnswer {
  const { status, code, title, detail, instance, requestId, errors, details, headers } = input;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({
      type: `urn:things:problem:${code}`,
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(instance === undefined ? {} : { instance }),
      code,
      requestId,
      ...(errors?.length ? { errors } : {}),
      ...(details && Object.keys(details).length > 0 ? { details } : {}),
    }),
  };
}
