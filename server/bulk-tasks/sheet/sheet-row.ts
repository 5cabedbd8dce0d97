/** What a sheet may hold. */
export const LIMITS = {
  rows: 100_000,
  columns: 200,
  cellLength: 10_000,
  recordLength: 64 * 1024,
  /** Of a workbook, all of its parts together. */
  unpackedBytes: 512 * 1024 * 1024,
} as const;

/** What a cell of a workbook was before it became text; text itself is not odd. */
export type CellKind = 'number' | 'date' | 'boolean';

export interface SheetRow {
  /** As a spreadsheet counts: the first line is 1. */
  number: number;
  cells: string[];
  odd: Record<number, CellKind> | null;
}
