'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import type { ActionAnswer, ActionError } from '#server/http/action.ts';
import { setConnectionApi, testConnection } from '#server/lora-networks/actions.ts';
import {
  type ConnectionApi,
  type ConnectionInside,
  type ConnectionTest,
  connectionApiSchema,
} from '#server/lora-networks/contract.ts';
import { type ApiProvider, type ApiValues, inputOf, valuesOf } from './api-values.ts';
import { connectionKeys } from './queries.ts';

export type ApiForm = ReturnType<typeof useApiForm>;

/** The form's state and its two doors, save and test; field by field what is wrong. */
export function useApiForm(id: string, inside: ConnectionInside, provider: ApiProvider) {
  const t = useTranslations('connections.api');
  const errors = useTranslations('errors');
  const act = useAct();
  const parse = useParse();
  const words = useRefusalWords();
  const [values, setValues] = useState(() => valuesOf(inside));
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState<'save' | 'test' | null>(null);
  const [outcome, setOutcome] = useState<ConnectionTest | null>(null);

  /** Contracts and drivers name what is wrong by codes. */
  const inWords = (said: FieldWords): FieldWords =>
    Object.fromEntries(
      Object.entries(said).map(([path, text]) => [
        path,
        text && errors.has(text as never) ? errors(text as never, { fields: '' } as never) : text,
      ]),
    );

  function refused(error: ActionError): void {
    setFields(inWords(Object.fromEntries(error.fields.map(({ path, message }) => [path, message]))));
    if (error.fields.length === 0) setRefusal(words(error));
  }

  async function ask<T>(
    what: 'save' | 'test',
    write: (input: ConnectionApi) => Promise<ActionAnswer<T>>,
    done?: string,
  ): Promise<{ value: T } | null> {
    const parsed = parse(connectionApiSchema, inputOf(id, provider, values));
    setFields(parsed.ok ? {} : inWords(parsed.fields));
    setRefusal(undefined);
    if (!parsed.ok) return null;
    setPending(what);
    const stale = done ? [connectionKeys.one(id)] : [];
    const answer = await act(write(parsed.value), { done, stale, quiet: true });
    setPending(null);
    if (answer.ok) return { value: answer.value };
    refused(answer.error);
    return null;
  }

  return {
    provider,
    values,
    fields,
    refusal,
    pending,
    outcome,
    isSet: inside.apiSettings !== null,
    set: (change: Partial<ApiValues>) => setValues((before) => ({ ...before, ...change })),
    test: async () => {
      setOutcome(null);
      const answer = await ask('test', testConnection);
      if (answer) setOutcome(answer.value);
    },
    save: async () => {
      const answer = await ask('save', setConnectionApi, t('saved'));
      if (answer) setValues((before) => ({ ...before, secret: '' }));
    },
  };
}
