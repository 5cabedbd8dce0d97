import { DomainError } from '#server/platform/errors.ts';
import { WORKBOOK_ROWS } from './contract.ts';
import type { CellValue } from './definition.ts';
import type { SheetColumn } from './sheet-rows.ts';
import { PARTS } from './workbook-parts.ts';
import { type ZipPart, zipped } from './zip.ts';

/** Of Excel itself. */
const LONGEST_TEXT = 32_767;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to hold them
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const DAY_MS = 86_400_000;
/** Days from 30 December 1899, where a workbook's time begins, to 1970. */
const DAYS_BEFORE_1970 = 25_569;
/** Places in the styles of `workbook-parts.ts`. */
const HEADING = 1;
const TIME = 2;

/**
 * Cells have types: a text is one whatever it begins with, and none is a formula. Written page by page, each page let go
 * before the next is read (ECMA-376 part 1, 18.3; texts stand in their cells, so that no table of them is held).
 */
export function workbook<Item>(
  columns: readonly SheetColumn<Item>[],
  pages: AsyncIterable<Item[]>,
): AsyncIterable<Uint8Array> {
  const parts: ZipPart[] = Object.entries(PARTS).map(([name, text]) => ({ name, chunks: once(text) }));
  return zipped([...parts, { name: 'xl/worksheets/sheet1.xml', chunks: sheet(columns, pages) }]);
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* sheet<Item>(
  columns: readonly SheetColumn<Item>[],
  pages: AsyncIterable<Item[]>,
): AsyncGenerator<Uint8Array> {
  const letters = columns.map((_, at) => lettersOf(at));
  const titles = columns.map(({ name }, at) => textCell(`${letters[at]}1`, name, HEADING)).join('');
  yield Buffer.from(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
      `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
      `<cols><col min="1" max="${columns.length}" width="22" customWidth="1"/></cols><sheetData><row r="1">${titles}</row>`,
  );
  let at = 1;
  for await (const items of pages) {
    if (at + items.length > WORKBOOK_ROWS + 1)
      throw new DomainError('exports.too-many-rows', 'too-large', { limit: WORKBOOK_ROWS });
    let rows = '';
    for (const item of items) {
      at += 1;
      rows += `<row r="${at}">${columns.map(({ of }, n) => cellOf(`${letters[n]}${at}`, of(item))).join('')}</row>`;
    }
    yield Buffer.from(rows);
  }
  yield Buffer.from('</sheetData></worksheet>');
}

/** A … Z, AA, AB … */
function lettersOf(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : lettersOf(Math.floor(at / 26) - 1) + last;
}

function cellOf(place: string, value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number')
    return Number.isFinite(value) ? `<c r="${place}"><v>${value}</v></c>` : textCell(place, String(value));
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (value instanceof Date)
    return `<c r="${place}" s="${TIME}"><v>${value.getTime() / DAY_MS + DAYS_BEFORE_1970}</v></c>`;
  const text = typeof value === 'string' ? value : value.join(', ');
  return text === '' ? '' : textCell(place, text);
}

function textCell(place: string, value: string, style?: number): string {
  const styled = style === undefined ? '' : ` s="${style}"`;
  return `<c r="${place}"${styled} t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** What looks like an escape of a workbook (`_x0041_`) is none (ECMA-376 part 1, 22.9.2.19). */
function xmlText(value: string): string {
  return value
    .toWellFormed()
    .replace(NOT_IN_XML, '')
    .slice(0, LONGEST_TEXT)
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>\r]/g, (char) => ENTITIES[char] as string);
}
