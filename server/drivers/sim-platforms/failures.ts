import type { PlatformFailure, PlatformResult } from './contract.ts';

const MESSAGE_CHARS = 500;

export function failed(
  kind: PlatformFailure['kind'],
  message: string,
  more: { code?: string; retryAfterMs?: number } = {},
): { ok: false; failure: PlatformFailure } {
  const { code = `sim-platform.${kind}`, retryAfterMs } = more;
  return {
    ok: false,
    failure: {
      kind,
      code,
      message: message.slice(0, MESSAGE_CHARS),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  };
}

export function answered<T>(value: T): PlatformResult<T> {
  return { ok: true, value };
}
