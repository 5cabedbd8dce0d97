'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox, type ComboboxOption } from '#components/ui/combobox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { createDecoder } from '#server/decoders/actions.ts';
import { decoderCreateSchema } from '#server/decoders/script-contract.ts';
import { DECODER_CONTRACTS, type DecoderContract } from '#server/scripts/contract.ts';
import { STARTING_SCRIPTS } from './starting-scripts.ts';

export interface NewDecoderProps {
  types: { id: string; name: string; group: string }[];
  /** Opened by `?new` in the address, with `deviceType` chosen; else by its own button. */
  byAddress?: boolean | undefined;
}

export function NewDecoderDialog({ types, byAddress }: NewDecoderProps) {
  const t = useTranslations('decoders');
  const [params, change] = useUrlParams();
  const [inner, setInner] = useState(false);
  const wanted = params.get('deviceType');
  const set = (next: boolean) => {
    if (!byAddress) setInner(next);
    else if (!next)
      change((address) => {
        address.delete('new');
        address.delete('deviceType');
      });
  };
  return (
    <Dialog
      open={byAddress ? params.has('new') : inner}
      onOpenChange={set}
      holdOpen
      title={t('create.title')}
      description={t('create.lead')}
      {...(byAddress
        ? {}
        : {
            trigger: (
              <Button variant="primary" icon={<Plus aria-hidden="true" />}>
                {t('list.add')}
              </Button>
            ),
          })}
    >
      <DecoderForm types={types} wanted={byAddress ? wanted : null} />
    </Dialog>
  );
}

function DecoderForm({ types, wanted }: { types: NewDecoderProps['types']; wanted: string | null }) {
  const t = useTranslations('decoders.create');
  const options: ComboboxOption[] = types.map(({ id, name, group }) => ({
    value: id,
    label: name,
    hint: group,
  }));
  const router = useRouter();
  const [type, setType] = useState(options.find((option) => option.value === wanted) ?? null);
  const [values, setValues] = useState({ name: '', description: '', contract: 'ts013' as DecoderContract });
  const { fields, refusal, pending, send } = useSend();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { ...values, deviceTypeId: type?.value ?? '', ...STARTING_SCRIPTS[values.contract] };
    const done = t('created', { name: values.name.trim() });
    const made = await send(decoderCreateSchema, input, createDecoder, { done });
    if (made) router.push(`/creator/decoders/${made.value.id}`);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <Combobox
        label={t('type')}
        options={options}
        value={type}
        onValueChange={setType}
        error={fields.deviceTypeId}
      />
      <NameField
        label={t('name')}
        autoFocus
        placeholder={t('namePlaceholder')}
        hint={t('nameHint')}
        value={values.name}
        error={fields.name}
        onValueChange={(name) => setValues({ ...values, name })}
      />
      <DescriptionField
        label={t('description')}
        rows={2}
        value={values.description}
        error={fields.description}
        onValueChange={(description) => setValues({ ...values, description })}
      />
      <RadioGroup
        label={t('contract')}
        look="cards"
        options={[...DECODER_CONTRACTS].reverse().map((value) => ({
          value,
          label: t(`contracts.${value}`),
          hint: t(`contractHint.${value}`),
        }))}
        value={values.contract}
        onValueChange={(contract) => setValues({ ...values, contract })}
      />
      <DialogFormFoot pending={pending}>{t('submit')}</DialogFormFoot>
    </form>
  );
}
