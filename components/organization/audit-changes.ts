import type { AuditItem } from '#server/audit/contract.ts';

export interface FieldChange {
  field: string;
  /** undefined: not there on that side. */
  before: unknown;
  after: unknown;
}

/** Field by field what a change did; the fields of both sides, in the order of the new one. */
export function changesOf({ before, after }: Pick<AuditItem, 'before' | 'after'>): FieldChange[] {
  const fields = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  return fields.map((field) => ({ field, before: before?.[field], after: after?.[field] }));
}

export function writtenValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
