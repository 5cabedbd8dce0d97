'use client';
import { useTranslations } from 'next-intl';
import type { ActionAnswer, ActionError } from '#server/http/action.ts';
import { ReadRefused } from './fetch-rows.ts';

interface Refused {
  code: string;
  details?: Record<string, string | number> | undefined;
  fields?: { path: string; message: string }[] | undefined;
  requestId?: string | undefined;
}

/**
 * A refusal's code in words of the reader's language (area `errors`, one branch a noun). A code without words of
 * its own is named, with the request's id, so that somebody can look it up.
 */
export function useRefusalWords(): (error: Refused | Error | unknown) => string {
  const t = useTranslations('errors');
  return (error) => {
    const refused = refusedOf(error);
    const key = refused.code.replace(/[^a-z0-9.-]/gi, '-');
    const details = { ...refused.details, fields: fieldWords(refused) };
    if (t.has(key as never)) return t(key as never, details as never);
    return t('unnamed', { code: refused.code, requestId: refused.requestId ?? '–' });
  };
}

function refusedOf(error: unknown): Refused {
  if (error instanceof ReadRefused) return error;
  if (error && typeof error === 'object' && 'code' in error && typeof error.code === 'string')
    return error as Refused;
  return { code: 'unreachable' };
}

function fieldWords({ fields = [] }: Refused): string {
  return fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
}

/** What an action answered, or why the answer never came: an action throws when the server cannot be reached. */
export async function answerOf<T>(asked: Promise<ActionAnswer<T>>): Promise<ActionAnswer<T>> {
  try {
    return await asked;
  } catch {
    const error: ActionError = {
      code: 'unreachable',
      kind: 'internal',
      details: {},
      fields: [],
      requestId: '',
    };
    return { ok: false, error };
  }
}
