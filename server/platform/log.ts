import pino from 'pino';

/** JSON on standard output; ids yes, payloads and secrets never. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
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
