import type { AuditItem } from '#server/audit/contract.ts';

export interface FieldChange {
  field: string;
  /** undefined: not there on that side. */
  before: unknown;
  after: unknown;
}

const isIdentifier = (field: string) => /^id$|Id$/.test(field);

/** Field by field what a change did, in the order of the new side; what only programs read stands last. */
export function changesOf({ before, after }: Pick<AuditItem, 'before' | 'after'>): FieldChange[] {
  const fields = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])].sort(
    (a, b) => Number(isIdentifier(a)) - Number(isIdentifier(b)),
  );
  return fields.map((field) => ({ field, before: before?.[field], after: after?.[field] }));
}

export function writtenValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
