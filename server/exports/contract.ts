export interface ExportFile {
  name: string;
  contentType: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** Rows of a sheet of Excel, beside its titles. Of more there is the CSV. */
export const WORKBOOK_ROWS = 1_048_575;
export const EXPORTS_AN_HOUR = 10;
