import { readFileSync } from 'node:fs';

/** The fenced blocks of one language in a page, in their order. */
export function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, tag]) => tag === language)
    .map(([, , block]) => block as string);
}
