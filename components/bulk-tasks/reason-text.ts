import type { Reason } from '#server/bulk-tasks/contract.ts';
import { METADATA } from '#server/bulk-tasks/sheet/columns-contract.ts';

type Details = Record<string, string | number>;
/** A translator of one area, asked for keys that are only known when they come. */
export interface Words {
  (key: string, details?: Details): string;
  has(key: string): boolean;
}

/** Why a row was refused: in words of its own, else in those that the same refusal has elsewhere. */
export function reasonTextOf(t: Words, errors: Words): (reason: Pick<Reason, 'code' | 'details'>) => string {
  return ({ code, details: given }) => {
    const details = withFieldWords(t, given);
    if (t.has(`reason.${code}`)) return t(`reason.${code}`, details);
    if (errors.has(code)) return errors(code, details);
    return t('reason.unnamed', { code });
  };
}

/** Fields that a refusal names are called as the portal calls them. */
function withFieldWords(t: Words, details: Details): Details {
  const word = fieldTextOf(t);
  const named = (['field', 'fields'] as const).flatMap((name) =>
    name in details ? [[name, String(details[name]).split(', ').map(word).join(', ')]] : [],
  );
  return { ...details, ...Object.fromEntries(named) };
}

/** A field of a sheet or of a change, as the portal calls it. */
export function fieldTextOf(t: Words): (field: string) => string {
  return (field) => {
    if (field === METADATA) return t('field.anyMetadata');
    if (field.startsWith(METADATA)) return t('field.metadata', { key: field.slice(METADATA.length) });
    return t.has(`field.${field}`) ? t(`field.${field}`) : field;
  };
}

/** A value of a field that has words of its own (`none`: of no value); null where it has none. */
export function valueTextOf(t: Words): (field: string, value: unknown) => string | null {
  return (field, value) => {
    const key = `value.${field}.${typeof value === 'string' ? value : 'none'}`;
    return t.has(key) ? t(key) : null;
  };
}
