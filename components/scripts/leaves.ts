export interface Leaf {
  path: string;
  value: string | number | boolean;
}

const MAX_DEPTH = 32;

/** The values of a codec's data by their dotted paths, as the platform names records by default. */
export function leavesOf(data: unknown, path = '', depth = 0): Leaf[] {
  if (data === null || data === undefined || depth > MAX_DEPTH) return [];
  if (typeof data !== 'object') {
    return typeof data === 'number' || typeof data === 'string' || typeof data === 'boolean'
      ? [{ path, value: data }]
      : [];
  }
  return Object.entries(data).flatMap(([key, child]) =>
    leavesOf(child, path === '' ? key : `${path}.${key}`, depth + 1),
  );
}
