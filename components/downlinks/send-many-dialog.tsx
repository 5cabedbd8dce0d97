'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { type Instruction, MAX_LORA_BYTES } from '#server/downlinks/contract.ts';
import { LoraFields, SenmlField } from './instruction-fields.tsx';
import { SendOptions } from './send-options.tsx';
import type { SendTarget } from './send-values.ts';
import { useInstruction } from './use-instruction.ts';

interface SendManyProps {
  count: number;
  run: (instruction: Instruction) => Promise<string | null>;
  onClose: (done: boolean) => void;
}

/** Of which device it is turns out later: what fits the longest payload and the longest name is looked at again for each. */
const TARGETS = {
  lora: { kind: 'lora', maxBytes: MAX_LORA_BYTES },
  senml: { kind: 'senml', urn: 'urn:dev:DVNUUID:00000000-0000-4000-8000-000000000000:' },
} as const satisfies Record<string, SendTarget>;

/** One instruction for everything that was selected. */
export function SendManyDialog({ count, run, onClose }: SendManyProps) {
  const t = useTranslations('downlinks');
  const [kind, setKind] = useState<keyof typeof TARGETS>('lora');
  const form = useInstruction(TARGETS[kind]);
  const send = async () => {
    const typed = form.read();
    if (!typed) return '';
    const { externalReference: _, ...instruction } = typed;
    return run(instruction);
  };
  return (
    <SelectionDialog
      wide
      title={t('many.title', { count })}
      description={t('many.lead')}
      action={t(form.values.dryRun ? 'sendDry' : 'send')}
      run={send}
      onClose={onClose}
    >
      <RadioGroup
        label={t('many.kind')}
        options={(['lora', 'senml'] as const).map((value) => ({ value, label: t(`many.${value}`) }))}
        value={kind}
        onValueChange={setKind}
      />
      {kind === 'lora' ? (
        <LoraFields form={form} most={MAX_LORA_BYTES} hint={t('many.size', { most: MAX_LORA_BYTES })} />
      ) : (
        <SenmlField form={form} hint={t('many.recordsHint')} />
      )}
      <SendOptions form={form} many />
    </SelectionDialog>
  );
}
