import type { PlainAnswer } from './problem.ts';

export function toResponse({ status, headers, body }: PlainAnswer): Response {
  return new Response(body, { status, headers });
}
