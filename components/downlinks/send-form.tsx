'use client';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { MAX_PENDING } from '#server/downlinks/contract.ts';
import { LoraFields, SenmlField } from './instruction-fields.tsx';
import { SendOptions } from './send-options.tsx';
import type { OpenOffer } from './send-values.ts';
import type { InstructionForm } from './use-instruction.ts';
import { useSendForm } from './use-send-form.ts';

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
      <OfferedFields form={form} offer={offer} />
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

function OfferedFields({ form, offer }: { form: InstructionForm; offer: OpenOffer }) {
  const t = useTranslations('downlinks');
  if (offer.kind === 'senml')
    return (
      <SenmlField
        form={form}
        hint={t.rich('recordsHint', {
          urn: offer.urn,
          code: (text) => <code className="mono break-all">{text}</code>,
        })}
      />
    );
  const { maxBytes: most, spreadingFactor: factor } = offer;
  const hint = factor === null ? t('sizeUnknown', { most }) : t('size', { most, factor });
  return <LoraFields form={form} most={most} hint={hint} />;
}
