import { getTranslations } from 'next-intl/server';
import { fieldTextOf, reasonTextOf, valueTextOf, type Words } from '#components/bulk-tasks/reason-text.ts';
import type { RowWords } from '#server/bulk-tasks/export-rows.ts';
import type { ReasonWords } from '#server/bulk-tasks/result-file.ts';

/** Reasons in the reader's language, for files. */
export async function reasonWords(): Promise<ReasonWords> {
  return (await rowWords()).reason;
}

/** What stands in a task's rows, likewise. */
export async function rowWords(): Promise<RowWords> {
  const [t, errors] = (await Promise.all([
    getTranslations('bulk'),
    getTranslations('errors'),
  ])) as unknown as [Words, Words];
  return { reason: reasonTextOf(t, errors), field: fieldTextOf(t), value: valueTextOf(t) };
}
