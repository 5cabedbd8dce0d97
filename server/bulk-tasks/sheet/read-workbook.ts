import { readSheet } from 'read-excel-file/node';
import { sheetError } from './sheet-error.ts';
import type { CellKind, SheetRow } from './sheet-row.ts';
import { checkUnpackedSize } from './unpack-guard.ts';

/** A number as the workbook has it, before it is rounded. */
class RawNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What Excel can hold exactly: 15 digits. */
const EXACT = /^-?\d{1,15}$/;

/** A number that a spreadsheet has rounded keeps its exponent, so that nobody takes it for an identifier. */
function numberText(raw: string): string {
  const value = Number(raw);
  const plain = Number.isFinite(value) ? value.toFixed(0) : raw;
  if (Number.isInteger(value) && EXACT.test(plain)) return plain;
  if (Number.isFinite(value) && Math.abs(value) >= 1e15) return value.toExponential().replace('e', 'E');
  return raw;
}

function cellOf(value: unknown): { text: string; kind: CellKind | null } {
  if (value === null || value === undefined) return { text: '', kind: null };
  if (value instanceof RawNumber) return { text: numberText(value.text), kind: 'number' };
  if (value instanceof Date)
    return { text: value.toISOString().replace(/T00:00:00.000Z$/, ''), kind: 'date' };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'boolean' };
  return { text: String(value), kind: null };
}

/** The first sheet of a workbook. */
export async function readWorkbook(bytes: Uint8Array): Promise<SheetRow[]> {
  checkUnpackedSize(bytes);
  let data: readonly (readonly unknown[])[];
  try {
    data = (await readSheet(Buffer.from(bytes), 1, {
      trim: false,
      parseNumber: (text: string) => new RawNumber(text),
    })) as readonly (readonly unknown[])[];
  } catch {
    throw sheetError('broken-workbook');
  }
  return data.map((values, index) => {
    const cells = values.map(cellOf);
    const odd = cells.flatMap(({ kind }, at) => (kind ? [[at, kind] as const] : []));
    return {
      number: index + 1,
      cells: cells.map(({ text }) => text),
      odd: odd.length > 0 ? Object.fromEntries(odd) : null,
    };
  });
}
