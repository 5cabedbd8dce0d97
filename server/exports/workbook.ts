import writeExcelFile, { type Cell } from 'write-excel-file/node';
import type { CellValue } from './definition.ts';
import type { SheetColumn } from './sheet-rows.ts';

/** Of Excel itself. */
const LONGEST_TEXT = 32_767;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to hold them
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Cells have types: a text is one whatever it begins with, and none is a formula. */
export async function workbook<Item>(
  columns: readonly SheetColumn<Item>[],
  pages: AsyncIterable<Item[]>,
): Promise<Uint8Array> {
  const rows: Cell[][] = [columns.map(({ name }) => ({ value: name, type: String, fontWeight: 'bold' }))];
  for await (const items of pages)
    for (const item of items) rows.push(columns.map(({ of }) => cellOf(of(item))));
  return writeExcelFile(rows, { stickyRowsCount: 1, columns: columns.map(() => ({ width: 22 })) }).toBuffer();
}

function cellOf(value: CellValue): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? { value, type: Number } : cellOf(String(value));
  if (typeof value === 'boolean') return { value, type: Boolean };
  if (value instanceof Date) return { value, type: Date, format: 'yyyy-mm-dd hh:mm:ss' };
  const text = typeof value === 'string' ? value : value.join(', ');
  if (text === '') return null;
  return { value: text.toWellFormed().replace(NOT_IN_XML, '').slice(0, LONGEST_TEXT), type: String };
}
