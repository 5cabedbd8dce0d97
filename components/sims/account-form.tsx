'use client';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { SimAccountDetail, SimAccountTested } from '#server/sims/account-contract.ts';
import { createSimAccount, updateSimAccount } from '#server/sims/actions.ts';
import { AccountFields } from './account-fields.tsx';
import { credentialsOf, PLATFORMS, settingsOf } from './account-values.ts';
import { simKeys } from './queries.ts';
import { useReasonWords } from './sim-words.ts';
import { useAccountForm } from './use-account-form.ts';

export function NewAccountDialog() {
  const t = useTranslations('sims.accounts');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const form = useAccountForm();
  const { values, run } = form;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, description, platform } = values;
    const input = {
      name,
      description,
      platform,
      settings: settingsOf(values),
      credentials: credentialsOf(values),
    };
    const made = await run('save', () => createSimAccount(input), t('form.created', { name: name.trim() }));
    if (made) router.push(`/manager/connectivity/sim-accounts/${made.value.id}`);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      title={t('form.title')}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden="true" />}>
          {t('add')}
        </Button>
      }
      footer={<FormButtons form={form} label={t('form.create')} />}
    >
      <form id="sim-account" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <RadioGroup
          label={t('platform')}
          look="cards"
          options={PLATFORMS.map((value) => ({
            value,
            label: t(`platforms.${value}`),
            hint: t(`platformHint.${value}`),
          }))}
          value={values.platform}
          onValueChange={(platform) => form.set({ platform })}
        />
        <CommonFields form={form} isKeySet={false} />
      </form>
    </Dialog>
  );
}

export function EditAccountDialog({ account }: { account: SimAccountDetail }) {
  const t = useTranslations('sims.accounts');
  const [open, setOpen] = useState(false);
  const form = useAccountForm(account);
  const { values, run } = form;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, description } = values;
    const credentials = credentialsOf(values);
    const input = {
      id: account.id,
      name,
      description,
      settings: settingsOf(values),
      ...(Object.keys(credentials).length > 0 ? { credentials } : {}),
    };
    const stale = [simKeys.account(account.id)];
    if (await run('save', () => updateSimAccount(input), t('form.saved'), stale)) setOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      title={t('form.editTitle')}
      trigger={<Button icon={<Pencil aria-hidden="true" />}>{t('edit')}</Button>}
      footer={<FormButtons form={form} label={t('form.save')} />}
    >
      <form id="sim-account" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <CommonFields form={form} isKeySet={account.credentialsSet.includes('apiKey')} />
      </form>
    </Dialog>
  );
}

type Form = ReturnType<typeof useAccountForm>;

function FormButtons({ form, label }: { form: Form; label: string }) {
  const t = useTranslations('sims.accounts.form');
  return (
    <>
      <Button className="mr-auto" pending={form.pending === 'test'} onClick={() => void form.test()}>
        {t('test')}
      </Button>
      <DialogButtons form="sim-account" pending={form.pending === 'save'}>
        {label}
      </DialogButtons>
    </>
  );
}

function CommonFields({ form, isKeySet }: { form: Form; isKeySet: boolean }) {
  const t = useTranslations('sims.accounts');
  const { values, set, errors, refusal, tested } = form;
  return (
    <>
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <TextField
        label={t('name')}
        name="name"
        maxLength={255}
        value={values.name}
        error={errors.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label={t('description')}
        name="description"
        optional
        maxLength={255}
        value={values.description}
        error={errors.description}
        onChange={(event) => set({ description: event.target.value })}
      />
      <AccountFields values={values} set={set} errors={errors} isKeySet={isKeySet} />
      {tested ? <Tested outcome={tested} /> : null}
    </>
  );
}

function Tested({ outcome }: { outcome: SimAccountTested }) {
  const t = useTranslations('sims.accounts.form');
  const reason = useReasonWords();
  const { ok, durationMs: ms, account } = outcome;
  if (!ok) {
    return (
      <Banner kind="bad" title={t('testBad')}>
        {reason(outcome.code, outcome.message)}
      </Banner>
    );
  }
  return (
    <Banner kind="advice" title={account ? t('testGoodAccount', { ms, account }) : t('testGood', { ms })} />
  );
}
