import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { RowCopy } from './table-types.ts';

/** What can be copied of a thing that is known by its name and its id. */
export function useCopies(): (row: { id: string; name: string }) => RowCopy[] {
  const t = useTranslations('ui.table');
  return useCallback(
    ({ id, name }) => [
      { name: t('copyName'), value: name },
      { name: t('copyId'), value: id },
    ],
    [t],
  );
}
