import { createHash } from 'node:crypto';
import { cellText, readCell, SECRET_FIELDS } from './cell-values.ts';
import { fieldOfHeading } from './column-names.ts';
import {
  type Because,
  columnLetter,
  type Field,
  type Mapping,
  type SheetColumn,
  type SheetFacts,
} from './columns-contract.ts';
import type { SheetForm } from './read-sheet.ts';
import type { SheetRow } from './sheet-row.ts';

/** A header stands within the first rows: titles, dates and logos of vendors stand above it. */
const HEADER_WITHIN = 20;
const LOOKED_AT = 500;
const SAMPLES = 3;

export interface Recognised {
  header: SheetRow | null;
  /** Rows below the header. */
  body: SheetRow[];
  mapping: Mapping;
  facts: SheetFacts;
}

const heading = (row: SheetRow | null, at: number) => cellText(row?.cells[at] ?? '');

function headerOf(rows: SheetRow[]): SheetRow | null {
  let best: { row: SheetRow; named: number } | null = null;
  for (const row of rows.slice(0, HEADER_WITHIN)) {
    const filled = row.cells.filter((cell) => cell.trim() !== '');
    const named = new Set(filled.map(fieldOfHeading).filter((field) => field !== null)).size;
    // One known word in a line of others is a title ("Device list"), not a header.
    if (named === 0 || (named === 1 && filled.length > 2) || named <= (best?.named ?? 0)) continue;
    best = { row, named };
  }
  if (best) return best.row;
  // Headings that nobody knows still are no device: no cell of the first row is an identifier, and some below are.
  const [first, ...below] = rows;
  if (!first || below.length === 0) return null;
  const width = Math.max(...rows.slice(0, 50).map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, at) => at);
  const known = columns.filter((at) => contentOf(below, at) !== null);
  const isData = known.some((at) => contentOf([first], at) !== null);
  return known.length > 0 && !isData ? first : null;
}

const CONTENTS = ['appKey', 'devEui', 'imei', 'iccid', 'dvnUuid'] as const;

/** What the cells of a column are by their form: at least four of five must fit, damaged ones counted as fitting. */
function contentOf(rows: SheetRow[], at: number): Field | null {
  const cells = rows.slice(0, LOOKED_AT).flatMap((row) => {
    const text = row.cells[at]?.trim();
    return text ? [{ text, kind: row.odd?.[at] ?? null }] : [];
  });
  if (cells.length === 0) return null;
  for (const field of CONTENTS) {
    const fitting = cells.filter(({ text, kind }) => readCell(field, text, kind).ok).length;
    if (fitting >= Math.max(1, cells.length * 0.8)) return field;
  }
  return null;
}

const distinct = (rows: SheetRow[], at: number) => {
  const cells = rows.slice(0, LOOKED_AT).flatMap((row) => row.cells[at]?.trim().toUpperCase() || []);
  return new Set(cells).size / Math.max(1, cells.length);
};

/** Names first: content fills in what no heading told. A field goes to one column. */
function recogniseColumns(header: SheetRow | null, body: SheetRow[], width: number) {
  const mapping: Mapping = Array.from({ length: width }, () => null);
  const because: (Because | null)[] = Array.from({ length: width }, () => null);
  const used = new Set<Field>();
  const take = (at: number, field: Field, why: Because) => {
    mapping[at] = field;
    because[at] = why;
    used.add(field);
  };
  for (let at = 0; at < width; at++) {
    const field = header ? fieldOfHeading(heading(header, at)) : null;
    if (field && !used.has(field)) take(at, field, 'name');
  }
  const contents = new Map<number, Field>();
  for (let at = 0; at < width; at++) {
    const content = mapping[at] === null ? contentOf(body, at) : null;
    if (content) contents.set(at, content);
  }
  // Both EUIs look alike: the JoinEUI is the one that devices share, the DevEUI the one that they do not.
  const euis = [...contents].filter(([, field]) => field === 'devEui').map(([at]) => at);
  euis.sort((a, b) => distinct(body, b) - distinct(body, a) || a - b);
  for (const at of euis) {
    const field = used.has('devEui') ? 'joinEui' : 'devEui';
    if (!used.has(field) && (field === 'joinEui' || body.length === 1 || distinct(body, at) > 0.5))
      take(at, field, 'content');
    else if (!used.has('joinEui')) take(at, 'joinEui', 'content');
  }
  for (const [at, field] of contents) if (field !== 'devEui' && !used.has(field)) take(at, field, 'content');
  for (let at = 0; at + 1 < width && !used.has('latitude') && !used.has('longitude'); at++) {
    const isFree = mapping[at] === null && mapping[at + 1] === null;
    if (!isFree || !areDegrees(body, at, 'latitude') || !areDegrees(body, at + 1, 'longitude')) continue;
    take(at, 'latitude', 'content');
    take(at + 1, 'longitude', 'content');
  }
  if (!header && !used.has('name')) {
    const at = mapping.findIndex((field, column) => field === null && isName(body, column));
    if (at >= 0) take(at, 'name', 'content');
  }
  return { mapping, because };
}

/** A place is two numbers side by side with as many decimals as only coordinates have. */
function areDegrees(body: SheetRow[], at: number, field: 'latitude' | 'longitude'): boolean {
  const cells = body.slice(0, LOOKED_AT).flatMap((row) => row.cells[at]?.trim() || []);
  const fitting = cells.filter((cell) => /[.,]\d{4,}\W*$/.test(cell) && readCell(field, cell).ok).length;
  return cells.length > 0 && fitting >= cells.length * 0.8;
}

/** Without a header: words, and mostly different ones. */
function isName(body: SheetRow[], at: number): boolean {
  const cells = body.slice(0, LOOKED_AT).flatMap((row) => row.cells[at]?.trim() || []);
  return (
    cells.length > 0 &&
    cells.filter((cell) => /\p{L}{2}/u.test(cell)).length >= cells.length * 0.8 &&
    distinct(body, at) > 0.8
  );
}

/** Two files of one vendor have one signature: their headings, in order; without headings what their columns hold. */
function signatureOf(header: SheetRow | null, mapping: Mapping): string {
  const words = header ? mapping.map((_, at) => heading(header, at).toLowerCase()) : ['', ...mapping];
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

const filled = (row: SheetRow) => row.cells.findLastIndex((cell) => cell.trim() !== '') + 1;

/** As wide as its header, or as most rows are: one row with a separator too many does not make a column. */
function widthOf(header: SheetRow | null, body: SheetRow[]): number {
  const widths = body.map(filled).sort((a, b) => a - b);
  if (!header) return widths.at(-1) ?? 0;
  return Math.max(filled(header), widths[Math.floor((widths.length - 1) / 2)] ?? 0);
}

function samplesOf(body: SheetRow[], at: number, field: Field | null): string[] {
  const samples: string[] = [];
  for (const row of body) {
    const text = cellText(row.cells[at] ?? '');
    if (text === '') continue;
    // A key is not shown, also where nobody said that it is one.
    const isSecret =
      (field && SECRET_FIELDS.has(field)) || readCell('appKey', text).ok || readCell('sharedSecret', text).ok;
    samples.push(isSecret ? '••••••••' : text.slice(0, 80));
    if (samples.length === SAMPLES) break;
  }
  return samples;
}

/** Where the header stands and which column is what. */
export function recognise(form: SheetForm, rows: SheetRow[]): Recognised {
  const header = headerOf(rows);
  const body = header ? rows.filter((row) => row.number > header.number) : rows;
  const width = widthOf(header, body);
  const { mapping, because } = recogniseColumns(header, body, width);
  const columns: SheetColumn[] = mapping.map((field, at) => ({
    header: heading(header, at).slice(0, 100),
    letter: columnLetter(at),
    samples: samplesOf(body, at, field),
    because: because[at] ?? null,
  }));
  const facts: SheetFacts = {
    ...form,
    headerRow: header?.number ?? null,
    rows: body.length,
    columns,
    signature: signatureOf(header, mapping),
  };
  return { header, body, mapping, facts };
}
