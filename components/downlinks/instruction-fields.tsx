'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { NumberField } from '#components/ui/number-field.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { readHex } from './hex-payload.ts';
import type { InstructionForm } from './use-instruction.ts';

interface FieldsProps {
  form: Pick<InstructionForm, 'values' | 'fields' | 'set'>;
  hint: ReactNode;
}

/** The port, and the bytes as they go over the air. */
export function LoraFields({ form: { values, fields, set }, most, hint }: FieldsProps & { most: number }) {
  const t = useTranslations('downlinks');
  const { bytes } = readHex(values.payload);
  return (
    <div className="grid gap-3 sm:grid-cols-[7.5rem_minmax(0,1fr)]">
      <NumberField
        label="FPort"
        hint={t('portHint')}
        min={1}
        max={223}
        value={values.port}
        error={fields.port}
        onValueChange={(port) => set({ port })}
      />
      <TextField
        label={t('payload')}
        mono
        maxLength={1_000}
        placeholder="01 0A FF"
        value={values.payload}
        error={fields.payload}
        hint={hint}
        trail={
          <span className={bytes > most ? 'pr-1 font-medium text-bad' : 'pr-1'}>
            {bytes} / {most}
          </span>
        }
        inputClassName="pr-20!"
        onChange={(event) => set({ payload: event.target.value })}
      />
    </div>
  );
}

export function SenmlField({ form: { values, fields, set }, hint }: FieldsProps) {
  const t = useTranslations('downlinks');
  return (
    <TextareaField
      label={t('records')}
      mono
      rows={4}
      maxLength={20_000}
      placeholder={'[{"n": "interval", "u": "s", "v": 600}]'}
      value={values.records}
      error={fields.records}
      hint={hint}
      onChange={(event) => set({ records: event.target.value })}
    />
  );
}
