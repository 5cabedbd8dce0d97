'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { deleteTest, keepTest, runTests, updateTest } from '#server/scripts/actions.ts';
import type { ScriptOwner, ScriptTest, ScriptText, TestResult } from '#server/scripts/contract.ts';
import type { Ran } from './use-trial.ts';

export type Tests = ReturnType<typeof useTests>;

/** The tests of a script, and what they said of the text that stood in the editor when they last ran. */
export function useTests(owner: ScriptOwner, { contract, source, mapping }: ScriptText) {
  const t = useTranslations('scripts.tests');
  const act = useAct();
  const queryKey = ['script-tests', owner.kind, owner.id];
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => readJson<ScriptTest[]>(`/rows/${owner.kind}s/${owner.id}/tests`, signal),
    staleTime: 30_000,
  });
  const [run, setRun] = useState<{ text: string; results: TestResult[] } | null>(null);
  const [pending, setPending] = useState(false);
  const stale = [queryKey];
  const text = { contract, source, mapping };
  const written = JSON.stringify(text);

  async function runAll(): Promise<TestResult[] | null> {
    setPending(true);
    const answer = await act(runTests({ owner, ...text }));
    setPending(false);
    if (!answer.ok) return null;
    setRun({ text: written, results: answer.value });
    return answer.value;
  }

  /** What was kept passes by its making. */
  const noted = (result: TestResult) =>
    setRun((before) =>
      before
        ? { ...before, results: [...before.results.filter((one) => one.testId !== result.testId), result] }
        : null,
    );
  const passing = ({ id, name }: ScriptTest): TestResult => ({
    testId: id,
    name,
    passed: true,
    differences: [],
    error: null,
    durationMs: 0,
  });

  return {
    list: data ?? [],
    loading: data === undefined && !error,
    error,
    results: run?.results ?? null,
    /** What they ran is not what stands in the editor. */
    changedSince: run !== null && run.text !== written,
    pending,
    runAll,
    keep: async (name: string, { input }: Ran) => {
      if (!input) return null;
      const answer = await act(keepTest({ owner, name, input, ...text }), {
        done: t('kept', { name }),
        stale,
        quiet: true,
      });
      if (answer.ok) noted(passing(answer.value));
      return answer;
    },
    rename: (testId: string, name: string) =>
      act(updateTest({ owner, testId, name }), { done: t('renamed', { name }), stale, quiet: true }),
    /** What comes out of the text in the editor is right from here on. */
    accept: async (test: ScriptTest) => {
      const answer = await act(updateTest({ owner, testId: test.id, accept: text }), {
        done: t('accepted', { name: test.name }),
        stale,
      });
      if (answer.ok) noted(passing(answer.value));
      return answer.ok;
    },
    remove: async ({ id, name }: ScriptTest) => {
      const answer = await act(deleteTest({ owner, testId: id }), { done: t('deleted', { name }), stale });
      if (answer.ok)
        setRun(
          (before) => before && { ...before, results: before.results.filter((one) => one.testId !== id) },
        );
    },
  };
}
