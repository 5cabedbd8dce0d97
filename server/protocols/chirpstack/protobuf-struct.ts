/** google.protobuf.Struct: any JSON object, each value in a message that says which kind it is. */

const MOST_LEVELS = 32;

export function valueOfStruct(struct: unknown, level = 0): Record<string, unknown> {
  const { fields = {} } = struct as { fields?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value, level + 1)]));
}

function plain(value: unknown, level: number): unknown {
  if (level > MOST_LEVELS) return null;
  const { numberValue, stringValue, boolValue, structValue, listValue } = value as Record<string, unknown>;
  if (structValue !== undefined) return valueOfStruct(structValue, level);
  if (listValue === undefined) return numberValue ?? stringValue ?? boolValue ?? null;
  const { values = [] } = listValue as { values?: unknown[] };
  return values.map((one) => plain(one, level + 1));
}

export function structOf(object: unknown): { fields: Record<string, object> } {
  const entries = Object.entries(object as object);
  return { fields: Object.fromEntries(entries.map(([name, value]) => [name, wrapped(value)])) };
}

function wrapped(value: unknown): object {
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(wrapped) } };
  return value === null ? { nullValue: 0 } : { structValue: structOf(value) };
}
