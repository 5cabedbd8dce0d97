import pino from 'pino';
import { safeError } from './safe-error.ts';

/** JSON on standard output; ids yes, payloads and secrets never. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  serializers: { err: (error: unknown) => safeError(error) },
  redact: {
    paths: [
      '*.secret',
      '*.sharedSecret',
      '*.appKey',
      '*.password',
      '*.authorization',
      '*.clientSecret',
      '*.token',
      '*.cookie',
    ],
    censor: '[redacted]',
  },
});
