import { getTranslations } from 'next-intl/server';
import { reasonTextOf } from '#components/bulk-tasks/reason-text.ts';
import type { ReasonWords } from '#server/bulk-tasks/result-file.ts';

/** Reasons in the reader's language, for files. */
export async function reasonWords(): Promise<ReasonWords> {
  const [t, errors] = await Promise.all([getTranslations('bulk'), getTranslations('errors')]);
  return reasonTextOf(t as never, errors as never);
}
