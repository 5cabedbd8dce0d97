'use client';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { MAX_PENDING } from '#server/downlinks/contract.ts';
import { readHex } from './hex-payload.ts';
import { SendOptions } from './send-options.tsx';
import type { OpenOffer } from './send-values.ts';
import { type SendFormState, useSendForm } from './use-send-form.ts';

export interface SendFormProps {
  deviceId: string;
  offer: OpenOffer;
}

/** One instruction, as the device understands it. */
export function SendForm({ deviceId, offer }: SendFormProps) {
  const t = useTranslations('downlinks');
  const form = useSendForm(deviceId, offer);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.send();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div role="alert" className="empty:hidden">
        {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
      </div>
      {offer.kind === 'lora' ? (
        <LoraFields form={form} offer={offer} />
      ) : (
        <SenmlField form={form} offer={offer} />
      )}
      <SendOptions form={form} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          type="submit"
          variant="primary"
          className="max-sm:h-11! max-sm:w-full"
          icon={<Send aria-hidden="true" />}
          pending={form.pending}
        >
          {t(form.values.dryRun ? 'sendDry' : 'send')}
        </Button>
        <p className="text-dim text-sm">{t('waiting', { count: offer.pending, most: MAX_PENDING })}</p>
      </div>
    </form>
  );
}

type Fields<Kind extends OpenOffer['kind']> = {
  form: SendFormState;
  offer: Extract<OpenOffer, { kind: Kind }>;
};

function LoraFields({ form: { values, fields, set }, offer }: Fields<'lora'>) {
  const t = useTranslations('downlinks');
  const { bytes } = readHex(values.payload);
  const { maxBytes, spreadingFactor } = offer;
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
        hint={
          spreadingFactor === null
            ? t('sizeUnknown', { most: maxBytes })
            : t('size', { most: maxBytes, factor: spreadingFactor })
        }
        trail={
          <span className={bytes > maxBytes ? 'pr-1 font-medium text-bad' : 'pr-1'}>
            {bytes} / {maxBytes}
          </span>
        }
        inputClassName="pr-20!"
        onChange={(event) => set({ payload: event.target.value })}
      />
    </div>
  );
}

function SenmlField({ form: { values, fields, set }, offer }: Fields<'senml'>) {
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
      hint={t.rich('recordsHint', {
        urn: offer.urn,
        code: (text) => <code className="mono break-all">{text}</code>,
      })}
      onChange={(event) => set({ records: event.target.value })}
    />
  );
}
