import type { BytesAnswer } from './problem.ts';

export function toResponse({ status, headers, body }: BytesAnswer): Response {
  return new Response(body, { status, headers });
}
