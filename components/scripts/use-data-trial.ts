'use client';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { tryInput } from '#server/scripts/actions.ts';
import type { ScriptText, TrialInput } from '#server/scripts/contract.ts';
import type { Ran } from './use-trial.ts';

export type DataTrial = ReturnType<typeof useDataTrial>;

/** Tries a script on data that somebody writes as JSON: what an encoder is told, or a pack that is to be formatted. */
export function useDataTrial(script: ScriptText, first: unknown, inputOf: (data: unknown) => TrialInput) {
  const t = useTranslations('scripts.samples');
  const words = useRefusalWords();
  const [json, setJson] = useState(() => JSON.stringify(first, null, 2));
  const [fault, setFault] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [ran, setRan] = useState<Ran | null>(null);
  const [pending, setPending] = useState(false);
  /** An answer to an elder question is not shown over a newer one's. */
  const asked = useRef(0);
  const { contract, source, mapping } = script;

  async function runOn(text: string): Promise<void> {
    setFault(undefined);
    setRefusal(undefined);
    const input = read(text);
    if (!input) return;
    const mine = ++asked.current;
    setPending(true);
    const answer = await answerOf(tryInput({ input, contract, source, mapping }));
    if (mine !== asked.current) return;
    setPending(false);
    if (!answer.ok) return setRefusal(words(answer.error));
    const name = text.replace(/\s+/g, ' ').slice(0, 60);
    setRan({ outcome: answer.value, input, name, text: source, request: null });
  }

  function read(text: string): TrialInput | null {
    try {
      return inputOf(JSON.parse(text));
    } catch (error) {
      setFault(t('badJson', { error: error instanceof Error ? error.message : '' }));
      return null;
    }
  }

  return {
    json,
    setJson,
    fault,
    refusal,
    ran,
    outcome: ran?.outcome ?? null,
    /** What stands in the editor is not what was run. */
    changedSince: ran !== null && ran.text !== source,
    pending,
    run: () => runOn(json),
    /** What a test keeps: put in and tried at once. */
    runData: (data: unknown) => {
      const text = JSON.stringify(data, null, 2);
      setJson(text);
      return runOn(text);
    },
  };
}
