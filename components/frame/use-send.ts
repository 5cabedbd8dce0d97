'use client';
import { useState } from 'react';
import type { z } from 'zod';
import type { ActionAnswer } from '#server/http/action.ts';
import { type FieldWords, useParse } from './issue-words.ts';
import { type Act, useAct } from './use-act.ts';

/** A form's way to the server: what it says of its fields and of the whole, and whether an answer is awaited. */
export function useSend() {
  const act = useAct();
  const parse = useParse();
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);

  /** Parses by the contract, then writes what was typed; null when the form has to say what is wrong. */
  async function send<S extends z.ZodType, T>(
    schema: S,
    input: z.input<S>,
    write: (input: z.input<S>) => Promise<ActionAnswer<T>>,
    how: Omit<Act, 'quiet'>,
  ): Promise<{ value: T } | null> {
    const parsed = parse(schema, input);
    setFields(parsed.ok ? {} : parsed.fields);
    setRefusal(undefined);
    if (!parsed.ok) return null;
    setPending(true);
    const answer = await act(write(input), { ...how, quiet: true });
    setPending(false);
    if (answer.ok) return { value: answer.value };
    setRefusal(answer.words);
    return null;
  }

  return { fields, refusal, pending, send };
}
