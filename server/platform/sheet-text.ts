/**
 * What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection), full-width forms included.
 * After a semicolon, a tab or the end of a line as well: another country's spreadsheet begins a cell there.
 */
const BEGINS = '[=+\\-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20]';
const AT_START = '(?<=^|[;\\t\\r\\n])';

const UNSAFE = new RegExp(`${AT_START}(?='*${BEGINS})`, 'g');
const MARKED = new RegExp(`${AT_START}'(?='*${BEGINS})`, 'g');

/** An apostrophe before it makes it a text. One that has apostrophes already gets one more, so that `plainText` gives back the same. */
export function sheetText(text: string): string {
  return text.replace(UNSAFE, "'");
}

/** What `sheetText` was given. */
export function plainText(cell: string): string {
  return cell.replace(MARKED, '');
}
