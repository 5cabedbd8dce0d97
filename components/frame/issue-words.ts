'use client';
import { useTranslations } from 'next-intl';
import type { z } from 'zod';

/** What is wrong with a field, in the reader's language; the contract's own English where there is no word for it. */
export function useIssueWords(): (issue: z.core.$ZodIssue) => string {
  const t = useTranslations('errors.issue');
  return (issue) => {
    switch (issue.code) {
      case 'too_small':
        return issue.origin === 'string' || issue.origin === 'array'
          ? t('missing')
          : t('least', { least: Number(issue.minimum) });
      case 'too_big':
        return issue.origin === 'string'
          ? t('tooLong', { most: Number(issue.maximum) })
          : t('most', { most: Number(issue.maximum) });
      case 'invalid_type':
        return t('missing');
      case 'invalid_format':
        return issue.format === 'url' ? t('url') : t('form');
      default:
        return issue.message === 'must not be empty' ? t('missing') : issue.message;
    }
  };
}

export type FieldWords = Record<string, string | undefined>;

/** Parses a form against its contract; either the value, or one sentence for each field that is wrong. */
export function useParse() {
  const words = useIssueWords();
  return <S extends z.ZodType>(
    schema: S,
    input: unknown,
  ): { ok: true; value: z.output<S> } | { ok: false; fields: FieldWords } => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return { ok: true, value: parsed.data };
    const fields: FieldWords = {};
    for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= words(issue);
    return { ok: false, fields };
  };
}
