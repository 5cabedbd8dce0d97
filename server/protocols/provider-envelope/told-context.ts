const MOST_NAMES = 50;
const MOST_CHARACTERS = 1_000;
const MOST_LEVELS = 16;

/** What a network server adds to a remark, name by name, as text; bounded, since it is anybody's. */
export function contextOf(told: unknown): Record<string, string> {
  if (typeof told !== 'object' || told === null) return {};
  const entries = Object.entries(told).slice(0, MOST_NAMES);
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(shallow(value, 0)) ?? '');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function shallow(value: unknown, level: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (level === MOST_LEVELS) return '…';
  if (Array.isArray(value)) return value.map((one) => shallow(one, level + 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shallow(one, level + 1)]));
}
