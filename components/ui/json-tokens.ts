export type JsonTokenKind = 'key' | 'string' | 'number' | 'word' | 'mark';
export interface JsonToken {
  kind: JsonTokenKind;
  text: string;
}

const pattern = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** Colours JSON-like text without parsing it, so that a broken document is still shown in full. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) tokens.push({ kind: 'mark', text: text.slice(at, match.index) });
    const [whole, quoted, colon, number] = match;
    if (quoted && colon) tokens.push({ kind: 'key', text: quoted }, { kind: 'mark', text: colon });
    else tokens.push({ kind: quoted ? 'string' : number ? 'number' : 'word', text: whole });
    at = match.index + whole.length;
  }
  if (at < text.length) tokens.push({ kind: 'mark', text: text.slice(at) });
  return tokens;
}

/** Indented when it parses, as it came when it does not. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
