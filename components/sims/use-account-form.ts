'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import type { ActionAnswer } from '#server/http/action.ts';
import type { SimAccountDetail, SimAccountTested } from '#server/sims/account-contract.ts';
import { testSimAccount } from '#server/sims/actions.ts';
import { type AccountValues, credentialsOf, settingsOf, valuesOf } from './account-values.ts';

/** The form of an account: its values, what is wrong with which field, and trying it out before it is stored. */
export function useAccountForm(account?: SimAccountDetail) {
  const errorWords = useTranslations('errors');
  const act = useAct();
  const [values, setValues] = useState(valuesOf(account));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState<'save' | 'test' | null>(null);
  const [tested, setTested] = useState<SimAccountTested | null>(null);

  async function run<T>(
    what: 'save' | 'test',
    ask: () => Promise<ActionAnswer<T>>,
    done?: string,
    stale: readonly (readonly unknown[])[] = [],
  ) {
    setPending(what);
    setErrors({});
    setRefusal(undefined);
    setTested(null);
    const answer = await act(ask(), { done, stale, quiet: true });
    setPending(null);
    if (answer.ok) return { value: answer.value };
    const words = (message: string) =>
      errorWords.has(message as never) ? errorWords(message as never, {} as never) : message;
    setErrors(Object.fromEntries(answer.error.fields.map(({ path, message }) => [path, words(message)])));
    setRefusal(answer.words);
    return null;
  }

  const test = async () => {
    const { platform } = values;
    const input = { platform, settings: settingsOf(values), credentials: credentialsOf(values) };
    const answer = await run('test', () =>
      testSimAccount({ ...input, ...(account ? { id: account.id } : {}) }),
    );
    setTested(answer?.value ?? null);
  };

  return {
    values,
    set: (change: Partial<AccountValues>) => setValues((before) => ({ ...before, ...change })),
    errors,
    refusal,
    pending,
    tested,
    run,
    test,
  };
}
