'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import {
  instructionOf,
  NO_VALUES,
  type SendTarget,
  type SendValues,
  type WrongContent,
} from './send-values.ts';

const TYPED = downlinkCreateSchema.omit({ deviceId: true });

/** What is typed into the form of an instruction, and what is wrong with it. */
export function useInstruction(target: SendTarget) {
  const t = useTranslations('downlinks');
  const [values, setValues] = useState(NO_VALUES);
  const [fields, setFields] = useState<FieldWords>({});
  const wordsOf = useContentWords();
  const parse = useParse();
  const set = (change: Partial<SendValues>) => setValues((before) => ({ ...before, ...change }));
  /** null: the fields say what is wrong. */
  const read = () => {
    const made = instructionOf(target, values);
    if (!made.ok) {
      setFields({ [made.content.field]: wordsOf(made.content) });
      return null;
    }
    const parsed = parse(TYPED, made.input);
    setFields(parsed.ok ? {} : namedAsShown(parsed.fields, t('timeoutRange'), t('portRange')));
    return parsed.ok ? parsed.value : null;
  };
  return { values, set, fields, read };
}

export type InstructionForm = ReturnType<typeof useInstruction>;

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
