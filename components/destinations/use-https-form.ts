'use client';
import { useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { createDestination, testDestination, updateDestination } from '#server/destinations/actions.ts';
import {
  type Destination,
  destinationCreateSchema,
  destinationUpdateSchema,
  type TestOutcome,
} from '#server/destinations/contract.ts';
import type { ActionAnswer, ActionError } from '#server/http/action.ts';
import { useCodeWords } from './destination-state.tsx';
import { configurationOf, type HttpsValues, noSecrets, type SecretName, valuesOf } from './https-values.ts';

export type HttpsForm = ReturnType<typeof useHttpsForm>;

/** The form's state and its three doors: test, create, update. Field by field what the server says is wrong. */
export function useHttpsForm(destination?: Destination, flowId?: string) {
  const [values, setValues] = useState(() => valuesOf(destination));
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState<'save' | 'test' | null>(null);
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const parse = useParse();
  const refused = useRefused(setFields, setRefusal);

  async function ask<T>(what: 'save' | 'test', run: () => Promise<ActionAnswer<T>>): Promise<T | null> {
    setPending(what);
    setFields({});
    setRefusal(undefined);
    const answer = await answerOf(run());
    setPending(null);
    if (answer.ok) return answer.value;
    refused(answer.error);
    return null;
  }

  function checked<T>(parsed: { ok: true; value: T } | { ok: false; fields: FieldWords }): T | null {
    if (parsed.ok) return parsed.value;
    setFields(parsed.fields);
    return null;
  }

  return {
    values,
    fields,
    refusal,
    pending,
    outcome,
    secretsSet: new Set(destination?.secretsSet ?? []),
    set: (change: Partial<HttpsValues>) => setValues((before) => ({ ...before, ...change })),
    setSecret: (name: SecretName, value: string) =>
      setValues((before) => ({ ...before, secrets: { ...before.secrets, [name]: value } })),
    forgetSecrets: () => setValues((before) => ({ ...before, secrets: noSecrets() })),
    test: async () => {
      const made = await ask('test', () =>
        testDestination({
          ...(destination ? { id: destination.id } : {}),
          kind: 'https',
          ...configurationOf(values),
        }),
      );
      setOutcome(made);
    },
    create: async () => {
      const { name, description } = values;
      const input = {
        name,
        description,
        kind: 'https',
        ...configurationOf(values),
        ...(flowId ? { flowId } : {}),
      };
      const parsed = checked(parse(destinationCreateSchema, input));
      return parsed ? ask('save', () => createDestination(parsed)) : null;
    },
    update: async (id: string): Promise<boolean> => {
      const { name, description } = values;
      const { settings, secrets } = configurationOf(values);
      const given = Object.keys(secrets).length > 0 ? { secrets } : {};
      const parsed = checked(parse(destinationUpdateSchema, { id, name, description, settings, ...given }));
      if (!parsed) return false;
      return (await ask('save', () => updateDestination(parsed).then(asDone))) !== null;
    },
  };
}

/** An update answers nothing; nothing must not read as a refusal. */
const asDone = (answer: ActionAnswer<void>): ActionAnswer<true> =>
  answer.ok ? { ok: true, value: true } : answer;

/** Paths come as `settings.url`, `secrets.password` or bare; codes get words, whole headers gather under one. */
function useRefused(setFields: (fields: FieldWords) => void, setRefusal: (words: string) => void) {
  const words = useRefusalWords();
  const codeWords = useCodeWords();
  return (error: ActionError) => {
    const fields: FieldWords = {};
    for (const { path, message } of error.fields) {
      const [name = '', second] = path.replace(/^(settings|secrets)\./, '').split(/\.(.*)/s);
      const first = name === 'headerNames' ? 'headers' : name;
      const said = codeWords(message, message);
      fields[first] ??= first === 'headers' && second ? `${second}: ${said}` : said;
    }
    setFields(fields);
    setRefusal(words(error));
  };
}
