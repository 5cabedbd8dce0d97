'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { BulkKind, Verdict } from '#server/bulk-tasks/contract.ts';
import type { Field } from '#server/bulk-tasks/sheet/columns-contract.ts';
import { fieldTextOf, reasonTextOf, valueTextOf, type Words } from './reason-text.ts';

export function useReasonText() {
  const t = useTranslations('bulk') as unknown as Words;
  const errors = useTranslations('errors') as unknown as Words;
  return useMemo(() => reasonTextOf(t, errors), [t, errors]);
}

/** A field of a sheet or of a change, as the portal calls it. */
export function useFieldWord(): (field: Field | string) => string {
  const t = useTranslations('bulk') as unknown as Words;
  return fieldTextOf(t);
}

/** What is done with a row, and how many rows of it there are; where a kind calls it otherwise, so. */
export function useVerdictWords(kind: BulkKind) {
  const t = useTranslations('bulk') as unknown as Words;
  return useMemo(() => {
    const own = (area: string, verdict: Verdict) => {
      const key = `${area}Of.${kind}.${verdict}`;
      return t.has(key) ? t(key) : t(`${area}.${verdict}`);
    };
    return {
      one: (verdict: Verdict) => own('verdict', verdict),
      many: (verdict: Verdict) => own('verdicts', verdict),
    };
  }, [t, kind]);
}

/** A value of a field that has words of its own, else as it is. */
export function useValueWord(): (field: string, value: unknown) => string {
  const t = useTranslations('bulk') as unknown as Words;
  const own = valueTextOf(t);
  return (field, value) => own(field, value) ?? valueText(value);
}

/** Values of plans: texts, lists, things by their names, or nothing. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length > 0 ? value.map(valueText).join(', ') : '–';
  if (typeof value === 'object' && 'name' in value) return String(value.name);
  return String(value);
}
