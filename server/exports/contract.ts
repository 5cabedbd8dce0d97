export interface ExportFile {
  name: string;
  contentType: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** A workbook is made whole before its first byte: so many rows fit it. Of more there is the CSV. */
export const WORKBOOK_ROWS = 50_000;
export const EXPORTS_AN_HOUR = 10;
