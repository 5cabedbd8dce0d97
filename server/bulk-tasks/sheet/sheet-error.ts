import { DomainError } from '#server/platform/errors.ts';

/** Why a whole file cannot be read; a single row never is a reason. */
type SheetFault =
  | 'empty'
  | 'not-a-sheet'
  | 'old-excel'
  | 'broken-workbook'
  | 'unpacks-too-large'
  | 'open-quote'
  | 'record-too-long'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'cell-too-long';

export function sheetError(fault: SheetFault, details: Record<string, string | number> = {}): DomainError {
  return new DomainError(`bulk-tasks.sheet-${fault}`, 'invalid', details);
}
