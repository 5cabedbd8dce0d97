'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { runScript, testPayload, testScript } from '#server/decoders/actions.ts';
import { payloadTestSchema, scriptRunSchema, uplinkTestSchema } from '#server/decoders/script-contract.ts';
import type { ActionAnswer } from '#server/http/action.ts';
import type { DecoderContract, ScriptOutcome } from '#server/scripts/contract.ts';

export type TestSource = 'real' | 'hex' | 'json';
export type ScriptTest = ReturnType<typeof useTest>;

interface Tried {
  contract: DecoderContract;
  source: string;
  mapping: Record<string, { name?: string; unit?: string; factor?: number }>;
}

const EXAMPLE_INPUT: Record<DecoderContract, object> = {
  ts013: { bytes: [0, 215], fPort: 2, recvTime: '2026-03-04T05:06:07.000Z' },
  things: {
    encoding: 'JSON',
    payload: null,
    metadata: {
      ingestion: {
        timestamp: '2026-03-04T05:06:07.000Z',
        actility: { uplink: { DevEUI: '0059AC00001B3461', FPort: 2, FCntUp: 1, payload_hex: '00d7' } },
      },
      device: { urn: 'urn:dev:DEVEUI:0059AC00001B3461:' },
    },
  },
};

/** On what the script is tried, and what came of it. */
export function useTest(script: Tried, firstUplinkId: number | null) {
  const t = useTranslations('decoders.test');
  const parse = useParse();
  const words = useRefusalWords();
  const [from, setFrom] = useState<TestSource>('real');
  const [uplinkId, setUplinkId] = useState<number | null>(firstUplinkId);
  const [payload, setPayload] = useState({ frmPayload: '', fPort: 1 as number | null });
  const [json, setJson] = useState(() => JSON.stringify(EXAMPLE_INPUT[script.contract], null, 2));
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [outcome, setOutcome] = useState<ScriptOutcome | null>(null);
  const [pending, setPending] = useState(false);

  function asked(uplink: number | null): Promise<ActionAnswer<ScriptOutcome>> | null {
    const { contract, source, mapping } = script;
    if (from === 'json') return askedWithJson();
    const parsed =
      from === 'real' || uplink !== uplinkId
        ? parse(uplinkTestSchema, { contract, source, mapping, uplinkId: uplink })
        : parse(payloadTestSchema, { contract, source, mapping, ...payload });
    if (!parsed.ok) {
      setFields(parsed.fields);
      return null;
    }
    return 'uplinkId' in parsed.value ? testScript(parsed.value) : testPayload(parsed.value);
  }

  function askedWithJson(): Promise<ActionAnswer<ScriptOutcome>> | null {
    try {
      const input: unknown = JSON.parse(json);
      const parsed = parse(scriptRunSchema, { script: script.source, contract: script.contract, input });
      if (parsed.ok) return runScript(parsed.value);
      setFields(parsed.fields);
    } catch (error) {
      setFields({ input: t('badJson', { error: error instanceof Error ? error.message : '' }) });
    }
    return null;
  }

  async function run(uplink = uplinkId): Promise<void> {
    setFields({});
    setRefusal(undefined);
    const request = asked(uplink);
    if (!request) return;
    setPending(true);
    const answer = await answerOf(request);
    setPending(false);
    if (answer.ok) setOutcome(answer.value);
    else setRefusal(words(answer.error));
  }

  return {
    from,
    setFrom,
    uplinkId,
    setUplinkId,
    payload,
    setPayload,
    json,
    setJson,
    fields,
    refusal,
    outcome,
    pending,
    run: () => run(),
    /** A message that failed: chosen and tried at once. */
    runOn: (uplink: number) => {
      setFrom('real');
      setUplinkId(uplink);
      return run(uplink);
    },
  };
}
