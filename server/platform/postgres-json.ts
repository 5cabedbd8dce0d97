/**
 * JSON that Postgres can unpack: NUL has no place in its text, and half a surrogate pair is no character. Both may
 * come out of anybody's message or script, and one of them would fail the whole batch with everybody else's rows.
 */
export function postgresJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes('\\u0000') || text.includes('\\ud') ? JSON.stringify(cleaned(value)) : text;
}

/**
 * A JSON text a line, which JSON itself never breaks: for `string_to_table(…, chr(10))` beside `json_to_recordset`, whose
 * nested objects cost Postgres three times as much.
 */
export function postgresJsonLines(values: readonly unknown[]): string {
  return values.map(postgresJson).join('\n');
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleaned(item)]));
}

function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
