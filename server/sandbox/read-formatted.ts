import type { Formatted } from './contract.ts';

/** What a message format gave, checked once more on this side of the wall; undefined when it is not in form. */
export function readFormatted(output: unknown): Formatted | null | undefined {
  if (output === null) return null;
  const { contentType, body, encoding } = (output ?? {}) as Record<string, unknown>;
  if (typeof body !== 'string' || (encoding !== 'text' && encoding !== 'base64')) return undefined;
  // A line feed in it would be a header of the sender's own.
  if (contentType !== null && (typeof contentType !== 'string' || !/^[\x20-\x7e\t]+$/.test(contentType)))
    return undefined;
  return { contentType, body, encoding };
}
