'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';
import { PlanChoice } from './plan-choice.tsx';
import { useWish } from './use-wish.ts';

export function PlanDialog({ of, plans }: { of: LoraDetail; plans: readonly ConnectivityPlan[] }) {
  const t = useTranslations('lora.plan');
  const wish = useWish(of);
  const [open, setOpen] = useState(false);
  const [plan, setPlan] = useState(of.plan?.id ?? '');
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const set = (next: boolean) => {
    setOpen(next);
    setPlan(of.plan?.id ?? '');
    setRefusal(undefined);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const refused = await wish({ kind: 'change-plan', plan });
    setPending(false);
    if (refused === undefined) set(false);
    else setRefusal(refused);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={set}
      title={t('title', { name: of.device.name })}
      description={t('lead')}
      trigger={<Button>{t('change')}</Button>}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <PlanChoice plans={plans} value={plan} onValueChange={setPlan} />
        <DialogFormFoot pending={pending} disabled={plan === '' || plan === of.plan?.id}>
          {t('change')}
        </DialogFormFoot>
      </form>
    </Dialog>
  );
}
