'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { updateScriptEncoder } from '#server/encoders/actions.ts';
import { type ScriptEncoder, scriptEncoderUpdateSchema } from '#server/encoders/script-contract.ts';

interface EncoderNameProps {
  encoder: Pick<ScriptEncoder, 'id' | 'name' | 'description'>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function EncoderName({ encoder, open, onOpenChange }: EncoderNameProps) {
  const t = useTranslations('scripts.encoder');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} holdOpen title={t('editTitle')}>
      {open ? <NameForm encoder={encoder} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function NameForm({ encoder, onDone }: Pick<EncoderNameProps, 'encoder'> & { onDone: () => void }) {
  const t = useTranslations('scripts.encoder');
  const { fields, refusal, pending, send } = useSend();
  const [name, setName] = useState(encoder.name);
  const [description, setDescription] = useState(encoder.description ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { id: encoder.id, name, description };
    const done = t('saved', { name: name.trim() });
    if (await send(scriptEncoderUpdateSchema, input, updateScriptEncoder, { done })) onDone();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <NameField label={t('name')} value={name} error={fields.name} onValueChange={setName} />
      <DescriptionField
        label={t('description')}
        value={description}
        error={fields.description}
        onValueChange={setDescription}
      />
      <DialogFormFoot pending={pending}>{t('edit')}</DialogFormFoot>
    </form>
  );
}
