'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type Field, METADATA } from '#server/bulk-tasks/sheet/columns-contract.ts';
import { reasonTextOf, type Words } from './reason-text.ts';

export function useReasonText() {
  const t = useTranslations('bulk') as unknown as Words;
  const errors = useTranslations('errors') as unknown as Words;
  return useMemo(() => reasonTextOf(t, errors), [t, errors]);
}

/** A field of a sheet or of a change, as the portal calls it. */
export function useFieldWord(): (field: Field | string) => string {
  const t = useTranslations('bulk') as unknown as Words;
  return (field) => {
    if (field.startsWith(METADATA)) return t('field.metadata', { key: field.slice(METADATA.length) });
    return t.has(`field.${field}`) ? t(`field.${field}`) : field;
  };
}

/** Values of plans: texts, lists, things by their names, or nothing. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length > 0 ? value.map(valueText).join(', ') : '–';
  if (typeof value === 'object' && 'name' in value) return String(value.name);
  return String(value);
}
