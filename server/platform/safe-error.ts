interface LoggedError {
  type: string;
  message: string;
  stack?: string;
  code?: string;
  constraint?: string;
  cause?: LoggedError;
}

const PARAMETERS = /\nparams: [\s\S]*/;

/** An error for the log: where and what, never the values of a query, which hold what customers typed and what is sealed. */
export function safeError(error: unknown, depth = 0): LoggedError | unknown {
  if (!(error instanceof Error)) return error;
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  const message = error.message.replace(PARAMETERS, '');
  // The stack begins with the message as it was.
  const calls = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message,
    ...(depth === 0 ? { stack: calls.slice(0, 15).join('\n') } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(error.cause instanceof Error && depth < 4
      ? { cause: safeError(error.cause, depth + 1) as LoggedError }
      : {}),
  } satisfies LoggedError;
}
