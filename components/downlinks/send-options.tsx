'use client';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslations } from 'next-intl';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { TIME_UNITS, type TimeUnit } from './send-values.ts';
import type { InstructionForm } from './use-instruction.ts';

const UNITS = Object.keys(TIME_UNITS) as TimeUnit[];
const HIDDEN_FIELDS = ['feedbackTimeout', 'retryLimit', 'externalReference'];

interface SendOptionsProps {
  form: Pick<InstructionForm, 'values' | 'fields' | 'set'>;
  /** To many devices at once: none of them has a reference of its own. */
  many?: boolean;
}

/** What most instructions leave as it is; opened by itself where something in it is wrong. */
export function SendOptions({ form: { values, fields, set }, many = false }: SendOptionsProps) {
  const t = useTranslations('downlinks.options');
  const wrong = HIDDEN_FIELDS.some((name) => fields[name]);
  return (
    <details className="group" open={wrong || undefined}>
      <summary className="flex w-fit list-none items-center gap-1 rounded-sm text-dim text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-4 transition-transform group-open:rotate-90" />
        {t('title')}
      </summary>
      <div className="mt-3 grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-[minmax(0,1.4fr)_minmax(0,.8fr)_minmax(0,1.3fr)_minmax(0,1.3fr)]">
        <div className="grid grid-cols-2 items-start gap-2">
          <NumberField
            label={t('timeout')}
            hint={t('timeoutHint')}
            min={1}
            value={values.timeout}
            error={fields.feedbackTimeout}
            onValueChange={(timeout) => set({ timeout })}
          />
          <Select
            label={t('timeoutUnit')}
            value={values.timeoutUnit}
            options={UNITS.map((value) => ({ value, label: t(`unit.${value}`) }))}
            onValueChange={(timeoutUnit) => set({ timeoutUnit })}
          />
        </div>
        <NumberField
          label={t('retries')}
          hint={t('retriesHint')}
          min={0}
          max={10}
          value={values.retryLimit}
          error={fields.retryLimit}
          onValueChange={(retryLimit) => set({ retryLimit })}
        />
        {many ? null : (
          <TextField
            label={t('reference')}
            optional
            hint={t('referenceHint')}
            maxLength={255}
            value={values.externalReference}
            error={fields.externalReference}
            onChange={(event) => set({ externalReference: event.target.value })}
          />
        )}
        <Checkbox
          className="sm:pt-6"
          label={t('dryRun')}
          hint={t('dryRunHint')}
          checked={values.dryRun}
          onCheckedChange={(dryRun) => set({ dryRun })}
        />
      </div>
    </details>
  );
}
