import { stringify } from 'csv-stringify/sync';
import { sheetText } from '#server/platform/sheet-text.ts';
import type { CellValue } from './definition.ts';
import type { SheetColumn } from './sheet-rows.ts';

/** Without it a spreadsheet reads UTF-8 as its country's own letters. */
const BYTE_ORDER_MARK = '\uFEFF';

/** RFC 4180; texts always in quotes and never as a formula, numbers as numbers, times as ISO 8601 in UTC. */
export async function* csvChunks<Item>(
  columns: readonly SheetColumn<Item>[],
  pages: AsyncIterable<Item[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(BYTE_ORDER_MARK + lines([columns.map(({ name }) => sheetText(name))]));
  for await (const items of pages)
    yield encoder.encode(lines(items.map((item) => columns.map(({ of }) => csvValue(of(item))))));
}

const lines = (rows: (string | number | null)[][]) =>
  stringify(rows, { quoted_string: true, record_delimiter: 'windows' });

function csvValue(value: CellValue): string | number | null {
  if (value === null || value === undefined || typeof value === 'number') return value ?? null;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  return sheetText(typeof value === 'string' ? value : value.join(', '));
}
