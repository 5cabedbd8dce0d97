import { CsvError, parse } from 'csv-parse';
import { guessDelimiter, statedDelimiter } from './delimiter.ts';
import { sheetError } from './sheet-error.ts';
import { LIMITS, type SheetRow } from './sheet-row.ts';

const CHUNK = 64 * 1024;

function* chunksOf(text: string, from: number): Generator<string> {
  for (let at = from; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK);
}

export function delimiterOf(text: string): string {
  return statedDelimiter(text)?.delimiter ?? guessDelimiter(text);
}

/**
 * Records in their order, numbered as a spreadsheet numbers them. A quote in the middle of a bare cell is a character
 * (5" pipe); one that is opened and never closed would swallow the rest, so the file is refused.
 */
export async function* readCsv(text: string, delimiter: string): AsyncGenerator<SheetRow> {
  const stated = statedDelimiter(text);
  let number = stated ? 1 : 0;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LIMITS.recordLength,
  });
  const feed = (async () => {
    for (const chunk of chunksOf(text, stated?.length ?? 0))
      if (!parser.write(chunk)) await new Promise((resume) => parser.once('drain', resume));
    parser.end();
  })();
  feed.catch(() => {});
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield { number: ++number, cells, odd: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = number + 1;
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      throw sheetError('record-too-long', { row: line, limit: LIMITS.recordLength });
    throw sheetError('open-quote', { row: line });
  } finally {
    parser.destroy();
  }
}
