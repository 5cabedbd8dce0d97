'use client';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { runScript, testPayload, testScript } from '#server/decoders/actions.ts';
import { payloadTestSchema, scriptRunSchema, uplinkTestSchema } from '#server/decoders/script-contract.ts';
import type { ActionAnswer } from '#server/http/action.ts';
import type { byteMapSchema } from '#server/scripts/byte-map-contract.ts';
import type { DecoderContract, ScriptOutcome, TrialInput } from '#server/scripts/contract.ts';
import { EXAMPLE_INPUT } from './example-input.ts';
import type { Payload } from './trial-payload.ts';

export type TrialSource = 'real' | 'example' | 'hex' | 'json';
export type Trial = ReturnType<typeof useTrial>;

interface Tried {
  contract: DecoderContract;
  source: string;
  mapping: Record<string, { name?: string; unit?: string; factor?: number }>;
}

/** What was run, beside what came of it: a test is kept of this and not of what is chosen by now. */
export interface Ran {
  outcome: ScriptOutcome;
  /** null: pasted input, of which no test is kept. */
  input: TrialInput | null;
  name: string;
  text: string;
  /** For the byte map; null where there are no bytes. */
  request: z.input<typeof byteMapSchema> | null;
}

type Asked = Pick<Ran, 'input' | 'name' | 'request'> & { answer: Promise<ActionAnswer<ScriptOutcome>> };

/** On what the script is tried, and what came of it. */
export function useTrial(script: Tried, firstUplinkId: number | null) {
  const t = useTranslations('scripts.samples');
  const parse = useParse();
  const words = useRefusalWords();
  const [from, setFrom] = useState<TrialSource>('real');
  const [uplink, setUplink] = useState({ id: firstUplinkId, name: '' });
  const [payload, setPayload] = useState<Payload>({ frmPayload: '', fPort: 1 });
  const [json, setJson] = useState(() => JSON.stringify(EXAMPLE_INPUT[script.contract], null, 2));
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [ran, setRan] = useState<Ran | null>(null);
  const [pending, setPending] = useState(false);
  /** An answer to an elder question is not shown over a newer one's. */
  const asked = useRef(0);
  const { contract, source, mapping } = script;

  function onUplink({ id, name }: { id: number | null; name: string }): Asked | null {
    const parsed = parse(uplinkTestSchema, { contract, source, mapping, uplinkId: id });
    if (!parsed.ok) {
      setFields(id === null ? { uplinkId: t('chooseFirst') } : parsed.fields);
      return null;
    }
    const input = { kind: 'uplink' as const, uplinkId: parsed.value.uplinkId };
    return { answer: testScript(parsed.value), input, name, request: parsed.value };
  }

  function onPayload(typed: Payload): Asked | null {
    const parsed = parse(payloadTestSchema, { contract, source, mapping, ...typed });
    if (!parsed.ok) {
      setFields(parsed.fields);
      return null;
    }
    const { frmPayload, fPort } = parsed.value;
    const input = { kind: 'payload' as const, frmPayload, fPort };
    const name = `FPort ${fPort}: ${frmPayload.slice(0, 40)}`;
    return { answer: testPayload(parsed.value), input, name, request: parsed.value };
  }

  function onJson(): Asked | null {
    try {
      const input: unknown = JSON.parse(json);
      const parsed = parse(scriptRunSchema, { script: source, contract, input });
      if (parsed.ok) return { answer: runScript(parsed.value), input: null, name: '', request: null };
      setFields(parsed.fields);
    } catch (error) {
      setFields({ input: t('badJson', { error: error instanceof Error ? error.message : '' }) });
    }
    return null;
  }

  async function finish(ask: () => Asked | null): Promise<void> {
    setFields({});
    setRefusal(undefined);
    const request = ask();
    if (!request) return;
    const mine = ++asked.current;
    setPending(true);
    const answer = await answerOf(request.answer);
    if (mine !== asked.current) return;
    setPending(false);
    if (!answer.ok) return setRefusal(words(answer.error));
    const { input, name, request: mapped } = request;
    setRan({ outcome: answer.value, input, name, text: source, request: mapped });
  }

  return {
    from,
    setFrom,
    uplinkId: uplink.id,
    payload,
    setPayload,
    json,
    setJson,
    fields,
    refusal,
    ran,
    outcome: ran?.outcome ?? null,
    /** What stands in the editor is not what was run. */
    changedSince: ran !== null && ran.text !== source,
    pending,
    run: () =>
      finish(() => {
        if (from === 'json') return onJson();
        return from === 'real' ? onUplink(uplink) : onPayload(payload);
      }),
    /** A real message: chosen and tried at once. */
    runOn: (id: number, name: string) => {
      setFrom('real');
      setUplink({ id, name });
      return finish(() => onUplink({ id, name }));
    },
    runPayload: (shown: 'example' | 'hex', typed: Payload) => {
      setFrom(shown);
      setPayload(typed);
      return finish(() => onPayload(typed));
    },
  };
}
