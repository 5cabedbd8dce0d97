'use client';
import CodeXml from 'lucide-react/icons/code-xml';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { createScriptEncoder } from '#server/encoders/actions.ts';
import { scriptEncoderCreateSchema } from '#server/encoders/script-contract.ts';
import { STARTING_ENCODER } from './starting-encoder.ts';

export function NewScriptEncoder({ deviceTypeId }: { deviceTypeId: string }) {
  const t = useTranslations('scripts.encoder');
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      title={t('addTitle')}
      description={t('addLead')}
      trigger={<Button icon={<CodeXml aria-hidden="true" />}>{t('add')}</Button>}
    >
      {open ? <NewForm deviceTypeId={deviceTypeId} /> : null}
    </Dialog>
  );
}

function NewForm({ deviceTypeId }: { deviceTypeId: string }) {
  const t = useTranslations('scripts.encoder');
  const router = useRouter();
  const { fields, refusal, pending, send } = useSend();
  const [values, setValues] = useState({ name: '', description: '' });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { deviceTypeId, source: STARTING_ENCODER, ...values };
    const done = t('created', { name: values.name.trim() });
    const answer = await send(scriptEncoderCreateSchema, input, createScriptEncoder, { done });
    if (answer) router.push(`/creator/encoders/${answer.value.id}`);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <NameField
        label={t('name')}
        autoFocus
        placeholder="‹ Send interval"
        value={values.name}
        error={fields.name}
        onValueChange={(name) => setValues({ ...values, name })}
      />
      <DescriptionField
        label={t('description')}
        value={values.description}
        error={fields.description}
        onValueChange={(description) => setValues({ ...values, description })}
      />
      <DialogFormFoot pending={pending}>{t('submit')}</DialogFormFoot>
    </form>
  );
}
