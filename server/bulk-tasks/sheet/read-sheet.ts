import { decodeText, type SheetEncoding } from './decode-text.ts';
import { delimiterOf, readCsv } from './read-csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { sheetError } from './sheet-error.ts';
import { LIMITS, type SheetRow } from './sheet-row.ts';

export interface SheetForm {
  format: 'csv' | 'xlsx';
  encoding: SheetEncoding | null;
  delimiter: string | null;
}

const startsWith = (bytes: Uint8Array, magic: number[]) => magic.every((byte, at) => bytes[at] === byte);

async function rowsOf(
  bytes: Uint8Array,
): Promise<{ form: SheetForm; rows: AsyncIterable<SheetRow> | Iterable<SheetRow> }> {
  if (bytes.length === 0) throw sheetError('empty');
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw sheetError('old-excel');
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]))
    return { form: { format: 'xlsx', encoding: null, delimiter: null }, rows: await readWorkbook(bytes) };
  const decoded = decodeText(bytes);
  if (!decoded || /^\s*(%PDF-|<(!doctype|html|\?xml))/i.test(decoded.text)) throw sheetError('not-a-sheet');
  const delimiter = delimiterOf(decoded.text);
  return {
    form: { format: 'csv', encoding: decoded.encoding, delimiter },
    rows: readCsv(decoded.text, delimiter),
  };
}

const isBlank = (row: SheetRow) => row.cells.every((cell) => cell.trim() === '');

/** Every row that holds anything; whatever vendor, office or script wrote the file. */
export async function readRows(bytes: Uint8Array): Promise<{ form: SheetForm; rows: SheetRow[] }> {
  const { form, rows } = await rowsOf(bytes);
  const found: SheetRow[] = [];
  for await (const row of rows) {
    if (isBlank(row)) continue;
    if (row.cells.length > LIMITS.columns) {
      const filled = row.cells.findLastIndex((cell) => cell.trim() !== '') + 1;
      if (filled > LIMITS.columns)
        throw sheetError('too-many-columns', { row: row.number, limit: LIMITS.columns });
    }
    if (row.cells.some((cell) => cell.length > LIMITS.cellLength))
      throw sheetError('cell-too-long', { row: row.number, limit: LIMITS.cellLength });
    // Lines of a header and titles above it are not counted against anybody.
    if (found.push(row) > LIMITS.rows + 20) throw sheetError('too-many-rows', { limit: LIMITS.rows });
  }
  if (found.length === 0) throw sheetError('empty');
  return { form, rows: found };
}
