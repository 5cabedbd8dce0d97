import type { Reason } from '#server/bulk-tasks/contract.ts';

type Details = Record<string, string | number>;
/** A translator of one area, asked for keys that are only known when they come. */
export interface Words {
  (key: string, details?: Details): string;
  has(key: string): boolean;
}

/** Why a row was refused: in words of its own, else in those that the same refusal has elsewhere. */
export function reasonTextOf(t: Words, errors: Words): (reason: Pick<Reason, 'code' | 'details'>) => string {
  return ({ code, details }) => {
    if (t.has(`reason.${code}`)) return t(`reason.${code}`, details);
    if (errors.has(code)) return errors(code, details);
    return t('reason.unnamed', { code });
  };
}
