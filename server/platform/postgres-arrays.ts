import type postgres from 'postgres';

/**
 * Arrays of Postgres' own types, known beforehand. The driver would ask every new connection for them in a query of
 * its own, whose promise it drops: a connection that died meanwhile ended the process (porsager/postgres#1192), and
 * each connection cost a round trip more. The numbers are fixed by Postgres (pg_type.dat); a test reads them there.
 */
const ARRAYS = {
  bool: [16, 1000],
  bytea: [17, 1001],
  name: [19, 1003],
  int8: [20, 1016],
  int2: [21, 1005],
  int4: [23, 1007],
  text: [25, 1009],
  oid: [26, 1028],
  json: [114, 199],
  float4: [700, 1021],
  float8: [701, 1022],
  inet: [869, 1041],
  bpchar: [1042, 1014],
  varchar: [1043, 1015],
  date: [1082, 1182],
  time: [1083, 1183],
  timestamp: [1114, 1115],
  timestamptz: [1184, 1185],
  interval: [1186, 1187],
  numeric: [1700, 1231],
  uuid: [2950, 2951],
  jsonb: [3802, 3807],
} as const;

export type ArrayElement = keyof typeof ARRAYS;

/** Element type by name → [its oid, the oid of its array]. */
export const arrayOids: Record<ArrayElement, readonly [number, number]> = ARRAYS;

const asNumber = new Set<string>(['int2', 'int4', 'oid', 'float4', 'float8']);
const asDate = new Set<string>(['date', 'timestamp', 'timestamptz']);

function readerOf(element: string): (text: string) => unknown {
  if (asNumber.has(element)) return Number;
  if (asDate.has(element)) return (text) => new Date(text);
  if (element === 'bool') return (text) => text === 't';
  if (element === 'bytea') return (text) => Buffer.from(text.slice(2), 'hex');
  if (element === 'json' || element === 'jsonb') return (text) => JSON.parse(text);
  return (text) => text;
}

function writerOf(element: string): (value: unknown) => string {
  if (element === 'json' || element === 'jsonb') return (value) => JSON.stringify(value);
  return (value) => {
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
    return String(value);
  };
}

/** `types` of a postgres.js client made with `fetch_types: false`. */
export function arrayTypes(): Record<string, postgres.PostgresType> {
  return Object.fromEntries(
    Object.entries(ARRAYS).map(([element, [, oid]]) => {
      const write = writerOf(element);
      const read = readerOf(element);
      return [
        `${element}_array`,
        {
          to: oid,
          from: [oid],
          serialize: (value: unknown) => (Array.isArray(value) ? writeArray(value, write) : value),
          parse: (text: string) => readArray(text, read),
        },
      ];
    }),
  );
}

/** An array literal (PostgreSQL documentation §8.15.2): every element quoted, NULL bare. */
function writeArray(values: readonly unknown[], write: (value: unknown) => string): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return writeArray(value, write);
    if (value === null) return 'NULL';
    if (value === undefined) throw new Error('an element of an array of a statement is undefined');
    return `"${write(value).replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

/** Reads what Postgres writes: elements are quoted where they need it, NULL is bare, bounds may stand before it. */
export function readArray(text: string, read: (text: string) => unknown): unknown[] {
  let at = text.indexOf('{') + 1;

  function list(): unknown[] {
    const items: unknown[] = [];
    while (text[at] !== '}') {
      if (text[at] === ',') at++;
      else items.push(item());
      if (at >= text.length) throw new Error('an array that Postgres sent does not end');
    }
    at++;
    return items;
  }

  function item(): unknown {
    if (text[at] === '{') {
      at++;
      return list();
    }
    if (text[at] === '"') return read(quoted());
    const from = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at++;
    const bare = text.slice(from, at);
    return bare === 'NULL' ? null : read(bare);
  }

  function quoted(): string {
    const from = ++at;
    let isEscaped = false;
    for (; at < text.length && text[at] !== '"'; at++) {
      if (text[at] !== '\\') continue;
      isEscaped = true;
      at++;
    }
    const inside = text.slice(from, at++);
    return isEscaped ? inside.replace(/\\(.)/gs, '$1') : inside;
  }

  return list();
}
