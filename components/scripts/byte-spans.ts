import type { ByteMap, ByteRole } from '#server/scripts/byte-map-contract.ts';

/** Neighbours that were read alike. */
export interface ByteSpan {
  /** Of the first byte, from 0. */
  from: number;
  bytes: string[];
  role: ByteRole;
  /** Names of the records, in the order of the pack. */
  records: string[];
  /** Sign of the records in the legend; '' where nothing reads it. */
  mark: string;
}

export interface ByteLegend {
  mark: string;
  record: string;
  /** Numbers of the bytes, from 0. */
  bytes: number[];
}

export interface DrawnBytes {
  spans: ByteSpan[];
  /** Records that read bytes, in the order in which the payload begins to tell of them. */
  legend: ByteLegend[];
}

/** Beyond so many records a mark has two letters: A…Z, AA, AB… */
export function markOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : markOf(Math.floor(index / 26) - 1) + last;
}

/** A payload in stretches that were read alike, and which record read which byte: what the byte map draws. */
export function drawnBytes(payload: string, map: ByteMap): DrawnBytes {
  const hex = payload.match(/../g) ?? [];
  const legend = new Map<string, ByteLegend>();
  const spans: ByteSpan[] = [];
  map.bytes.forEach(({ role, records }, at) => {
    for (const record of records) {
      const entry = legend.get(record) ?? { mark: markOf(legend.size), record, bytes: [] };
      entry.bytes.push(at);
      legend.set(record, entry);
    }
    const before = spans.at(-1);
    const byte = hex[at] ?? '';
    if (before && before.role === role && same(before.records, records)) before.bytes.push(byte);
    else spans.push({ from: at, bytes: [byte], role, records, mark: '' });
  });
  for (const span of spans)
    span.mark = span.records.map((record) => legend.get(record)?.mark ?? '').join('+');
  return { spans, legend: [...legend.values()] };
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** `0–1, 4`: numbers as stretches, to be read out. */
export function stretches(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
