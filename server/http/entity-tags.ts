import { hash } from 'node:crypto';

/** Opaque tags as their header carries them, quotes left off (RFC 9110 §8.8.3); `*`: whichever there is. */
export type EntityTags = '*' | { opaque: string; isWeak: boolean }[];

const TAG = /(W\/)?"([^"]*)"/g;

/** A field that is no list of tags names none. */
function readEntityTags(field: string): EntityTags {
  if (field.trim() === '*') return '*';
  if (/[^\s,]/.test(field.replace(TAG, ''))) return [];
  return [...field.matchAll(TAG)].map(([, weak, opaque = '']) => ({ opaque, isWeak: weak !== undefined }));
}

/** If-None-Match (§13.1.2), by the weak comparison: the client has what stands under this tag, written as in the header. */
export function isKnownTo(field: string | null | undefined, etag: string): boolean {
  if (field === null || field === undefined) return false;
  const tags = readEntityTags(field);
  return tags === '*' || tags.some(({ opaque }) => `"${opaque}"` === etag.replace(/^W\//, ''));
}

/** If-Match (§13.1.1), by the strong comparison: tags that a change may be based on; undefined where any will do. */
export function strongTagsOf(field: string | null): string[] | undefined {
  const tags = field === null ? '*' : readEntityTags(field);
  return tags === '*' ? undefined : tags.filter(({ isWeak }) => !isWeak).map(({ opaque }) => opaque);
}

/** Two of the same content have the same; of 22 letters 132 bits. */
export const tagOf = (content: string): string => hash('sha256', content, 'base64url').slice(0, 22);
