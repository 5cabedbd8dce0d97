'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { sendDownlink } from '#server/downlinks/actions.ts';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import {
  instructionOf,
  NO_VALUES,
  type OpenOffer,
  type SendValues,
  type WrongContent,
} from './send-values.ts';

/** Checks what stands in the form, sends it, and keeps all but what was sent for the next one. */
export function useSendForm(deviceId: string, offer: OpenOffer) {
  const t = useTranslations('downlinks');
  const [values, setValues] = useState(NO_VALUES);
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const wordsOf = useContentWords();
  const act = useAct();
  const parse = useParse();
  const set = (change: Partial<SendValues>) => setValues((before) => ({ ...before, ...change }));
  const send = async () => {
    setRefusal(undefined);
    const made = instructionOf(deviceId, offer, values);
    if (!made.ok) return setFields({ [made.content.field]: wordsOf(made.content) });
    const parsed = parse(downlinkCreateSchema, made.input);
    if (!parsed.ok) return setFields(namedAsShown(parsed.fields, t('timeoutRange'), t('portRange')));
    setFields({});
    setPending(true);
    const done = await act(sendDownlink(made.input), {
      done: t(values.dryRun ? 'acceptedDry' : 'accepted'),
      stale: [deviceKeys.downlinks(deviceId)],
      quiet: true,
    });
    setPending(false);
    if (!done.ok) return setRefusal(done.words);
    set({ payload: '', records: '', externalReference: '' });
  };
  return { values, set, fields, refusal, pending, send };
}

export type SendFormState = ReturnType<typeof useSendForm>;

/** The contract's paths are those of the instruction, not of the form. */
function namedAsShown(fields: FieldWords, timeoutRange: string, portRange: string): FieldWords {
  const { 'method.port': port, 'method.payloadHex': payload, 'method.records': records } = fields;
  return {
    ...fields,
    payload,
    records,
    port: port && portRange,
    feedbackTimeout: fields.feedbackTimeout && timeoutRange,
  };
}

function useContentWords(): (content: WrongContent) => string {
  const t = useTranslations('downlinks.wrong');
  return (content) => {
    switch (content.wrong) {
      case 'too-long':
        return t('too-long', { bytes: content.bytes, most: content.most });
      case 'not-senml':
        return t('not-senml', { detail: content.detail });
      case 'not-hex':
        return t('not-hex');
      default:
        return t(content.field === 'payload' ? 'empty-payload' : 'empty-records');
    }
  };
}
