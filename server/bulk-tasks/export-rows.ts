import type { ExportTable } from '#server/exports/definition.ts';
import type { BulkRowItem } from './contract.ts';
import { listBulkRows } from './read-tasks.ts';
import { type ReasonWords, reasonsText } from './result-file.ts';

/** Words of the reader's language. */
export interface RowWords {
  reason: ReasonWords;
  field: (field: string) => string;
  /** Of a value that has words of its own; null: it stands as it is. */
  value: (field: string, value: unknown) => string | null;
}

type Row = BulkRowItem & { id: string };

/** The rows of one task as a file: what is planned before anybody confirms it, afterwards what came of it. */
export const bulkRowExport = (words: RowWords): ExportTable<Row> => ({
  name: 'bulk-rows',
  operation: 'bulk-tasks.read',
  columns: {
    number: (row) => row.number,
    label: (row) => row.label,
    verdict: (row) => row.verdict,
    outcome: (row) => row.outcome,
    what: (row) => reasonsText(row.reasons, words.reason) || changesText(row, words),
  },
  list: (actor, query, id) => listBulkRows(actor, { id, query }),
});

function changesText({ verdict, before, after }: Row, words: RowWords): string {
  const told = (name: string, value: unknown) => words.value(name, value) ?? textOf(value);
  return Object.entries(after ?? {})
    .filter(([name, value]) => textOf(value) !== '' || textOf(before?.[name]) !== '')
    .map(([name, value]) => {
      const was = verdict === 'change' ? told(name, before?.[name]) : '';
      return `${words.field(name)}: ${was === '' ? '' : `${was} → `}${told(name, value) || '–'}`;
    })
    .join('; ');
}

/** Values of plans: texts, lists, things by their names, or nothing. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object') return 'name' in value ? String(value.name) : JSON.stringify(value);
  return String(value);
}
