'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { Select } from '#components/ui/select.tsx';
import type { LoraDetail, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { PlanChoice } from './plan-choice.tsx';
import { useWish } from './use-wish.ts';

interface RegisterDialogProps {
  of: LoraDetail;
  targets: readonly RegistrationTarget[];
}

export function RegisterDialog({ of, targets }: RegisterDialogProps) {
  const t = useTranslations('lora.register');
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('title', { name: of.device.name })}
      description={t('lead')}
      trigger={
        <Button variant="primary" icon={<RadioTower aria-hidden="true" />}>
          {t('action')}
        </Button>
      }
    >
      {targets[0] ? (
        <RegisterForm of={of} targets={targets} first={targets[0]} onDone={() => setOpen(false)} />
      ) : (
        <Banner
          kind="warn"
          title={t('none')}
          action={<ButtonLink href="/manager/connections">{t('toConnections')}</ButtonLink>}
        >
          {t('noneText')}
        </Banner>
      )}
    </Dialog>
  );
}

interface RegisterFormProps extends RegisterDialogProps {
  first: RegistrationTarget;
  onDone: () => void;
}

function RegisterForm({ of, targets, first, onDone }: RegisterFormProps) {
  const t = useTranslations('lora.register');
  const words = useTranslations('connections');
  const hintOf = ({ provider, isGlobal }: RegistrationTarget) =>
    [words(`provider.${provider}`), isGlobal ? words('scope.global') : ''].filter(Boolean).join(' · ');
  const wish = useWish(of);
  const [target, setTarget] = useState(first);
  const [plan, setPlan] = useState(first.plans[0]?.id ?? '');
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const choose = (id: string) => {
    const next = targets.find((one) => one.id === id) ?? first;
    setTarget(next);
    setPlan(next.plans[0]?.id ?? '');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const refused = await wish({ kind: 'register', connectionId: target.id, plan });
    setPending(false);
    setRefusal(refused);
    if (refused === undefined) onDone();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      {targets.length > 1 ? (
        <Select
          label={t('connection')}
          options={targets.map((one) => ({ value: one.id, label: one.name, hint: hintOf(one) }))}
          value={target.id}
          onValueChange={choose}
        />
      ) : (
        <p className="text-dim text-sm">{t('through', { name: target.name })}</p>
      )}
      <PlanChoice plans={target.plans} value={plan} onValueChange={setPlan} />
      <DialogFormFoot pending={pending}>{t('action')}</DialogFormFoot>
    </form>
  );
}
